import { expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const stats = JSON.parse(new TextDecoder().decode(fixture("gatling-stats.json")));
const edited = (edit: (copy: typeof stats) => void) => {
  const copy = structuredClone(stats);
  edit(copy);
  return copy;
};

test("R6: percentiles by the configuration that ships, throughput and errors, over all and by request", () => {
  const { figures, tool } = read("gatling", stats);
  expect(figures).toMatchObject({ p50Ms: 52, p95Ms: 131, p99Ms: 240, requests: 300, errors: 3, errorRate: 0.01 });
  expect(figures).toMatchObject({ requestsPerSecond: 9.67, "p95Ms Pay": 230, "errorRate Show cart": 0 });
  expect(tool).toBe("Gatling");
});

test("T23: a run without a request measured no latency", () => {
  const none = { total: 0, ok: 0, ko: 0 };
  const empty = edited((copy) => {
    copy.contents = {};
    copy.stats.numberOfRequests = none;
    copy.stats.meanNumberOfRequestsPerSecond = { total: "-", ok: "-", ko: "-" };
  });
  expect(read("gatling", empty).figures).toEqual({ requests: 0, errors: 0 });
});

test.each([
  [
    "parts that were cut out",
    edited((copy) => delete copy.contents["group_checkout-1150440478"]),
    /add up to 200 and 0/,
  ],
  [
    "bad requests that are not counted",
    edited((copy) => {
      copy.stats.numberOfRequests.ko = 0;
    }),
    /300 requests, but 297/,
  ],
  ["one request of it alone", stats.contents["req_show-cart-1722541139"], /does not begin with the group/],
  [
    "a negative time",
    edited((copy) => {
      copy.stats.percentiles3.total = -1;
    }),
    /percentiles3/,
  ],
  [
    "no percentiles",
    edited((copy) => {
      delete copy.stats.percentiles3;
    }),
    /percentiles3/,
  ],
])("refuses %s", (_, report, problem) => {
  expect(problemOf("gatling", report)).toMatch(problem);
});
