import fc from "fast-check";
import { expect, test } from "vitest";
import { lastBucket, quantile, upperEdge } from "../../../analysis/histogram.ts";
import { digest } from "../../../domain/units.ts";
import type { Tracked } from "./memory.ts";
import { totalsOf } from "./totals.ts";

const build = digest(`sha256:${"b".repeat(64)}`);
const target = { job: "shop", instance: "one" };

const bucket = (edge: number, total: number, group = "a"): Tracked => ({
  part: "latency",
  build,
  group,
  target,
  edge,
  value: total,
  total,
  at: 1,
});
const counter = (part: "requests" | "errors", total: number): Tracked => ({ ...bucket(0, total), part, edge: null });
const slowerThan = (ms: number, all: readonly Tracked[]): number =>
  totalsOf(all).latency.reduce((sum, [one, count]) => sum + (one >= lastBucket || upperEdge(one) > ms ? count : 0), 0);

test("counters of all instances are summed; without a series of errors there were none", () => {
  expect(totalsOf([counter("requests", 5), counter("requests", 7)])).toEqual({ requests: 12, errors: 0, latency: [] });
  expect(totalsOf([counter("requests", 5), counter("errors", 2)])).toMatchObject({ requests: 5, errors: 2 });
});

test("a limit that equals an edge is judged exactly; between two edges every answer counts as slow", () => {
  const all = [bucket(0.1, 10), bucket(0.3, 15), bucket(0.5, 18), bucket(Number.POSITIVE_INFINITY, 20)];

  expect(slowerThan(100, all)).toBe(10);
  expect(slowerThan(300, all)).toBe(5);
  expect(slowerThan(490, all)).toBe(5);
  expect(slowerThan(500, all)).toBe(2);
  expect(slowerThan(119_000, all)).toBe(2); // what is above the last edge may have taken any time
});

test("edges in any order, of instances with different ones, are kept apart", () => {
  const all = [
    bucket(Number.POSITIVE_INFINITY, 4, "b"),
    bucket(0.2, 4, "b"),
    bucket(1, 3),
    bucket(Number.POSITIVE_INFINITY, 3),
    bucket(0.1, 1),
  ];

  expect(totalsOf(all).latency.map(([, count]) => count)).toEqual([1, 4, 2]);
});

test("a histogram that was read while it was written loses no request, and invents none", () => {
  const all = [bucket(0.1, 9), bucket(0.2, 7), bucket(Number.POSITIVE_INFINITY, 8)];

  expect(totalsOf(all).latency.map(([, count]) => count)).toEqual([7, 1]);
});

test("every request is always counted once, and never as faster than 2 % below its bucket's edge", () => {
  const counts = fc.array(fc.tuple(fc.double({ min: 0.001, max: 100, noNaN: true }), fc.nat(1_000)), { maxLength: 12 });
  fc.assert(
    fc.property(counts, fc.nat(1_000), (given, above) => {
      const edges = [...new Map(given).entries()].sort(([a], [b]) => a - b);
      const upTo = edges.map((_, i) => edges.slice(0, i + 1).reduce((sum, [, count]) => sum + count, 0));
      const sum = upTo.at(-1) ?? 0;
      const all = edges.map(([edge], i) => bucket(edge, upTo[i]!));
      const { latency } = totalsOf([...all, bucket(Number.POSITIVE_INFINITY, sum + above)]);
      expect(latency.reduce((total, [, count]) => total + count, 0)).toBe(sum + above);
      const slowest = edges.findLast(([, count]) => count > 0);
      if (above === 0 && slowest !== undefined)
        expect(quantile(latency, 1)! * 1.02 * (1 + 1e-6)).toBeGreaterThanOrEqual(1_000 * slowest[0]);
    }),
  );
});
