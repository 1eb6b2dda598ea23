import type { Socket } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { millis } from "../../src/domain/units.ts";
import { freePort } from "../../src/free-port.ts";
import { http } from "../../src/probes/catalogue/http.ts";
import { httpSettings, type Listening, page, rawServer } from "../support/probe-world.ts";
import { soon } from "../support/split.ts";

const look = (given: Parameters<typeof httpSettings>[0]) => http(httpSettings(given), soon());
const titles = async (given: Parameters<typeof httpSettings>[0]) =>
  (await look(given)).findings.map(({ title }) => title);
const day = 86_400_000;

/** A page with these headers and body, whatever is asked for. */
const serving = (body = "hello", headers: Readonly<Record<string, string>> = {}, status = 200): Promise<Listening> =>
  page((_, answer) => answer.writeHead(status, headers).end(body));

describe("a page as it was asked for", () => {
  test("passes, and says how long it took", async () => {
    await using there = await serving("hello world", { "x-frame-options": "DENY" });
    const seen = await look({
      url: there.url,
      contains: "world",
      lacks: "error",
      matches: "^hello",
      headers: { "X-Frame-Options": "deny", "x-powered-by": false },
      fasterThan: 5_000,
    });
    expect(seen).toEqual({ figures: { checked: 1, failed: 0, millis: expect.any(Number) }, findings: [] });
  });

  test("one of several states will do, and a redirection is looked at and not followed", async () => {
    await using there = await serving("", { location: "/login" }, 302);
    expect(await titles({ url: there.url, status: [302, 401], location: "/login" })).toEqual([]);
    expect(await titles({ url: there.url, status: [302], location: "/" })).toEqual([
      'redirects to "/login" instead of /',
    ]);
    expect(await titles({ url: there.url })).toEqual(["answered 302 instead of 200"]);
  });
});

test("R57: a page that is served without HSTS where it is required fails; so does one whose HSTS is switched off", async () => {
  for (const [header, problem] of [
    [null, "has no header strict-transport-security"],
    ["max-age=0", "its strict-transport-security holds for 0 s; it must hold for 15552000 s at least"],
    ["includeSubDomains", 'its strict-transport-security is "includeSubDomains"; it must hold for 15552000 s at least'],
    [
      "max-age=60, max-age=31536000",
      "its strict-transport-security holds for 60 s; it must hold for 15552000 s at least",
    ],
  ] as const) {
    await using there = await serving("", header === null ? {} : { "strict-transport-security": header });
    expect(await titles({ url: there.url, hsts: 180 * day })).toEqual([problem]);
  }
  await using sound = await serving("", { "strict-transport-security": 'Max-Age="31536000"; includeSubDomains' });
  expect(await titles({ url: sound.url, hsts: 180 * day })).toEqual([]);
});

test("everything that is wrong is said at once", async () => {
  await using there = await serving("oops", { "x-powered-by": "PHP" }, 500);
  expect(
    await titles({
      url: there.url,
      contains: "hello",
      lacks: "oops",
      matches: "^h",
      headers: { "x-powered-by": false, "content-security-policy": true },
      tls: "TLSv1.2",
    }),
  ).toEqual([
    "answered 500 instead of 200",
    'the answer does not contain "hello"',
    'the answer contains "oops", which must not be there',
    "the answer does not match /^h/",
    "has the header x-powered-by, which must not be there",
    "has no header content-security-policy",
    "did not answer over TLS",
  ]);
});

