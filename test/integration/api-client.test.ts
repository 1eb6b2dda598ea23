import { expect, test } from "vitest";
import { type Client, createClient } from "../../src/api/client.ts";
import { commandRoutes } from "../../src/api/routes/command-routes.ts";
import { events, listHeads, readBlob, readEntries } from "../../src/api/routes/journal-routes.ts";
import { listReleases } from "../../src/api/routes/release-routes.ts";
import { health } from "../../src/api/routes/server-routes.ts";
import { instant } from "../../src/domain/units.ts";
import { freePort } from "../../src/free-port.ts";
import { cuttingProxy } from "../support/cutting-proxy.ts";
import { httpServer } from "../support/http-server.ts";
import { serveHome } from "../support/serve.ts";
import { until } from "../support/until.ts";

const id = "shop-1.0.0";
const params = { release: id };
const note = (text: string) => ({ kind: "note", text, about: "" });
const takeNote = commandRoutes.find(({ command }) => command === "TakeNote")!;
const reschedule = commandRoutes.find(({ command }) => command === "Reschedule")!;

const clientOf = (url: string, token = "ada"): Client => createClient({ url, token, fetch, again: [0, 0] });

test("values go over the wire by the route's own schemas, there and back", async () => {
  await using served = await serveHome();
  await served.open("1.0.0");
  const client = clientOf(`${served.url}/`);
  const productionAt = instant(Date.UTC(2026, 11, 1, 20));

  const told = await client.call(reschedule, { params, body: { productionAt, reason: "later" } });

  expect(told).toMatchObject({ ok: true, events: [{ type: "ReleaseRescheduled" }] });
  expect((await served.engine.load(id)).release.plan.productionAt).toBe(productionAt);
  expect(await client.call(health, {})).toMatchObject({ ok: true });
  expect((await client.call(listReleases, { query: { limit: 1 } })).releases).toMatchObject([{ id }]);
  const { heads } = await client.call(listHeads, { query: { prefix: "release/" } });
  const { entries } = await client.call(readEntries, { query: { stream: heads[0]!.stream, after: 0, limit: 5 } });
  const { process: digest } = entries[0]!.data as { process: string };
  expect(JSON.parse(new TextDecoder().decode(await client.download(readBlob, { params: { digest } })))).toMatchObject({
    requirements: expect.anything(),
  });
});

test("what the server refuses is thrown as the error that it was there", async () => {
  await using served = await serveHome();
  await served.open("1.0.0");
  const take = (client: Client, release: string) => client.call(takeNote, { params: { release }, body: note("x") });

  await expect(take(clientOf(served.url), "shop-9")).rejects.toMatchObject({
    code: "RELEASE_NOT_FOUND",
    detail: { release: "shop-9" },
    fix: "List them: headgate status",
  });
  await expect(take(clientOf(served.url, "eve2"), id)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  await expect(take(clientOf(served.url, "max"), id)).rejects.toMatchObject({
    code: "NOT_PERMITTED",
    detail: { person: "max", permission: "prepare" },
  });
});

test("what no server would take is not sent", async () => {
  const client = createClient({ url: "http://localhost", fetch: () => Promise.reject(new Error("it was sent")) });

  await expect(
    client.call(takeNote, { params: { release: "" }, body: { kind: "shout", text: "x", about: "" } }),
  ).rejects.toMatchObject({ code: "INPUT_INVALID", message: expect.stringContaining("path.release") });
});

test("whoever answers and is no Headgate, or one that says things unheard of, is told as such", async () => {
  const problem = (code: string) => ({
    type: "",
    title: "",
    status: 418,
    detail: "tea",
    instance: "",
    code,
    fix: "",
    values: {},
  });
  const seen: string[] = [];
  await using server = await httpServer((request, response) => {
    seen.push(request.headers.authorization ?? "none");
    if (request.url === "/page/healthz") return response.end("<h1>It works!</h1>");
    if (request.url === "/away/healthz") return response.writeHead(302, { location: "/elsewhere" }).end();
    return response.writeHead(418).end(JSON.stringify(problem("TEAPOT")));
  });
  const ask = (path: string) => clientOf(`${server.url}${path}`).call(health, {});

  await expect(ask("/page")).rejects.toMatchObject({ code: "SERVER_STRANGE" });
  await expect(ask("/away")).rejects.toMatchObject({ code: "SERVER_STRANGE", detail: { problem: "status 302" } });
  await expect(ask("")).rejects.toMatchObject({
    code: "SERVER_STRANGE",
    detail: { problem: "it refuses with TEAPOT, tea" },
  });
  expect(seen).toHaveLength(3);
});

test("a server that is not there is told with why, and without the token", async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const failed = await clientOf(url, "hg_secret")
    .call(health, {})
    .catch((error: Error) => error);

  expect(failed).toMatchObject({ code: "SERVER_UNREACHABLE", message: expect.stringContaining("ECONNREFUSED") });
  expect(JSON.stringify(failed)).not.toContain("hg_secret");
});

