import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { get, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { splitterTraffic } from "../../src/drivers/traffic/splitter/driver.ts";
import { startSplitter, stopSplitter } from "../../src/drivers/traffic/splitter/start.ts";
import { signedIn } from "../../src/drivers/traffic/splitter/state-folder.ts";
import { type Split, send, soon, split } from "../support/split.ts";
import { backend } from "../support/start-backend.ts";
import { until } from "../support/until.ts";

const total = (seen: Readonly<Record<string, number>>): number => Object.values(seen).reduce((a, b) => a + b, 0);

const text = async (answer: IncomingMessage): Promise<string> => (await answer.setEncoding("utf8").toArray()).join("");

const fetched = async (url: string): Promise<string> => await (await fetch(url)).text();

/** The splitter's own figures, which the metrics port sums up. */
const state = async ({ folder }: Split) =>
  JSON.parse(
    await text((await once(get({ socketPath: join(folder, "admin.sock"), path: "/state" }), "response"))[0]),
  ) as { builds: Record<string, { requests: number; errors: number; refused: number; inFlight: number }> };

test("R25: 5 % of 2,000 requests within ±1.5 points", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(5), [1, 1], soon());

  const seen = await send(w.url, 2_000);

  expect(seen).toEqual({ baseline: 1_900, candidate: 100 }); // permuted blocks are better than asked for: exact
});

test.each([
  ["keep-alive clients", {}],
  ["clients without keep-alive", { connection: "close" }],
])("0 failed requests over 200 weight changes under load: %s", async (_, headers) => {
  await using w = await split();
  await w.traffic.set(w.routes(50), [1, 1], soon());
  const load = loadOn(w.url, headers);

  for (let i = 0; i < 200; i++) await w.traffic.set(w.routes([0, 100, 5, 50][i % 4]!), [1, 1], soon());
  const seen = await load.stop();

  expect(Object.keys(seen).toSorted()).toEqual(["baseline", "candidate"]);
  expect(total(seen)).toBeGreaterThan(200);
});

test("a killed splitter is started again by the next set, on its port; before that come its last routes", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(30), [4, 2], soon());
  const first = await w.pid();
  process.kill(first, "SIGKILL");
  await until("it is gone", async () => (await send(w.url, 1)).lost === 1);
  await expect(w.traffic.read(soon())).rejects.toMatchObject({ code: "DRIVER_FAILED" }); // not "no routes"

  await startSplitter({ folder: w.folder, host: "127.0.0.1", port: w.port }, soon());
  expect(await w.traffic.read(soon())).toEqual(w.routes(30));
  expect(await send(w.url, 100)).toEqual({ baseline: 70, candidate: 30 });
  expect(await w.pid()).not.toBe(first);

  process.kill(await w.pid(), "SIGKILL");
  await until("it is gone", async () => (await send(w.url, 1)).lost === 1);
  await expect(w.traffic.set(w.routes(90), [4, 1], soon())).rejects.toMatchObject({ code: "DRIVER_FENCED" });
  await w.traffic.set(w.routes(60), [4, 2], soon());
  expect(await send(w.url, 100)).toEqual({ baseline: 40, candidate: 60 });
});

test("two who start it at once get one splitter", async () => {
  await using w = await split();

  await Promise.all([1, 2, 3].map((lease) => w.traffic.set(w.routes(20), [1, lease], soon()).catch(fenced)));

  expect(await w.traffic.read(soon())).toEqual(w.routes(20));
  expect(await send(w.url, 100)).toEqual({ baseline: 80, candidate: 20 });
});

test("a port that is taken is reported with the splitter's own words", async () => {
  await using w = await split();
  const port = Number(w.baseline.endpoint.split(":")[1]);
  const driver = splitterTraffic({ folder: w.folder, host: "127.0.0.1", port });

  await expect(driver.set(w.routes(10), [1, 1], soon())).rejects.toMatchObject({
    code: "DRIVER_FAILED",
    detail: { problem: expect.stringContaining("EADDRINUSE") },
  });
});

