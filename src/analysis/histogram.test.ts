import fc from "fast-check";
import { expect, test } from "vitest";
import { type Buckets, bucketOf, lastBucket, quantile, upperEdge } from "./histogram.ts";

const latency = fc.double({ min: 0.1, max: 119_000, noNaN: true });

test("a latency always lies between the edges of its bucket", () => {
  fc.assert(
    fc.property(latency, (ms) => {
      const bucket = bucketOf(ms);
      expect(ms).toBeLessThanOrEqual(upperEdge(bucket) * (1 + 1e-9));
      expect(ms).toBeGreaterThan(upperEdge(bucket - 1) * (1 - 1e-9));
    }),
  );
});

test("every edge belongs to the bucket below it", () => {
  for (let bucket = 0; bucket <= lastBucket; bucket++) expect(bucketOf(upperEdge(bucket))).toBe(bucket);
});

test("the range is 0.1 ms to 120 s, and what lies outside is not lost", () => {
  expect([bucketOf(0), bucketOf(0.1), bucketOf(0.1001)]).toEqual([0, 0, 1]);
  expect([bucketOf(600_000), bucketOf(Number.POSITIVE_INFINITY)]).toEqual([lastBucket, lastBucket]);
  expect(upperEdge(lastBucket - 1)).toBeLessThan(120_000);
  expect(upperEdge(lastBucket)).toBeGreaterThanOrEqual(120_000);
  expect(() => bucketOf(-1)).toThrow(RangeError);
  expect(() => bucketOf(Number.NaN)).toThrow(RangeError);
});

test("a quantile is always within 2 % above the nearest rank", () => {
  fc.assert(
    fc.property(
      fc.array(latency, { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.01, 0.5, 0.95, 0.99, 1),
      (all, q) => {
        const exact = all.toSorted((a, b) => a - b)[Math.ceil(q * all.length) - 1]!;
        const seen = quantile(bucketsOf(all), q)!;
        expect(seen).toBeGreaterThanOrEqual(exact * (1 - 1e-9));
        expect(seen).toBeLessThanOrEqual(exact * 1.02 * (1 + 1e-9));
      },
    ),
  );
});

test("without requests there is no quantile, and empty buckets are passed over", () => {
  expect(quantile([], 0.99)).toBeNull();
  expect(quantile([[10, 0]], 0.99)).toBeNull();
  expect(quantile([[3, 0], [10, 5]], 0.01)).toBe(upperEdge(10)); // biome-ignore format: pairs
  expect(() => quantile([[1, 1]], 0)).toThrow(RangeError);
});

const bucketsOf = (all: readonly number[]): Buckets => {
  const counts = new Map<number, number>();
  for (const ms of all) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => a - b);
};
