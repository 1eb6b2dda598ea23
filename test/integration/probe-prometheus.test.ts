import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { millis } from "../../src/domain/units.ts";
import { freePort } from "../../src/free-port.ts";
import { type MetricDeltaSettings, metricDelta } from "../../src/probes/catalogue/metric-delta.ts";
import { prometheus as look, type PrometheusLookSettings } from "../../src/probes/catalogue/prometheus.ts";
import { page } from "../support/probe-world.ts";
import { ask, hasPrometheus, newBuild, type Prometheus, prometheus } from "../support/prometheus.ts";
import { soon } from "../support/split.ts";

const bounds = { is: null, min: null, max: null, above: null, below: null };
const within = millis(5_000);

describe.runIf(hasPrometheus)("with a real Prometheus", () => {
  let world: Prometheus;
  beforeAll(async () => {
    world = await prometheus(newBuild);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const titles = async (given: Partial<PrometheusLookSettings> & { readonly query: string }) =>
    (await look({ ...bounds, url: world.settings.url, within, ...given }, soon())).findings.map(({ title }) => title);

  test("a query is held to its bounds, and its value told", async () => {
    expect(await look({ ...bounds, url: world.settings.url, within, query: 'up{job="shop"}', min: 1 }, soon())).toEqual(
      {
        figures: { checked: 1, failed: 0, value: 1 },
        findings: [],
      },
    );
    expect(await titles({ query: 'up{job="shop"}', above: 1 })).toEqual(["is 1; it must be more than 1"]);
    expect(await titles({ query: "scalar(vector(7))", is: "7.0" })).toEqual([]);
    expect(await titles({ query: "vector(1) or label_replace(vector(3), 'a', 'b', '', '')", max: 2 })).toEqual([
      '{"a":"b"} is 3; it must be at most 2',
    ]);
  });

  test("R14, T22, T23: an empty series fails and is named; so does a value that is no number", async () => {
    const query = 'sum(rate(http_requests_total{job="shop",version="9.9.9"}[1m]))';
    expect(await titles({ query, min: 0 })).toEqual([`there is no data for ${query}`]);
    expect(await titles({ query: "vector(0)/vector(0)", min: 0 })).toEqual(["is NaN, which is no number"]);
    expect(await titles({ query: "vector(1)/vector(0)", min: 0 })).toEqual(["is +Inf, which is no number"]);
  });

  test("a query that is none, and a Prometheus that is not there, could not be looked at", async () => {
    const failed = expect.objectContaining({ code: "PROBE_FAILED" });
    await expect(titles({ query: "sum(", min: 0 })).rejects.toEqual(failed);
    await expect(titles({ query: "up[1m]", min: 0 })).rejects.toEqual(failed);
    await expect(titles({ url: `http://127.0.0.1:${await freePort()}`, query: "up", min: 0 })).rejects.toEqual(failed);
    await expect(titles({ url: "$PROBE_NO_PROMETHEUS", query: "up", min: 0 })).rejects.toEqual(failed);
  });

  const delta = (given: Partial<MetricDeltaSettings> = {}) => {
    const counter = { prometheus: world.settings.url, query: 'sum(http_requests_total{job="shop"})', within };
    const settings = {
      url: world.services[0]!.url,
      requests: 100,
      counter,
      settle: millis(2_500),
      within: millis(30_000),
    };
    return metricDelta({ ...settings, ...given }, soon(40_000));
  };

  test("R58: 100 requests raise the counter by 100, and what was asked just before is not counted as ours", async () => {
    await ask(world.services[0]!, 7);
    const { figures, findings } = await delta();
    expect(findings).toEqual([]);
    expect(figures).toMatchObject({ checked: 1, failed: 0, sent: 100 });
    expect(Math.abs(figures.counted! - 100)).toBeLessThanOrEqual(1);
  });

  test("R58: a metric that does not move fails, and so does one that counts twice", async () => {
    const url = world.settings.url;
    const still = { prometheus: url, query: "vector(41)", within };
    const short = { within: millis(6_000), settle: millis(1_500) };
    expect(await delta({ counter: still, ...short })).toMatchObject({
      figures: { failed: 1, sent: 100, counted: 0, difference: 100 },
      findings: [{ title: "the counter rose by 0 for 100 requests" }],
    });
    const twice = { prometheus: url, query: '2 * sum(http_requests_total{job="shop"})', within };
    expect(await delta({ counter: twice })).toMatchObject({
      figures: { failed: 1, counted: 200 },
      findings: [{ title: "the counter rose by 200 for 100 requests" }],
    });
    const none = { prometheus: url, query: "nothing_at_all", within };
    expect((await delta({ counter: none, ...short, within: millis(2_000) })).findings[0]!.title).toMatch(
      /^there is no data of the counter/,
    );
  });
});

describe("a counter on a page", () => {
  const counting = (by: number) => {
    let counted = 0;
    return page((asked, answer) => {
      if (asked.url === "/counts") answer.end(JSON.stringify({ http: { requests: counted } }));
      else {
        counted += by;
        answer.end();
      }
    });
  };
  const delta = (url: string, at = "/http/requests", within = millis(3_000)) =>
    metricDelta(
      { url, requests: 20, settle: millis(50), within, counter: { page: `${url}/counts`, at, within: millis(1_000) } },
      soon(),
    );

  test.each([
    ["R58: one that counts each request", 1, "/http/requests", { failed: 0, counted: 20 }],
    ["one that counts none", 0, "/http/requests", { failed: 1, counted: 0 }],
    ["one that counts twice", 2, "/http/requests", { failed: 1, counted: 40 }],
    ["one that is not there", 1, "/http/nothing", { failed: 1, sent: 0 }],
  ])("%s", async (_, by, at, figures) => {
    await using there = await counting(by);
    expect((await delta(there.url, at, millis(figures.failed === 0 ? 3_000 : 800))).figures).toMatchObject(figures);
  });

  test("a page that is none could not be looked at", async () => {
    await using there = await page((_, answer) => answer.end("<html>"));
    await expect(delta(there.url)).rejects.toMatchObject({ code: "PROBE_FAILED" });
  });
});