test("a reused pid is not signalled", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(0), [1, 1], soon());
  const real = await signedIn(w.folder);
  // As if the splitter had died and its pid had gone to the baseline's process.
  await writeFile(join(w.folder, "splitter.pid"), JSON.stringify({ pid: w.baseline.pid, started: "1" }));

  await stopSplitter(w.folder, soon());

  expect(await fetched(`http://${w.baseline.endpoint}/`)).toBe("baseline");
  await writeFile(join(w.folder, "splitter.pid"), JSON.stringify(real));
});

test("a stop finishes what is in flight and ends idle connections", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(0), [1, 1], soon());
  const idle = connect(w.port, "127.0.0.1");
  await once(idle, "connect");
  const asked = get(`${w.url}/slow/400`);
  await until("it is in flight", async () => (await state(w)).builds[w.baseline.build]!.inFlight === 1);

  const stopped = stopSplitter(w.folder, soon());

  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  expect(answer.headers.connection).toBe("close");
  expect(await text(answer)).toBe("baseline");
  await stopped;
  expect(await send(w.url, 1)).toEqual({ lost: 1 });
  idle.destroy();
});

test("one instance of a side dies: nobody notices who asked to read, and it rests", async () => {
  await using w = await split();
  await using second = await backend("baseline");
  const route = { ...w.routes(0)[0]!, endpoints: [w.baseline.endpoint, second.endpoint] };
  await w.traffic.set([route], [1, 1], soon());
  const load = loadOn(w.url, {});
  await until("both are at work", async () => (await state(w)).builds[w.baseline.build]!.requests > 50);

  await second.kill();
  await until("more came", async () => (await state(w)).builds[w.baseline.build]!.requests > 500);

  expect(Object.keys(await load.stop())).toEqual(["baseline"]);
  expect((await state(w)).builds[w.baseline.build]).toMatchObject({ errors: 0, refused: 0 });
});

test("a request with a body meets a dead instance: it goes to another, for nothing of it was sent yet", async () => {
  await using w = await split();
  await using second = await backend("baseline");
  const route = { ...w.routes(0)[0]!, endpoints: [w.baseline.endpoint, second.endpoint] };
  await w.traffic.set([route], [1, 1], soon());
  await second.kill();

  for (let i = 0; i < 6; i++) expect((await upload(w, Buffer.from("x"))).length).toBe(1);
});

test("a side without a living instance answers 503 and says so; it is counted apart from the build's own errors", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(100), [1, 1], soon());
  await send(`${w.url}/fail`, 2);
  await w.candidate.kill();

  const answer = await fetch(`${w.url}/`);

  expect([answer.status, answer.headers.get("x-headgate-splitter")]).toEqual([503, "no-instance"]);
  expect((await state(w)).builds[w.candidate.build]).toMatchObject({ requests: 3, errors: 2, refused: 1 });
  expect((await w.metrics.read(soon())).builds[w.candidate.build]).toMatchObject({ requests: 3, errors: 3 });
});

test("an answer that breaks off is cut for the client too, and is an error", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(100), [1, 1], soon());

  await expect(fetched(`${w.url}/half`)).rejects.toThrow();
  expect((await state(w)).builds[w.candidate.build]).toMatchObject({ requests: 1, errors: 1 });
});

test("a chunked upload arrives whole, without the headers of the connection", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(0), [1, 1], soon());
  const bytes = randomBytes(3_000_000);

  const seen = await upload(w, bytes, { "transfer-encoding": "chunked", "x-hop": "1", connection: "close, x-hop" });

  expect(seen).toMatchObject({ length: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
  expect(seen.headers).not.toHaveProperty("x-hop");
});

test("an answer that comes before the upload is over reaches the client", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(0), [1, 1], soon());
  const sending = request(`${w.url}/early`, { method: "POST" });
  sending.on("error", () => {}); // the rest of the body has nowhere to go
  sending.write(randomBytes(200_000));

  const [answer] = (await once(sending, "response")) as [IncomingMessage];

  expect(answer.statusCode).toBe(413);
  expect(await text(answer)).toBe("too large");
  sending.destroy();
});

