import fc from "fast-check";
import { expect, test } from "vitest";
import { kayentaErrors } from "../../bench/verdicts/judges/kayenta-like.ts";
import { zOf } from "../../bench/verdicts/judges/z-test.ts";
import { rankSum, tiedOf, zOfRanks } from "../../bench/verdicts/rank-sum.ts";
import { quiet } from "../../bench/verdicts/scenario.ts";
import { shiftOf } from "../../bench/verdicts/shift-interval.ts";
import { smoothQuantile } from "../../bench/verdicts/smooth-quantile.ts";
import { upperEdge } from "../../src/analysis/histogram.ts";
import { instant } from "../../src/domain/units.ts";
import { times } from "../support/windows.ts";

const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);
const ranks = (a: readonly number[], b: readonly number[]) => rankSum(tiedOf(ascending(a), ascending(b)));

test("the pooled z statistic is the textbook's, and 0 when nothing can be said", () => {
  // (0.012 − 0.005) / sqrt(0.0085 · 0.9915 · 2 / 1000)
  expect(zOf({ badC: 12, totalC: 1000, badB: 5, totalB: 1000 })).toBeCloseTo(1.705011136760262, 12);
  expect(zOf({ badC: 5, totalC: 1000, badB: 12, totalB: 1000 })).toBeCloseTo(-1.705011136760262, 12);
  expect(zOf({ badC: 0, totalC: 10, badB: 0, totalB: 10 })).toBe(0);
  expect(zOf({ badC: 0, totalC: 0, badB: 3, totalB: 10 })).toBe(0);
});

test("the rank-sum test with ties is what scipy's mannwhitneyu gives", () => {
  const one = ranks([1, 2, 2, 5, 7, 7, 9, 3.5], [2, 2, 3, 4, 1, 0.5, 6]);
  expect(one.u).toBe(39.5);
  expect(zOfRanks(one)).toBeCloseTo(1.286865143599056, 12);
  const other = ranks(times(6, 10).concat(11), [1, 2, 3, 4, 5]);
  expect(other.u).toBe(35);
  expect(zOfRanks(other)).toBeCloseTo(2.9469990910369424, 12);
});

const sample = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });

test("U counts the pairs, and swapping the samples turns the sign", () => {
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      const pairs = a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0)));
      expect(ranks(a, b).u).toBe(pairs.reduce<number>((sum, n) => sum + n, 0));
      expect(zOfRanks(ranks(a, b))).toBeCloseTo(-zOfRanks(ranks(b, a)), 12);
    }),
    { seed: 17 },
  );
});

test("the estimate of the shift is the median of all differences", () => {
  const [a, b] = [[3, 5, 8, 13], [1, 2, 2.5]] as const; // biome-ignore format: pairs
  // Differences: 0.5 1 2 2.5 3 4 5.5 6 7 10.5 11 12; half of them lie above anything between 4 and 5.5.
  const { estimate } = shiftOf(a, b, 2.326);
  expect(estimate).toBeGreaterThan(4 - 1e-4);
  expect(estimate).toBeLessThan(5.5 + 1e-4);
});

test("the lower end moves with the shift, and is the least difference when there are too few points", () => {
  const [a, b] = [[10, 11, 12, 13, 14, 15, 16], [1, 2, 3, 4, 5, 6, 7]]; // biome-ignore format: pairs
  const near = shiftOf(a!, b!, 2.326).lower;
  expect(shiftOf(a!.map((x) => x + 5), b!, 2.326).lower).toBeCloseTo(near + 5, 3); // biome-ignore format: one thought
  expect(shiftOf([10, 11], [1, 2], 2.326).lower).toBe(8);
});

test("samples that are the same at most points are no shift, however the rest lies", () => {
  const { estimate, lower } = shiftOf(times(20, 0).concat(5, 6, 7, 8), times(24, 0), 1.2);
  expect([estimate, lower]).toEqual([0, 0]);
});

test("a Mann-Whitney judge sees a fault at its first look, and no fault where both sides are equal", () => {
  const rulings = (errors: number) => {
    const { look } = kayentaErrors.begin({ ...quiet, table: "errors-aa", name: "by hand", metric: "errors" }, []);
    return times(60, 0).map((_, i) =>
      look({
        from: instant(5000 * i),
        to: instant(5000 * (i + 1)),
        candidate: { requests: 100, errors: errors + (i % 2), latency: [] },
        baseline: { requests: 100, errors: i % 2, latency: [] },
      }),
    );
  };
  expect(rulings(5)).toEqual([...times(59, null), "rollback"]);
  expect(rulings(0)).toEqual(times(60, null));
});

test("a smooth quantile lies within the bucket that holds it, by its rank there", () => {
  const [low, high] = [upperEdge(99), upperEdge(100)];
  expect(smoothQuantile([[100, 4]], 0.25)).toBeCloseTo(low + (high - low) / 4, 10); // biome-ignore format: one thought
  expect(smoothQuantile([[90, 1], [100, 1]], 0.75)).toBeCloseTo((low + high) / 2, 10); // biome-ignore format: pairs
  expect(smoothQuantile([], 0.5)).toBeNull();
});
