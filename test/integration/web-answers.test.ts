import { expect, test } from "vitest";
import { lastBucket } from "../../src/analysis/histogram.ts";
import { judge } from "../../src/analysis/judge.ts";
import type { Settings } from "../../src/analysis/settings.ts";
import { difference } from "../../src/analysis/window.ts";
import type { JudgedWindow } from "../../src/domain/rollout/window.ts";
import { instant, millis } from "../../src/domain/units.ts";
import { bucketAt } from "../../src/drivers/metrics/latency.ts";
import { webMetrics } from "../../src/drivers/metrics/web/driver.ts";
import type { WebSettings } from "../../src/drivers/metrics/web/settings.ts";
import type { Sample } from "../../src/drivers/port.ts";
import { fakePage, type Said } from "../support/fake-page.ts";
import { newBuild, oldBuild } from "../support/prometheus.ts";
import { soon } from "../support/split.ts";
import { alone, settings as usual } from "../support/windows.ts";

const begin = 1_700_000_000_000;
const settingsOf = (url: string, more: Partial<WebSettings> = {}): WebSettings => ({
  url,
  maxAge: millis(60_000),
  counters: [],
  gauges: [],
  now: () => instant(begin),
  ...more,
});
const both = [oldBuild, newBuild];
const latencyOf = (count: number) => ({
  unit: "ms",
  upTo: [
    [100, count],
    ["+Inf", count],
  ],
});
const buildOf = (requests: number, more: object = {}) => ({ requests, latency: latencyOf(requests), ...more });
const pageOf = (build: object, more: object = {}): Said => ({
  body: JSON.stringify({ builds: { "1.1.0": build }, ...more }),
});

/** What the driver makes of one answer. */
const readOne = async (said: Said, more: Partial<WebSettings> = {}): Promise<Sample> => {
  await using page = await fakePage();
  page.say(said);
  return await webMetrics(settingsOf(page.url, more)).read(both, soon());
};

test("requests, errors and latencies of the builds that are asked for; the others may be whatever they are", async () => {
  const upTo = [
    [0.1, 90],
    [0.25, 97],
    ["+Inf", 100],
  ];
  const build = { requests: 100, errors: 3, latency: { unit: "s", upTo } };
  const { at, builds } = await readOne({ body: JSON.stringify({ builds: { "1.1.0": build, "0.9": "long gone" } }) });

  expect(at).toBe(begin);
  expect(Object.keys(builds)).toEqual([newBuild.digest]);
  expect(builds[newBuild.digest]).toEqual({
    requests: 100,
    errors: 3,
    latency: [
      [bucketAt(0.1), 90],
      [bucketAt(0.25), 7],
      [lastBucket, 3],
    ],
  });
});

test("T23: errors that nobody tells are none; a version that nobody tells is absent, which is not zero", async () => {
  const { builds } = await readOne(pageOf(buildOf(5)));

  expect(builds[newBuild.digest]).toMatchObject({ requests: 5, errors: 0 });
  expect(builds).not.toHaveProperty([oldBuild.digest]);
});

test("T23: counters and gauges that are asked for are taken; bad ones that nobody tells are 0, and null is no data", async () => {
  const own = {
    counters: { checkout: { total: 30, bad: 2 }, search: { total: 4 }, other: { total: 1 } },
    gauges: { memory: 12.5, queue: null, debt: -3 },
  };
  const asked = { counters: ["checkout", "search", "refund"], gauges: ["memory", "queue", "debt", "cpu"] };
  const { builds } = await readOne(pageOf(buildOf(5, own)), asked);

  expect(builds[newBuild.digest]).toMatchObject({
    counters: { checkout: { total: 30, bad: 2 }, search: { total: 4, bad: 0 } },
    gauges: { memory: 12.5, debt: -3 },
  });
  expect(Object.keys(builds[newBuild.digest]!.counters!)).toEqual(["checkout", "search"]);
  expect(Object.keys(builds[newBuild.digest]!.gauges!)).toEqual(["memory", "debt"]);
});

const json = (text: string): Said => ({ body: `{"builds":{"1.1.0":${text}}}` });
const upTo = (text: string): Said => json(`{"requests":9,"latency":{"unit":"ms","upTo":${text}}}`);