test("a download that the client does not take is not held in memory", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(0), [1, 1], soon());
  const size = 200_000_000;
  const [answer] = (await once(get(`${w.url}/download/${size}`), "response")) as [IncomingMessage];
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
  await until("it is in flight", async () => (await state(w)).builds[w.baseline.build]!.inFlight === 1);

  asked.destroy();

  await until("the instance saw it", async () => (await fetched(`http://${w.baseline.endpoint}/aborted`)) === "1");
  expect((await state(w)).builds[w.baseline.build]).toMatchObject({ requests: 1, errors: 0, inFlight: 0 });
});

test("an upgrade is passed through both ways, and is in flight while it lasts", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(100), [1, 1], soon());
  const asked = request(w.url, { headers: { connection: "Upgrade", upgrade: "echo" } }).end();
  const [answer, socket] = (await once(asked, "upgrade")) as [IncomingMessage, ReturnType<typeof connect>];
  expect([answer.statusCode, answer.headers["x-version"]]).toEqual([101, "candidate"]);

  socket.write("hello");
  expect(String((await once(socket, "data"))[0])).toBe("hello");
  expect((await state(w)).builds[w.candidate.build]).toMatchObject({ requests: 1, inFlight: 1 });
  socket.destroy();
  await w.traffic.set(w.routes(0), [1, 1], soon());
  await w.traffic.drain(w.candidate.build, soon());
});

test("an upgrade that the instance refuses is answered as the instance did, and the connection ends", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(0), [1, 1], soon());
  const asked = request(w.url, { headers: { connection: "Upgrade", upgrade: "other" } }).end();

  const [answer] = (await once(asked, "response")) as [IncomingMessage];

  expect([answer.statusCode, answer.headers.connection]).toEqual([426, "close"]);
  expect(await text(answer)).toBe("nope");
});

test("a request that makes no sense is the client's fault, and not counted", async () => {
  await using w = await split();
  await w.traffic.set(w.routes(0), [1, 1], soon());
  const socket = connect(w.port, "127.0.0.1");
  socket.write("OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");

  expect((await socket.setEncoding("utf8").toArray()).join("")).toMatch(/^HTTP\/1.1 400 /);
  expect((await state(w)).builds[w.baseline.build]).toMatchObject({ requests: 0, inFlight: 0 });
});

test("a state folder whose path is too long for a socket is refused with what to do", async () => {
  const driver = splitterTraffic({ folder: `/tmp/${"x".repeat(120)}`, host: "127.0.0.1", port: 1 });

  await expect(driver.set([], [1, 1], soon())).rejects.toMatchObject({
    code: "DRIVER_FAILED",
    detail: { fix: expect.stringContaining("shorter path") },
  });
});

const fenced = (error: { code?: string }): void => expect(error.code).toBe("DRIVER_FENCED");

/** Sends until it is stopped; resolves with what the answers were. */
const loadOn = (url: string, headers: Readonly<Record<string, string>>) => {
  let over = false;
  const seen: Record<string, number> = {};
  const work = async (): Promise<void> => {
    while (!over) {
      const answer = await fetch(url, { headers }).catch(() => null);
      await answer?.arrayBuffer();
      const key = answer === null ? "lost" : (answer.headers.get("x-version") ?? String(answer.status));
      seen[key] = (seen[key] ?? 0) + 1;
    }
  };
  const all = Promise.all(Array.from({ length: 8 }, work));
  return {
    async stop(): Promise<Readonly<Record<string, number>>> {
      over = true;
      await all;
      return seen;
    },
  };
};

type Upload = { readonly length: number; readonly sha256: string; readonly headers: Record<string, string> };

const upload = async (w: Split, bytes: Buffer, headers: Record<string, string> = {}): Promise<Upload> => {
  const sending = request(`${w.url}/upload`, { method: "POST", headers });
  sending.end(bytes);
  return JSON.parse(await text((await once(sending, "response"))[0])) as Upload;
};

/** Resident bytes. */
const memory = async (pid: number): Promise<number> =>
  1_024 * Number((await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)])).stdout);
