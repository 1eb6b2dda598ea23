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
