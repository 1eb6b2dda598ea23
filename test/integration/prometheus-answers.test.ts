import { expect, test } from "vitest";
import { lastBucket } from "../../src/analysis/histogram.ts";
import { judge } from "../../src/analysis/judge.ts";
import type { Settings } from "../../src/analysis/settings.ts";
import { difference } from "../../src/analysis/window.ts";
import type { JudgedWindow } from "../../src/domain/rollout/window.ts";
import { instant, millis } from "../../src/domain/units.ts";
import { bucketAt } from "../../src/drivers/metrics/latency.ts";
import { prometheusMetrics } from "../../src/drivers/metrics/prometheus/driver.ts";
import type { PrometheusSettings } from "../../src/drivers/metrics/prometheus/settings.ts";
import type { Sample } from "../../src/drivers/port.ts";
import { fakePrometheus, scrapeOf, vector, vectorWith } from "../support/fake-prometheus.ts";
import { newBuild, oldBuild } from "../support/prometheus.ts";
import { soon } from "../support/split.ts";
import { alone, settings as usual } from "../support/windows.ts";

const begin = 1_700_000_000_000;
const settingsOf = (url: string, now = begin): PrometheusSettings => ({
  url,
  requests: 'http_requests_total{job="shop"}',
  errors: 'http_requests_total{job="shop",code=~"5.."}',
  latency: "http_request_duration_seconds",
  counters: {},
  gauges: {},
  label: "version",
  now: () => instant(now),
});
const both = [oldBuild, newBuild];

test.each([
  ["a page instead of data", 200, "<html>Sign in</html>"],
  ["an error in JSON", 422, '{"status":"error","error":"too many samples"}'],
  ["a success that is none", 200, '{"status":"error","errorType":"timeout","error":"x"}'],
  ["a matrix", 200, '{"status":"success","data":{"resultType":"matrix","result":[]}}'],
  ["half an answer", 200, vector(begin, scrapeOf("1.1.0", 9, 0, begin)).slice(0, 200)],
  ["T23: a count that is not a number", 200, vector(begin, [{ labels: { version: "1.1.0" }, value: "NaN" }])],
  ["a count below zero", 200, vector(begin, [{ labels: { version: "1.1.0" }, value: "-1" }])],
  ["a gateway that is down", 502, ""],
])("T21: %s cannot be decided upon", async (_, status, body) => {
  await using fake = await fakePrometheus();
  fake.say({ status, body });

  await expect(prometheusMetrics(settingsOf(fake.url)).read(both, soon())).rejects.toMatchObject({
    code: "DRIVER_FAILED",
    detail: { driver: "prometheus" },
  });
});

const shop = { job: "shop", instance: "1.1.0:80", version: "1.1.0" };
/** Scraped just now: requests, and the time of a native histogram instead of a classic one. */
const scrapedNative = (requests: number, at = begin) => [
  ...scrapeOf("1.1.0", requests, 0, at).filter(({ labels }) => !labels.headgate_part?.startsWith("latency")),
  { labels: { ...shop, headgate_part: "native time" }, value: String(at / 1_000) },
];

test("a native histogram in the documented form is read: edges of any rule, none when there was no request", async () => {
  await using fake = await fakePrometheus();
  const driver = prometheusMetrics(settingsOf(fake.url));
  fake.say({ status: 200, body: vectorWith(begin, scrapedNative(0), shop, { count: "0", sum: "0" }) });
  expect((await driver.read(both, soon())).builds[newBuild.digest]).toEqual({ requests: 0, errors: 0, latency: [] });

  const buckets = [
    [3, "-0.001", "0.001", "1"],
    [0, "0.25", "0.5", "4"],
    [1, "0.5", "+Inf", "2"],
  ] as const;
  const later = vectorWith(begin + 5_000, scrapedNative(7, begin + 5_000), shop, { count: "7", sum: "NaN", buckets });
  fake.say({ status: 200, body: later });
  const { requests, latency } = (await driver.read(both, soon())).builds[newBuild.digest]!;

  expect(requests).toBe(7);
  expect(latency).toEqual([
    [bucketAt(0.001), 1],
    [bucketAt(0.5), 4],
    [lastBucket, 2],
  ]);
});

test("an instance that tells both forms of its histogram is counted once", async () => {
  await using fake = await fakePrometheus();
  const all = [...scrapeOf("1.1.0", 7, 0, begin), ...scrapedNative(7).slice(-1)];
  const told = { count: "7", sum: "1", buckets: [[0, "0.25", "0.5", "7"]] } as const;
  fake.say({ status: 200, body: vectorWith(begin, all, shop, told) });

  const { builds } = await prometheusMetrics(settingsOf(fake.url)).read(both, soon());
  expect(builds[newBuild.digest]?.latency).toEqual([[bucketAt(0.5), 7]]);
});

test.each([
  ["a count that is not a number", "NaN", "0.5"],
  ["half a request", "6.5", "0.5"],
  ["a count below zero", "-1", "0.5"],
  ["an edge that is none", "7", "NaN"],
])("T21, T23: %s in a native histogram cannot be decided upon", async (_, count, upper) => {
  await using fake = await fakePrometheus();
  const told = { count: "7", sum: "1", buckets: [[0, "0.25", upper, count]] } as const;
  fake.say({ status: 200, body: vectorWith(begin, scrapedNative(7), shop, told) });

  await expect(prometheusMetrics(settingsOf(fake.url)).read(both, soon())).rejects.toMatchObject({
    code: "DRIVER_FAILED",
  });
});

