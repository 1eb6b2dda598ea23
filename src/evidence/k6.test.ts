import { expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const metrics = {
  http_reqs: { values: { count: 100, rate: 10 } },
  http_req_duration: { values: { med: 20, "p(95)": 50, "p(99)": 90 } },
  http_req_failed: { values: { rate: 0.01, passes: 1, fails: 99 } },
};

test("the shape of handleSummary, with the build that the script added", () => {
  const build = `sha256:${"a".repeat(64)}`;
  const report = read("k6", { metrics, build, madeAt: "2026-05-04T10:00:00+02:00" });

  expect(report.figures).toEqual({
    p50Ms: 20,
    p95Ms: 50,
    p99Ms: 90,
    requestsPerSecond: 10,
    requests: 100,
    errorRate: 0.01,
  });
  expect(report).toMatchObject({ build, madeAt: Date.parse("2026-05-04T08:00:00Z"), tool: "k6" });
});

test("R6: the shape of --summary-export; the p99 that k6 did not write is absent, not 0", () => {
  const report = read("k6", fixture("k6-summary-export.json"));

  expect(report.figures).toEqual({
    p50Ms: 60.2,
    p95Ms: 181.7,
    requestsPerSecond: 39.87,
    requests: 1200,
    errorRate: 0.0025,
  });
  expect(report).toMatchObject({ build: null, madeAt: null });
});

test("T23: a run without traffic measured no latency and no error rate, though k6 writes zeros", () => {
  expect(read("k6", fixture("k6-no-traffic.json")).figures).toEqual({ requests: 0, requestsPerSecond: 0 });
});

test("metrics that are not there stay absent", () => {
  expect(read("k6", { metrics: { http_reqs: { count: 5, rate: 1 } } }).figures).toEqual({
    requests: 5,
    requestsPerSecond: 1,
  });
});

test.each([
  ["no metrics", {}, /metrics/],
  ["none of the HTTP metrics", { metrics: { vus: { value: 1 } } }, /none of k6's HTTP metrics/],
  ["a negative time", { metrics: { http_req_duration: { values: { "p(95)": -1 } } } }, /below 0/],
  ["a time that is text", { metrics: { http_req_duration: { values: { "p(95)": "50" } } } }, /not a finite number/],
  ["a time beyond all bounds", '{"metrics":{"http_req_duration":{"p(95)":1e999}}}', /not a finite number/],
  ["a fraction of a request", { metrics: { http_reqs: { count: 1.5, rate: 1 } } }, /whole number/],
  ["an error rate above 1", { metrics: { http_req_failed: { value: 2 } } }, /0 … 1/],
  [
    "a rate that its counts deny",
    { metrics: { http_req_failed: { value: 0, passes: 5, fails: 5 } } },
    /5 of 10 is 0.5/,
  ],
])("refuses %s", (_, report, problem) => {
  expect(problemOf("k6", report)).toMatch(problem);
});