test("a request whose answer was lost is sent again under its key, and is done once", async () => {
  await using served = await serveHome();
  await served.open("1.0.0");
  await using proxy = await cuttingProxy(served.url);
  const client = clientOf(proxy.url);

  proxy.swallow(2);
  const told = await client.call(takeNote, { params, body: note("once"), idempotencyKey: "k1" });
  expect(told).toMatchObject({ events: [{ type: "NoteTaken" }] });
  expect((await served.engine.load(id)).release.notes.map(({ text }) => text)).toEqual(["once"]);

  proxy.swallow(3);
  await expect(client.call(takeNote, { params, body: note("x"), idempotencyKey: "k2" })).rejects.toMatchObject({
    code: "SERVER_UNREACHABLE",
  });
  proxy.swallow(1);
  await expect(client.call(takeNote, { params, body: note("y") })).rejects.toMatchObject({
    code: "SERVER_UNREACHABLE",
  });
  proxy.swallow(1);
  expect(await client.call(health, {})).toMatchObject({ ok: true });
});

test("an event stream that is cut goes on where it was, and tells everything once", async () => {
  await using served = await serveHome();
  await served.open("1.0.0");
  await using proxy = await cuttingProxy(served.url);
  const take = (text: string) => clientOf(served.url).call(takeNote, { params, body: note(text) });
  const stop = new AbortController();
  const heard: string[] = [];
  let opened = 0;
  const listening = (async () => {
    for await (const told of clientOf(proxy.url).follow(events, { query: { release: id }, signal: stop.signal }))
      if (told.kind === "open") opened++;
      else if (told.kind === "event") heard.push((JSON.parse(told.data) as { data: { text: string } }).data.text);
  })();
  await until("it is open", () => opened === 1);

  await take("a");
  await until("one is heard", () => heard.length === 1);
  proxy.cut();
  await take("b");
  await take("c");
  await until("all are heard", () => heard.length === 3);
  stop.abort();
  await listening;

  expect(heard).toEqual(["a", "b", "c"]);
  expect(opened).toBe(2);
});

test("an event stream that falls silent is taken for broken; one that may not be heard is refused", async () => {
  await using served = await serveHome();
  const stop = new AbortController();
  const silent = createClient({ url: served.url, token: "ada", fetch, silence: 100 });
  let opened = 0;
  const follow = async (client: Client, signal: AbortSignal) => {
    for await (const { kind } of client.follow(events, { query: {}, signal })) if (kind === "open") opened++;
  };
  const listening = follow(silent, stop.signal);

  await until("it is made anew", () => opened >= 2);
  stop.abort();
  await listening;
  await expect(follow(clientOf(served.url, "eve2"), AbortSignal.timeout(5_000))).rejects.toMatchObject({
    code: "NOT_SIGNED_IN",
  });
});
