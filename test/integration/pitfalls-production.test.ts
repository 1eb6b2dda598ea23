import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setInterval as every } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { instant, millis } from "../../src/domain/units.ts";
import { contract } from "../../src/probes/catalogue/contract.ts";
import { logLines } from "../../src/probes/catalogue/log-lines.ts";
import { quota } from "../../src/probes/catalogue/quota.ts";
import { folder } from "../support/folder.ts";
import { lokiServer } from "../support/loki-server.ts";
import { pitfall } from "../support/pitfall.ts";
import { page } from "../support/probe-world.ts";
import { soon } from "../support/split.ts";

type Series = Readonly<Record<string, number>>;

/** A Prometheus whose only label is `route`; a query is the name of what it is told. */
const prometheus = (said: Readonly<Record<string, Series>>) =>
  page(async (asked, answer) => {
    const body = (await asked.setEncoding("utf8").toArray()).join("");
    const series = Object.entries(said[new URLSearchParams(body).get("query") ?? ""] ?? {});
    const result = series.map(([route, value]) => ({ metric: route === "" ? {} : { route }, value: [1, `${value}`] }));
    answer.end(JSON.stringify({ status: "success", data: { resultType: "vector", result } }));
  });

test("R102: a route that is twice as slow as in staging is named; one that only one side knows is no pass", async () => {
  const said = { production: { "/cart": 0.4, "/": 0.11 }, staging: { "/cart": 0.2, "/": 0.1 } as Series };
  await using there = await prometheus(said);
  const against = { query: "staging", "max-ratio": 1.5 };
  const probes = [{ name: "p95", prometheus: { url: there.url, query: "production", against } }];
  await using load = await pitfall("load.production", "routes", probes);
  expect(await load.look()).toMatchObject({
    state: "fail",
    reason:
      "routes: 1 of the looks found it worse than it should be: p95: route=/cart is 0.4, 2 times the 0.2 that it is held against; at most 1.5 times is allowed",
  });
  said.production["/cart"] = 0.29;
  expect(await load.look()).toMatchObject({ state: "pass" });
  said.staging = { "/": 0.1 };
  expect(await load.look()).toMatchObject({ reason: expect.stringContaining("route=/cart has nothing to be held") });
});

test("R104: a hit ratio below that of before is flagged", async () => {
  const said = { ratio: { "": 0.2 }, baseline: { "": 0.9 } };
  await using there = await prometheus(said);
  const query = { url: there.url, query: "ratio", against: { query: "baseline", "min-ratio": 0.9 } };
  await using load = await pitfall("load.production", "cache", [{ name: "hit ratio", prometheus: query }]);
  expect(await load.look()).toMatchObject({
    state: "fail",
    reason: expect.stringContaining("hit ratio: it is 0.2, 0.2222 times the 0.9 that it is held against"),
  });
  said.ratio[""] = 0.88;
  expect(await load.look()).toMatchObject({ state: "pass" });
});

describe("R106: limits of providers", () => {
  const settings = {
    provider: "stripe",
    send: {},
    ...{ header: "x-ratelimit-remaining", at: null, expected: 1_000, headroom: 1.2 },
    within: millis(5_000),
  };

  test("too little that is left, and requests that are refused, are flagged with the provider", async () => {
    const said = { status: 200, left: "5000" };
    await using provider = await page((_, answer) => {
      answer.writeHead(said.status, { "x-ratelimit-remaining": said.left }).end(JSON.stringify({ quota: { left: 3 } }));
    });
    const look = async (given: Partial<typeof settings> | { at: string; header: null } = {}) =>
      (await quota({ ...settings, url: provider.url, ...given }, soon())).findings.map(({ title }) => title);
    expect(await look()).toEqual([]);
    said.left = "1100";
    expect(await look()).toEqual(["stripe leaves 1100 requests; 1000 are expected, and 1200 must be left"]);
    expect(await look({ header: null, at: "/quota/left" })).toMatchObject([expect.stringContaining("leaves 3")]);
    said.status = 429;
    expect(await look()).toEqual(["stripe refuses requests: it answers 429"]);
    said.status = 200;
    said.left = "many";
    await expect(look()).rejects.toMatchObject({ code: "PROBE_FAILED" });
  });

  test("more than no 429 in production is flagged with the provider", async () => {
    await using there = await prometheus({ refused: { stripe: 3 } });
    const probes = [{ name: "refused", prometheus: { url: there.url, query: "refused", max: 0 } }];
    await using partners = await pitfall("partners.production", "limits", probes);
    expect(await partners.look()).toMatchObject({
      state: "fail",
      reason: expect.stringContaining('refused: {"route":"stripe"} is 3; it must be at most 0'),
    });
  });
});

