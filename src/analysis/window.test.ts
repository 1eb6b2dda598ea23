import { describe, expect, test } from "vitest";
import { type Counts, difference } from "./window.ts";

const before: Counts = {
  requests: 100,
  errors: 2,
  latency: [
    [10, 60],
    [20, 40],
  ],
};
const after: Counts = {
  requests: 130,
  errors: 3,
  latency: [
    [10, 80],
    [20, 40],
    [30, 10],
  ],
};

test("a window holds what came between two readings", () => {
  expect(difference(before, after)).toEqual({
    requests: 30,
    errors: 1,
    latency: [
      [10, 20],
      [30, 10],
    ],
  });
});

test("nothing happened: zeros, which are a measurement", () => {
  expect(difference(before, before)).toEqual({ requests: 0, errors: 0, latency: [] });
});

describe("counters and gauges of the service's own", () => {
  const checkout = (total: number, bad: number): Counts => ({ ...before, counters: { checkout: { total, bad } } });

  test("counters are subtracted, and gauges are those of the later reading", () => {
    const [was, is] = [
      { ...checkout(10, 1), gauges: { memory: 5 } },
      { ...checkout(25, 3), gauges: { memory: 7.5 } },
    ];

    expect(difference(was, is)).toMatchObject({
      counters: { checkout: { total: 15, bad: 2 } },
      gauges: { memory: 7.5 },
    });
  });

  test("a counter that only one reading has was not measured, which is not zero; the window stands", () => {
    expect(difference(before, checkout(25, 3))).toEqual({ requests: 0, errors: 0, latency: [], counters: {} });
    expect(difference(checkout(25, 3), before)).toEqual({ requests: 0, errors: 0, latency: [] });
  });

  test("T23: a gauge that is NaN is no data, and the window stands", () => {
    const later = { ...before, gauges: { memory: Number.NaN, cpu: 2 } };

    expect(difference(before, later)?.gauges).toEqual({ cpu: 2 });
  });

  test.each<[string, Counts]>([
    ["its total ran backwards", checkout(9, 1)],
    ["its bad ones ran backwards", checkout(25, 0)],
    ["it is not whole", checkout(25.5, 1)],
    ["T23: it is NaN", checkout(Number.NaN, 1)],
    ["more bad ones than there are in all", checkout(12, 9)],
  ])("%s: the window is dropped", (_, later) => {
    expect(difference(checkout(10, 1), later)).toBeNull();
  });
});

describe("the window is dropped, for nobody knows what happened in it", () => {
  test.each<[string, Counts]>([
    ["requests ran backwards: a restart", { ...after, requests: 5 }],
    ["errors ran backwards", { ...after, errors: 1 }],
    ["a bucket ran backwards", { ...after, latency: [[10, 59], ...after.latency.slice(1)] }],
    ["a bucket vanished", { ...after, latency: after.latency.slice(1) }],
    ["T23: a count is NaN", { ...after, errors: Number.NaN }],
    ["a count is extrapolated", { ...after, requests: 130.4 }],
    ["more errors than requests", { ...after, errors: 90 }],
  ])("%s", (_, later) => {
    expect(difference(before, later)).toBeNull();
  });
});
