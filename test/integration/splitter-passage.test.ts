import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { get, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { percent } from "../../src/domain/units.ts";
import { fetched, type Split, send, soon, soonOnce, split, stateOf, textOf } from "../support/split.ts";
import { backend } from "../support/start-backend.ts";
import { until } from "../support/until.ts";

test("a request with a body meets a dead instance: it goes to another, for nothing of it was sent yet", async () => {
  await using w = await split();
  await using second = await backend("baseline");
  const route = { ...w.routes(0)[0]!, endpoints: [w.baseline.endpoint, second.endpoint] };
  await w.traffic.set([route], [1, 1], soon());
  await second.kill();

  for (let i = 0; i < 6; i++) expect((await upload(w, Buffer.from("x"))).length).toBe(1);
});

test.each(["half", "half/chunked"])(
  "an answer that breaks off is cut for the client too, and is an error: %s",
  async (page) => {
    await using w = await split();
    await w.traffic.set(w.routes(100), [1, 1], soon());

    await expect(fetched(`${w.url}/${page}`)).rejects.toThrow("terminated"); // not: timed out
    expect((await stateOf(w)).builds[w.candidate.build]).toMatchObject({ requests: 1, errors: 1 });
  },
);

test("a chunked upload arrives whole, without the headers of the connection", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(0), [1, 1], soon());
  const bytes = randomBytes(3_000_000);

  const seen = await upload(w, bytes, { "transfer-encoding": "chunked", "x-hop": "1", connection: "close, x-hop" });

  expect(seen).toMatchObject({ length: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
  expect(seen.headers).not.toHaveProperty("x-hop");
});

test.each([
  ["stays connected", "early", [413]],
  // What it had not read is answered by a reset, which may overtake its answer; the client must hear something all the same.
  ["closes its connection", "early/close", [413, 502]],
])("an instance answers before the upload is over, and %s: the client gets an answer", async (_, page, statuses) => {
  await using w = await split();
  await w.traffic.set(w.routes(0), [1, 1], soon());

  for (let i = 0; i < 20; i++) {
    const sending = request(`${w.url}/${page}`, { method: "POST" });
    sending.on("error", () => {}); // the rest of the body has nowhere to go
    sending.write(randomBytes(200_000));
    const answer = (await soonOnce(sending, "response"))[0] as IncomingMessage;
    expect(statuses).toContain(answer.statusCode);
    if (answer.statusCode === 413) expect(await textOf(answer)).toBe("too large");
    sending.destroy();
  }
});

test("a download that the client does not take is not held in memory", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(0), [1, 1], soon());
  const size = 200_000_000;
  const [answer] = (await soonOnce(get(`${w.url}/download/${size}`), "response")) as [IncomingMessage];
  const before = await memory(await w.pid());

  answer.pause();
  await send(w.url, 500); // time for the instance to push as much as it is let
  expect((await memory(await w.pid())) - before).toBeLessThan(50_000_000);

  let length = 0;
  for await (const chunk of answer) length += (chunk as Buffer).length;
  expect(length).toBe(size);
});

test("a client that leaves ends the request at the instance too", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(0), [1, 1], soon());
  const asked = get(`${w.url}/slow/60000`);
  asked.on("error", () => {});
  await until("it is in flight", async () => (await stateOf(w)).builds[w.baseline.build]!.inFlight === 1);

  asked.destroy();

  await until("the instance saw it", async () => (await fetched(`http://${w.baseline.endpoint}/aborted`)) === "1");
  expect((await stateOf(w)).builds[w.baseline.build]).toMatchObject({ requests: 1, errors: 0, inFlight: 0 });
});

test("an upgrade is passed through both ways, and is in flight while it lasts", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(100), [1, 1], soon());
  const asked = request(w.url, { headers: { connection: "Upgrade", upgrade: "echo" } }).end();
  const [answer, socket] = (await soonOnce(asked, "upgrade")) as [IncomingMessage, ReturnType<typeof connect>];
  expect([answer.statusCode, answer.headers["x-version"]]).toEqual([101, "candidate"]);

  socket.write("hello");
  expect(String((await soonOnce(socket, "data"))[0])).toBe("hello");
  expect((await stateOf(w)).builds[w.candidate.build]).toMatchObject({ requests: 1, inFlight: 1 });
  await w.traffic.set([{ ...w.routes(0)[0]!, weight: percent(100) }], [1, 1], soon()); // the candidate is in no route
  await expect(w.traffic.drain([w.candidate.endpoint], soon(200))).rejects.toMatchObject({ code: "DRIVER_FAILED" });
  socket.destroy();
  await w.traffic.drain([w.candidate.endpoint], soon());
});

test("an upgrade that the instance refuses is answered as the instance did, and the connection ends", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(0), [1, 1], soon());
  const asked = request(w.url, { headers: { connection: "Upgrade", upgrade: "other" } }).end();

  const [answer] = (await soonOnce(asked, "response")) as [IncomingMessage];

  expect([answer.statusCode, answer.headers.connection]).toEqual([426, "close"]);
  expect(await textOf(answer)).toBe("nope");
});

test("a request that makes no sense is the client's fault, and not counted", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(0), [1, 1], soon());
  const socket = connect(w.port, "127.0.0.1");
  socket.write("OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");

  expect((await socket.setEncoding("utf8").toArray()).join("")).toMatch(/^HTTP\/1.1 400 /);
  expect((await stateOf(w)).builds[w.baseline.build]).toMatchObject({ requests: 0, inFlight: 0 });
});

type Upload = { readonly length: number; readonly sha256: string; readonly headers: Record<string, string> };

const upload = async (w: Split, bytes: Buffer, headers: Record<string, string> = {}): Promise<Upload> => {
  const sending = request(`${w.url}/upload`, { method: "POST", headers });
  sending.end(bytes);
  return JSON.parse(await textOf((await soonOnce(sending, "response"))[0])) as Upload;
};

/** Resident bytes. */
const memory = async (pid: number): Promise<number> =>
  1_024 * Number((await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)])).stdout);