test("R107: a partner whose answer has changed fails, and the field is shown", async () => {
  const said: { answer: unknown } = { answer: { id: "a1", amount: 1200, payer: { email: "x@y.example" } } };
  await using partner = await page((_, answer) => void answer.end(JSON.stringify(said.answer)));
  const files = { "charge.json": JSON.stringify(said.answer) };
  const probes = [{ name: "charges", contract: { url: `${partner.url}/charges/a1`, recorded: "charge.json" } }];
  await using partners = await pitfall("partners.production", "contracts", probes, files);
  said.answer = { id: "b2", amount: "1200", payer: {}, currency: "EUR" };
  const { state, reason } = await partners.look();
  expect(state).toBe("fail");
  expect(reason).toContain("charges: /amount was number, is string, /payer/email was string, is nothing");
  said.answer = { id: "b2", amount: 7, payer: { email: "" }, currency: "EUR" };
  expect(await partners.look()).toMatchObject({ state: "pass" });

  await using away = await page((_, answer) => void answer.writeHead(503).end());
  const recorded = { where: "charge.json", text: files["charge.json"] };
  const look = contract({ url: away.url, send: {}, recorded, within: millis(1_000) }, soon());
  expect((await look).findings).toMatchObject([{ title: expect.stringContaining("answered 503") }]);
});

describe("R113: a log as loud as it was declared", () => {
  const settings = { level: "info", most: null, least: null, stretch: millis(500) } as const;
  const titles = async (given: Omit<Parameters<typeof logLines>[0], keyof typeof settings | "now">, more = {}) =>
    (await logLines({ ...settings, ...given, ...more, now: instant(Date.now()) }, soon())).findings.map(
      ({ title }) => title,
    );

  test("DEBUG in production fails, and so does a log in which nothing is written", async () => {
    await using logs = await folder();
    const file = join(logs.path, "shop.log");
    await writeFile(file, "2026-11-29T06:00:00Z DEBUG what was written before\n");
    const stop = new AbortController();
    const writing = (async () => {
      for await (const _ of every(50, undefined, { signal: stop.signal }))
        await appendFile(file, "2026-11-29T06:00:00Z INFO served\n2026-11-29T06:00:00Z DEBUG SELECT 1\n");
    })().catch(() => undefined);
    const probes = [{ name: "log", "log-lines": { store: { driver: "file", files: [file] }, stretch: "500ms" } }];
    await using load = await pitfall("load.production", "log", probes);
    expect(await load.look()).toMatchObject({
      state: "fail",
      reason: expect.stringMatching(/log: \d+ of \d+ lines are of level debug; info is declared/),
    });
    stop.abort();
    await writing;
    expect(await titles({ store: { driver: "file", files: [file] } })).toEqual(["no line was written in 0.5 s"]);
  });

  test("how many lines a minute is judged too, and lines that say no level prove nothing", async () => {
    await using loki = await lokiServer();
    const store = {
      driver: "loki",
      url: loki.url,
      selector: '{app="shop"}',
      tenant: null,
      authorization: null,
    } as const;
    const minute = { store, stretch: millis(60_000) };
    for (let i = 0; i < 30; i++) loki.push({ app: "shop" }, `level=info n=${i}`, { at: Date.now() - 1_000 });
    loki.push({ app: "shop" }, "level=debug", { at: Date.now() - 300_000 });
    expect(await titles(minute, { most: 40, least: 20 })).toEqual([]);
    expect(await titles(minute, { most: 10 })).toEqual(["30 lines a minute are written; at most 10 are declared"]);
    expect(await titles(minute, { least: 50 })).toEqual(["30 lines a minute are written; at least 50 are declared"]);
    await using dumb = await lokiServer();
    dumb.push({ app: "shop" }, "served", { at: Date.now() - 1_000 });
    expect(await titles({ store: { ...store, url: dumb.url } }, { stretch: millis(60_000) })).toEqual([
      "no line says which level it is of",
    ]);
    dumb.refuse(503);
    await expect(titles({ store: { ...store, url: dumb.url } })).rejects.toMatchObject({ code: "PROBE_FAILED" });
  });
});