test("T21: a counter of the service's own that counts no whole things is refused by its name", async () => {
  await using fake = await fakePrometheus();
  const seconds = { labels: { ...shop, headgate_part: "total checkout" }, value: "12.5" };
  fake.say({ status: 200, body: vector(begin, [...scrapeOf("1.1.0", 7, 0, begin), seconds]) });
  const counters = { checkout: { total: "checkout_seconds_total", bad: "x" } };

  await expect(prometheusMetrics({ ...settingsOf(fake.url), counters }).read(both, soon())).rejects.toMatchObject({
    detail: { problem: expect.stringContaining("counters.checkout.total is at 12.5") },
  });
});

test("T21: an answer without an end is cut off, and one that does not come is given up with its signal", async () => {
  await using fake = await fakePrometheus();
  const driver = prometheusMetrics(settingsOf(fake.url));
  fake.say({ status: 200, body: " ".repeat(33_000_000) });
  await expect(driver.read(both, soon())).rejects.toMatchObject({
    detail: { problem: expect.stringContaining("longer than") },
  });

  fake.say("hang");
  await expect(driver.read(both, AbortSignal.timeout(100))).rejects.toMatchObject({ code: "DRIVER_FAILED" });
});

test("T28: a failure changes nothing that is remembered: the next answer goes on from the last", async () => {
  await using fake = await fakePrometheus();
  const driver = prometheusMetrics(settingsOf(fake.url));
  const say = (requests: number, at: number): void =>
    fake.say({ status: 200, body: vector(at, scrapeOf("1.1.0", requests, 0, at)) });
  say(100, begin);
  await driver.read(both, soon());
  fake.say({ status: 500, body: "" });
  await expect(driver.read(both, soon())).rejects.toMatchObject({ code: "DRIVER_FAILED" });
  say(7, begin + 10_000); // restarted meanwhile

  expect((await driver.read(both, soon())).builds[newBuild.digest]).toMatchObject({ requests: 107 });
});

test("the time is that of the data, by our clock: Prometheus's is a minute ahead, and its last scrape 4 s old", async () => {
  await using fake = await fakePrometheus();
  const theirs = begin + 60_000;
  fake.say({ status: 200, body: vector(theirs, scrapeOf("1.1.0", 1, 0, theirs - 4_000)) });

  expect((await prometheusMetrics(settingsOf(fake.url)).read(both, soon())).at).toBe(begin - 4_000);
});

test.each([
  ["requests", "rate(http_requests_total[1m])"],
  ["errors", 'sum by (version) (http_requests_total{code="500"})'],
  ["latency", "histogram_quantile(0.99, x)"],
] as const)("%s: %s is refused, with what to write instead, and nobody is asked", async (which, selector) => {
  await using fake = await fakePrometheus();

  await expect(
    prometheusMetrics({ ...settingsOf(fake.url), [which]: selector }).read(both, soon()),
  ).rejects.toMatchObject({
    detail: { problem: expect.stringContaining(selector), fix: expect.stringContaining(which) },
  });
  expect(fake.queries).toEqual([]);
});

test("two builds of one version cannot be told apart", async () => {
  await using fake = await fakePrometheus();
  const twins = [oldBuild, { ...newBuild, version: oldBuild.version }];

  await expect(prometheusMetrics(settingsOf(fake.url)).read(twins, soon())).rejects.toMatchObject({
    detail: { problem: expect.stringContaining("1.0.0") },
  });
});

const settings: Settings = {
  ...usual,
  guardrails: { ...usual.guardrails, latency: { slowerThan: millis(300), share: 0.05 } },
  minRequests: 100,
  maxMissing: 3,
};
/** With all traffic on the candidate. */
const windowOf = (before: Sample, after: Sample): JudgedWindow => {
  const [was, is] = [before, after].map(({ builds }) => builds[newBuild.digest]);
  return { from: before.at, to: after.at, candidate: was && is ? difference(was, is) : null, baseline: null, ...alone };
};

/** Verdicts after each reading, 10 s apart: so many requests in all, scraped so many seconds ago. */
const verdicts = async (
  readings: readonly (readonly [requests: number, scrapedAgo: number])[],
): Promise<readonly string[]> => {
  await using fake = await fakePrometheus();
  const driver = prometheusMetrics(settingsOf(fake.url));
  const [samples, outcomes]: [Sample[], string[]] = [[], []];
  for (const [i, [requests, scrapedAgo]] of readings.entries()) {
    const at = begin + 10_000 * i;
    fake.say({ status: 200, body: vector(at, scrapeOf("1.1.0", requests, 0, at - 1_000 * scrapedAgo)) });
    samples.push(await driver.read(both, soon()));
    const windows = samples.slice(1).map((sample, j) => windowOf(samples[j]!, sample));
    outcomes.push(judge({ windows, settings }).outcome);
  }
  return outcomes.slice(1);
};

test("T24: traffic that stops on the way does not pass; traffic that goes on does", async () => {
  const stopped = await verdicts([0, 200, 390, 390, 390, 390, 390].map((n) => [n, 1] as const));
  const going = await verdicts([0, 200, 400, 600, 800].map((n) => [n, 1] as const));

  expect(stopped).toEqual(Array(6).fill("inconclusive"));
  expect(going.at(-1)).toBe("pass");
});

test("T24: a number that stands still because nobody scrapes any more is no data, and cannot be decided upon", async () => {
  const frozen = [1, 11, 21, 31, 41, 51, 61].map((ago) => [600, ago] as const);
  const outcomes = await verdicts([[0, 1], [200, 1], [400, 1], ...frozen]);

  expect(outcomes.slice(3)).not.toContain("fail");
  expect(outcomes.at(-1)).toBe("error");
});

test("T25: a service without any traffic neither passes nor fails", async () => {
  expect(new Set(await verdicts([0, 0, 0, 0, 0, 0].map((n) => [n, 1] as const)))).toEqual(new Set(["inconclusive"]));
});
