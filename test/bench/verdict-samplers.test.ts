import { expect, test } from "vitest";
import { binomial } from "../../bench/verdicts/binomial.ts";
import { shapeOf, well } from "../../bench/verdicts/latency-shape.ts";
import { logFactorial } from "../../bench/verdicts/log-factorial.ts";
import { normal, normalBelow } from "../../bench/verdicts/normal.ts";
import { poisson } from "../../bench/verdicts/poisson.ts";
import { sampleLatency } from "../../bench/verdicts/sample-latency.ts";
import { type Uniform, uniformFrom } from "../../bench/verdicts/uniform.ts";
import { bucketOf } from "../../src/analysis/histogram.ts";

const draws = 100_000;

/**
 * Chi-square of counts against chances, in spreads from what is expected; values with few expected are pooled.
 * Above 4 has a chance of about 1 in 10,000, and seeds make it the same every time.
 */
const surprise = (counts: ReadonlyMap<number, number>, chanceOf: (value: number) => number, most: number): number => {
  let [chiSquare, cells, expected, seen] = [0, 0, 0, 0];
  for (let value = 0; value <= most; value++) {
    expected += draws * chanceOf(value);
    seen += counts.get(value) ?? 0;
    if (expected < 20 && value < most) continue;
    if (expected > 0) {
      chiSquare += (seen - expected) ** 2 / expected;
      cells++;
    }
    [expected, seen] = [0, 0];
  }
  if (!(cells > 1 || counts.size === 1)) return Number.POSITIVE_INFINITY;
  const freedom = Math.max(1, cells - 1);
  return (chiSquare - freedom) / Math.sqrt(2 * freedom);
};

const counted = (draw: () => number): Map<number, number> => {
  const counts = new Map<number, number>();
  for (let i = 0; i < draws; i++) {
    const value = draw();
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
};

const from = (text: string): Uniform => uniformFrom(`samplers ${text}`);

test.each([0.01, 0.5, 3, 9.9, 10.1, 25, 400])("Poisson counts of mean %f have the chances that they should", (mean) => {
  const uniform = from(`Poisson ${mean}`);
  const chance = (n: number) => Math.exp(n * Math.log(mean) - mean - logFactorial(n));
  expect(surprise(counted(() => poisson(uniform, mean)), chance, Math.ceil(mean + 20 + 8 * Math.sqrt(mean)))).toBeLessThan(4); // biome-ignore format: one thought
});

test.each([
  [1, 0.001],
  [1, 0.3],
  [25, 0.001],
  [5, 0.4],
  [100, 0.099],
  [100, 0.101],
  [60, 0.5],
  [1000, 0.03],
  [40, 0.95],
  [5000, 0.2],
])("binomial counts of %i at %f have the chances that they should", (n, p) => {
  const uniform = from(`binomial ${n} ${p}`);
  const chance = (k: number) =>
    Math.exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
  expect(surprise(counted(() => binomial(uniform, n, p)), chance, n)).toBeLessThan(4); // biome-ignore format: one thought
});

test("what cannot happen does not, and what must does", () => {
  const uniform = from("certain");
  expect([binomial(uniform, 7, 0), binomial(uniform, 7, 1), binomial(uniform, 0, 0.5)]).toEqual([0, 7, 0]);
  expect(poisson(uniform, 0)).toBe(0);
});

test("uniform numbers fill (0, 1) evenly and are the same for the same seed", () => {
  const uniform = from("even");
  const counts = counted(() => Math.floor(100 * uniform()));
  expect(Math.abs(surprise(counts, () => 0.01, 99))).toBeLessThan(4);
  const twice = [from("same"), from("same"), from("another")].map((one) => Array.from({ length: 5 }, one));
  expect(twice[0]).toEqual(twice[1]);
  expect(twice[0]).not.toEqual(twice[2]);
});

test("normal numbers have mean 0, variance 1 and the tails of the normal distribution", () => {
  const uniform = from("normal");
  const all = Array.from({ length: draws }, () => normal(uniform));
  const mean = (of: readonly number[]) => of.reduce((sum, x) => sum + x, 0) / of.length;
  expect(Math.abs(mean(all))).toBeLessThan(4 / Math.sqrt(draws));
  expect(Math.abs(mean(all.map((x) => x * x)) - 1)).toBeLessThan(4 * Math.sqrt(2 / draws));
  expect(Math.abs(mean(all.map((x) => (x > 2 ? 1 : 0))) - 0.02275)).toBeLessThan(0.002);
});

test("the normal distribution and log n! agree with scipy", () => {
  // scipy.stats.norm.cdf, scipy.special.gammaln(n + 1)
  expect(normalBelow(-5)).toBeCloseTo(2.866515718791939e-7, 15);
  expect(normalBelow(-1)).toBeCloseTo(0.15865525393145707, 14);
  expect(normalBelow(2.3263478740408408)).toBeCloseTo(0.99, 14);
  expect(logFactorial(100)).toBeCloseTo(363.73937555556347, 10);
  expect(logFactorial(1000)).toBeCloseTo(5912.128178488163, 8);
});

test("a well service has a p50, p95 and p99 of 52, 130 and 266 ms", () => {
  const { first, fromHere, chances } = shapeOf(well);
  expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 10);
  const above = (ms: number) => fromHere[bucketOf(ms) + 1 - first]!;
  for (const [ms, share] of [
    [52, 0.5],
    [130, 0.05],
    [266, 0.01],
  ] as const) {
    // biome-ignore format: pairs
    expect(above(ms * 0.96)).toBeGreaterThan(share);
    expect(above(ms * 1.04)).toBeLessThan(share);
  }
});

test("slowness moves all latencies, or the tail alone", () => {
  const mean = (latency: ReturnType<typeof shapeOf>) =>
    latency.chances.reduce((sum, chance, i) => sum + chance * 1.02 ** (latency.first + i), 0);
  const base = mean(shapeOf(well));
  expect(mean(shapeOf({ ...well, scale: 1.5 })) / base).toBeCloseTo(1.5, 2);
  expect(mean(shapeOf({ scale: 1, tailShare: 0.01, tailTimes: 10 })) / base).toBeCloseTo(1.09, 2);
});

test.each([5, 1999, 2001, 40_000])(
  "%i latencies at a time, request by request or bucket by bucket, have the shape",
  (n) => {
    const uniform = from(`latency ${n}`);
    const shape = shapeOf({ scale: 1, tailShare: 0.05, tailTimes: 4 });
    const counts = new Map<number, number>();
    for (let left = draws; left > 0; left -= n)
      for (const [bucket, count] of sampleLatency(uniform, shape, Math.min(n, left)))
        counts.set(bucket, (counts.get(bucket) ?? 0) + count);
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(draws);
    expect(surprise(counts, (bucket) => shape.chances[bucket - shape.first] ?? 0, 800)).toBeLessThan(4);
  },
);
