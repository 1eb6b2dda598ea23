import { request } from "node:http";
import { expect, test } from "vitest";
import { z } from "zod";
import { route } from "../../src/api/make-route.ts";
import { recordAccess, unknownActor } from "../../src/server/access/record-access.ts";
import { serve } from "../../src/server/register.ts";
import { type ServedHome, serveHome } from "../support/serve.ts";
import { serveAccess, visitor } from "../support/serve-access.ts";
import { until } from "../support/until.ts";

/** A request as it is typed: `fetch` would tidy its path first. */
const raw = (url: string, path: string, method = "GET"): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const asked = request({ hostname, port, path, method }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on("error", reject).end();
  });

test("every answer carries the headers of a page that trusts nobody, refusals too", async () => {
  await using served = await serveHome();
  const asked = await Promise.all([
    served.ask(null, "GET", "/healthz"),
    served.ask("ada", "GET", "/api/v1/releases"),
    served.ask(null, "GET", "/api/v1/releases"),
    served.ask("ada", "GET", "/nowhere"),
    served.ask("ada", "POST", "/api/v1/releases", {}),
  ]);
  expect(asked.map(({ status }) => status)).toEqual([200, 200, 401, 404, 400]);
  for (const { headers } of asked) {
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-security-policy": expect.stringMatching(/default-src 'self'.*object-src 'none'.*frame-ancestors 'none'/),
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
      "content-type": expect.stringMatching(
        /^(?:text\/html; charset=utf-8|application\/(?:problem\+)?json; charset=utf-8)$/,
      ),
    });
    expect(headers.has("server"), "no product and version").toBe(false);
    expect(headers.has("x-powered-by")).toBe(false);
  }
});

test("no page of another site is let in, whatever origin it names, and methods that nobody uses lead nowhere", async () => {
  await using served = await serveHome();
  for (const origin of ["https://evil.example", "null"]) {
    const { headers } = await served.ask("ada", "GET", "/api/v1/releases", undefined, { origin });
    expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  }
  for (const method of ["OPTIONS", "PUT", "PATCH", "DELETE"])
    expect(await served.ask("ada", method, "/api/v1/releases")).toMatchObject({ status: 404 });
});

test("a parameter given twice, a field that nobody asked for, another type and too much are refused", async () => {
  await using served = await serveHome();
  const refused = { status: 400, body: { code: "INPUT_INVALID" } };
  expect(await served.ask("ada", "GET", "/api/v1/releases?phase=open&phase=closed")).toMatchObject(refused);
  expect(await served.ask("ada", "GET", "/api/v1/releases?token=hg_1")).toMatchObject(refused);
  const note = "/api/v1/releases/shop-1.0.0/commands/take-note";
  const by = { kind: "note", text: "x", about: "", by: { kind: "human", id: "bo" } };
  expect(await served.ask("ada", "POST", note, by)).toMatchObject(refused);
  const text = { "content-type": "text/plain" };
  expect(await served.ask("ada", "POST", note, by, text)).toMatchObject({ status: 415, body: { code: "MEDIA_WRONG" } });
  const much = { kind: "note", text: "x".repeat(1_100_000), about: "" };
  expect(await served.ask("ada", "POST", note, much)).toMatchObject({ status: 413, body: { code: "BODY_TOO_LARGE" } });
  const poisoned = Buffer.from('{"kind":"note","text":"x","about":"","__proto__":{"admin":true}}');
  const json = { "content-type": "application/json" };
  expect(await served.ask("ada", "POST", note, poisoned, json)).toMatchObject({ status: 400 });
});

test("what looks like SQL or a path is a name that nobody has", async () => {
  await using served = await serveHome();
  await served.open("1.0.0");
  const sql = encodeURIComponent("release/shop-1.0.0' OR '1'='1");
  expect(await served.ask("ada", "GET", `/api/v1/journal/entries?stream=${sql}`)).toMatchObject({
    status: 200,
    body: { entries: [], next: null },
  });
  const nul = { status: 400, body: { code: "INPUT_INVALID" } };
  expect(await served.ask("ada", "GET", "/api/v1/journal/heads?prefix=%00")).toMatchObject(nul);
  expect(await served.ask("ada", "GET", "/api/v1/journal/entries?stream=a%00")).toMatchObject(nul);
  for (const path of [
    "/../package.json",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/.git/config",
    "/api/v1/../../headgate.yaml",
    "/src/",
  ])
    expect([400, 404], path).toContain(await raw(served.url, path));
  const build = { version: "2", commit: "c", authors: ["zoe@example.test"] };
  for (const place of ["../../etc", "/etc", "file:///etc/passwd", "http://127.0.0.1/x"])
    expect(await served.ask("ada", "POST", "/api/v1/releases", { ...build, build: place })).toMatchObject({
      body: { code: "BUILD_INVALID" },
    });
});

test("bytes that somebody brought are handed out to be kept, and never shown as a page", async () => {
  await using served = await serveHome();
  const digest = await served.engine.blobs.put(new TextEncoder().encode("<script>alert(1)</script>"));
  const { headers, status } = await served.ask("max", "GET", `/api/v1/blobs/${digest}`);
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("application/octet-stream");
  expect(headers.get("content-disposition")).toContain("attachment");
});

test("a fault of ours is told by the id of its request, and nothing of its insides", async () => {
  const broken = route({
    ...{ name: "broken", method: "GET", path: "/api/v1/broken", tag: "Server", needs: "nobody" },
    summary: "Breaks",
    answer: z.object({}),
  });
  const fault = serve(broken, () => Promise.reject(new Error("the secret insides")));
  await using served = await serveAccess({}, [fault]);
  const { status, body } = await visitor(served.url).ask("GET", "/api/v1/broken");
  expect(status).toBe(500);
  expect(body).toMatchObject({ code: "UNEXPECTED", instance: expect.stringMatching(/^[\da-f-]{36}$/) });
  expect(JSON.stringify(body)).not.toMatch(/secret insides|\.ts|at /);
});

const signInOf = (served: ServedHome): Promise<void> =>
  recordAccess(served.access, unknownActor, {
    type: "SignInRefused",
    account: "bo",
    why: "wrong",
    address: "192.0.2.1",
  });

test("who signed in from where is told to administrators alone", async () => {
  await using served = await serveHome();
  await signInOf(served);
  const path = "/api/v1/journal/entries?stream=access";
  expect(await served.ask("ada", "GET", path)).toMatchObject({ body: { entries: [{ type: "SignInRefused" }] } });
  for (const who of ["max", "bo", "bot"])
    expect(await served.ask(who, "GET", path)).toMatchObject({ status: 403, body: { code: "NOT_PERMITTED" } });

  const heard = { ada: "", max: "" };
  const stop = new AbortController();
  const listening = (["ada", "max"] as const).map(async (who) => {
    const headers = { authorization: `Bearer ${who}` };
    const { body } = await fetch(`${served.url}/api/v1/events`, { headers, signal: stop.signal });
    for await (const text of body!.pipeThrough(new TextDecoderStream())) heard[who] += text;
  });
  await until("both listen", () => heard.ada.includes("retry") && heard.max.includes("retry"));
  await signInOf(served);
  await served.open("1.0.0");
  await until(
    "both hear of the release",
    () => heard.ada.includes("ReleaseOpened") && heard.max.includes("ReleaseOpened"),
  );
  stop.abort();
  await Promise.allSettled(listening);
  expect(heard.ada).toContain("SignInRefused");
  expect(heard.max).not.toContain("SignInRefused");
});