describe("a server that does not behave", () => {
  const within = millis(300);

  const head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n";
  const drip = (socket: Socket, first: string, rest: string): void => {
    socket.write(first);
    const timer = setInterval(() => socket.write(rest), 20);
    socket.once("close", () => clearInterval(timer));
  };

  test.each<[string, (socket: Socket) => unknown, RegExp]>([
    ["hangs", () => undefined, /^no whole answer within 300 ms$/],
    ["drips headers", (socket) => drip(socket, "HTTP/1.1 200 OK\r\n", "x: y\r\n"), /^no whole answer/],
    ["drips a body", (socket) => drip(socket, head, "a"), /^no whole answer/],
    ["is cut off", (socket) => socket.end(`${head}hello`), /aborted/],
    ["speaks something else", (socket) => socket.write("SSH-2.0-OpenSSH\r\n"), /Parse Error/],
    ["cuts the line", (socket) => socket.destroy(), /socket hang up|ECONNRESET/],
  ])("one that %s fails with the reason", async (_, talk, problem) => {
    await using there = await rawServer((socket) => socket.once("data", () => talk(socket)));
    const seen = await look({ url: there.url, within });
    expect(seen.figures).toEqual({ checked: 1, failed: 1 });
    expect(seen.findings[0]!.title).toMatch(problem);
  });

  test("a huge answer is not taken in", async () => {
    const chunk = "x".repeat(1_000_000);
    await using there = await page((_, answer) => {
      const more = (): void => {
        while (answer.writable && answer.write(chunk));
      };
      answer.on("drain", more);
      more();
    });
    expect(await titles({ url: there.url })).toEqual(["its answer is longer than 8388608 bytes"]);
  });

  test("nobody there", async () => {
    const [problem] = await titles({ url: `http://127.0.0.1:${await freePort()}` });
    expect(problem).toMatch(/ECONNREFUSED/);
  });

  test("an expression that never comes to an end matches nothing", async () => {
    await using there = await serving(`${"a".repeat(50)}b`);
    expect((await titles({ url: there.url, matches: "^(a+)+$" }))[0]).toMatch(/could not be tried.*timed out/);
  });

  test("it stops with its signal", async () => {
    await using there = await rawServer(() => undefined);
    const stop = AbortSignal.timeout(50);
    await expect(http(httpSettings({ url: there.url }), stop)).rejects.toThrow();
  });
});

test("a secret that is sent stands in no answer, even where the page says it again", async () => {
  process.env.PROBE_TOKEN = "tok3n-of-somebody";
  await using there = await page((asked, answer) =>
    answer.writeHead(302, { location: `/${asked.headers.authorization}` }).end(),
  );
  const seen = await look({
    url: there.url,
    status: [302],
    location: "/",
    send: { authorization: "Bearer $PROBE_TOKEN" },
  });
  expect(seen.findings[0]!.title).toBe('redirects to "/Bearer [hidden]" instead of /');
  expect(JSON.stringify(seen)).not.toContain("tok3n");
  await expect(look({ url: there.url, send: { authorization: "$PROBE_NOBODY" } })).rejects.toThrow(
    "the variable PROBE_NOBODY is not set",
  );
});

test("no look passes a page that is other than it was asked for", async () => {
  const word = fc.constantFrom("", "alpha", "beta", "alphabet");
  const said = fc.record({ status: fc.constantFrom(200, 204, 301, 404, 503), body: word, header: fc.option(word) });
  const asked = fc.record({
    status: fc.subarray([200, 204, 301, 404, 503], { minLength: 1 }),
    contains: fc.option(word.filter((one) => one !== "")),
    lacks: fc.option(word.filter((one) => one !== "")),
    header: fc.option(
      fc.oneof(
        fc.boolean(),
        word.filter((one) => one !== ""),
      ),
      { nil: undefined },
    ),
  });
  let now: { status: number; body: string; header: string | null };
  await using there = await page((_, answer) =>
    answer
      .writeHead(now.status, now.header === null ? {} : { "x-one": now.header })
      .end(now.status === 204 ? "" : now.body),
  );
  await fc.assert(
    fc.asyncProperty(said, asked, async (answer, { status, contains, lacks, header }) => {
      now = answer;
      const body = answer.status === 204 ? "" : answer.body;
      const there_ = answer.header !== null && answer.header !== "";
      const isSo =
        status.includes(answer.status) &&
        (contains === null || body.includes(contains)) &&
        (lacks === null || !body.includes(lacks)) &&
        (header === undefined ||
          (header === true && there_) ||
          (header === false && answer.header === null) ||
          (typeof header === "string" && there_ && answer.header!.includes(header)));
      const headers: Record<string, boolean | string> = header === undefined ? {} : { "x-one": header };
      const { figures } = await look({ url: there.url, status, contains, lacks, headers });
      expect(figures.failed).toBe(isSo ? 0 : 1);
    }),
    { numRuns: 150, seed: 57 },
  );
});