test.each<[string, Said, string]>([
  ["a page for people", { body: "<html>Sign in</html>" }, "no JSON: <html>"],
  ["nothing", { body: "" }, "no JSON"],
  ["half an answer", { body: '{"builds":{"1.1.0":{"requests":9' }, "no JSON"],
  ["a list", { body: "[]" }, "its answer"],
  ["null", { body: "null" }, "its answer"],
  ["no builds", { body: "{}" }, "builds"],
  ["a gateway that is down", { status: 502, body: "oh" }, "it answered 502: oh"],
  ["an empty success", { status: 204, body: "" }, "it answered 204"],
  ["NaN, which JSON has not", json('{"requests":NaN}'), "no JSON"],
  ["NaN as text", json('{"requests":"NaN"}'), 'builds › 1.1.0 › requests is "NaN"; a count is a whole number'],
  ["a missing denominator", json('{"errors":0}'), "builds › 1.1.0 › requests is missing"],
  ["null for a count", json('{"requests":null}'), "requests is null"],
  ["more than any number", json('{"requests":1e999}'), "requests is Infinity; a count"],
  ["half a request", json('{"requests":9.5}'), "requests is 9.5; a count is a whole number of 0 or more"],
  ["a count below zero", json('{"requests":-1}'), "requests is -1; a count is a whole number of 0 or more"],
  ["errors that are no count", json('{"requests":9,"errors":"few"}'), 'errors is "few"'],
  ["more errors than requests", json('{"requests":9,"errors":10}'), "more errors than requests"],
  ["a misspelt key, which would read as no errors", json('{"requests":0,"error":0}'), "has error, which nothing here"],
  ["requests without latencies", json('{"requests":9,"errors":8}'), "latency was answered well, and has no latency"],
  ["a unit that nobody knows", json('{"requests":9,"latency":{"unit":"us","upTo":[["+Inf",9]]}}'), "latency › unit"],
  ["no last bucket", upTo("[[100,9]]"), 'does not end with ["+Inf", count]'],
  ["buckets that are not summed up", upTo('[[100,6],[250,3],["+Inf",0]]'), "its counts fall"],
  ["edges that fall", upTo('[[250,3],[100,6],["+Inf",9]]'), "its edges do not rise"],
  ["an edge that is none", upTo('[["fast",3],["+Inf",9]]'), 'is "fast"; an edge is'],
  ["half a request in a bucket", upTo('[[100,2.5],["+Inf",9]]'), "is 2.5; a count is"],
  ["a bad counter", json('{"requests":0,"counters":{"pay":{"total":1,"bad":2}}}'), "counters › pay has more bad ones"],
  ["a gauge that is text", json('{"requests":0,"gauges":{"memory":"NaN"}}'), "gauges › memory"],
])("T21: %s cannot be decided upon, and says why", async (_, said, problem) => {
  await expect(readOne(said)).rejects.toMatchObject({
    code: "DRIVER_FAILED",
    detail: { driver: "web", problem: expect.stringContaining(problem) },
  });
});

test("T21: a redirect is not followed, wherever it leads", async () => {
  await using there = await fakePage();
  there.say(pageOf(buildOf(9)));
  const said: Said = { status: 302, headers: { location: there.url }, body: "" };

  await expect(readOne(said)).rejects.toMatchObject({
    detail: { problem: expect.stringContaining(`it answered 302 to ${there.url}, which is not followed`) },
  });
  expect(there.asked).toEqual([]);
});

test("T21: an answer without an end is cut off, one that does not come is given up, a page that is gone is named", async () => {
  await using page = await fakePage();
  const driver = webMetrics(settingsOf(page.url));
  page.say({ body: " ".repeat(1_100_000) });
  await expect(driver.read(both, soon())).rejects.toMatchObject({
    detail: { problem: "its answer is longer than 1000000 bytes" },
  });
  page.say("hang");
  await expect(driver.read(both, AbortSignal.timeout(100))).rejects.toMatchObject({ code: "DRIVER_FAILED" });
  await page[Symbol.asyncDispose]();
  // Refused, or cut off where the client had kept a connection.
  await expect(driver.read(both, soon())).rejects.toMatchObject({
    detail: { problem: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+: (ECONN|UND_ERR_SOCKET)/) },
  });
});

test("a name and a password in the address are sent, and are in no error", async () => {
  await using page = await fakePage();
  page.say({ status: 401, body: "" });
  const driver = webMetrics(settingsOf(page.url.replace("http://", "http://ci:s%40cret@")));

  const error = await driver.read(both, soon()).catch((one: unknown) => one);
  expect(page.asked[0]?.authorization).toBe(`Basic ${Buffer.from("ci:s@cret").toString("base64")}`);
  expect(JSON.stringify(error)).not.toContain("cret");
});

test("the time is the page's own, if it tells one; one that was left behind or that lies ahead is no data", async () => {
  const at = (ago: number): Promise<Sample> =>
    readOne(pageOf(buildOf(9), { at: new Date(begin - 1_000 * ago).toISOString() }));

  expect((await at(40)).at).toBe(begin - 40_000);
  await expect(at(61)).rejects.toMatchObject({
    detail: { problem: expect.stringContaining("longer ago than max-age") },
  });
  await expect(at(-6)).rejects.toMatchObject({ detail: { problem: expect.stringContaining("has not come yet") } });
  await expect(readOne(pageOf(buildOf(9), { at: "today" }))).rejects.toMatchObject({ code: "DRIVER_FAILED" });
});

test("two builds of one version cannot be told apart", async () => {
  const driver = webMetrics(settingsOf("http://127.0.0.1:9/"));
  const twins = [oldBuild, { ...newBuild, version: oldBuild.version }];

  await expect(driver.read(twins, soon())).rejects.toMatchObject({
    detail: { problem: expect.stringContaining("1.0.0") },
  });
});

const settings: Settings = {
  ...usual,
  guardrails: { ...usual.guardrails, latency: { slowerThan: millis(300), share: 0.05 } },
  minRequests: 100,
  maxMissing: 3,
};
const windowOf = (before: Sample | null, after: Sample | null): JudgedWindow => {
  const [was, is] = [before, after].map((one) => one?.builds[newBuild.digest]);
  const [from, to] = [before?.at ?? instant(begin), after?.at ?? instant(begin)];
  return { from, to, candidate: was && is ? difference(was, is) : null, baseline: null, ...alone };
};

/** Verdicts after each answer but the first, 10 s apart; what fails is a window without data. */
const verdicts = async (answers: readonly Said[]): Promise<readonly string[]> => {
  await using page = await fakePage();
  let now = begin;
  const driver = webMetrics(settingsOf(page.url, { now: () => instant(now) }));
  const samples: (Sample | null)[] = [];
  const outcomes: string[] = [];
  for (const said of answers) {
    page.say(said);
    samples.push(await driver.read(both, soon()).catch(() => null));
    const windows = samples.slice(1).map((sample, i) => windowOf(samples[i]!, sample));
    outcomes.push(judge({ windows, settings }).outcome);
    now += 10_000;
  }
  return outcomes.slice(1);
};

test("T17: a source that fails each time never passes, and never fails the build: it could not be measured", async () => {
  const outcomes = await verdicts(Array<Said>(8).fill({ status: 500, body: "" }));

  expect(new Set(outcomes)).toEqual(new Set(["inconclusive", "error"]));
  expect(outcomes.at(-1)).toBe("error");
});

test("T17, T28: good answers pass; failures among them take nothing away, and add nothing", async () => {
  const good = [0, 200, 400, 600, 800].map((n) => pageOf(buildOf(n)));

  expect((await verdicts(good)).at(-1)).toBe("pass");
  expect(await verdicts([good[0]!, good[1]!, { body: "<html>" }, { body: "<html>" }])).not.toContain("pass");
});

test("a total that begins anew costs that window, and nothing else", async () => {
  const restarted = [0, 200, 400, 10, 210, 410, 610].map((n) => pageOf(buildOf(n)));

  expect((await verdicts(restarted)).at(-1)).toBe("pass");
});

test("T25: a service without any traffic neither passes nor fails", async () => {
  expect(new Set(await verdicts(Array<Said>(7).fill(pageOf(buildOf(0)))))).toEqual(new Set(["inconclusive"]));
});
