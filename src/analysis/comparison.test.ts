import { describe, expect, test } from "vitest";
import { randomFrom } from "../../test/support/random.ts";
import { compare, comparison, harmWeights, interval, type Weighing } from "./comparison.ts";
import type { Table } from "./conditional-odds.ts";

const plain: Weighing = { tolerated: 0, dispersion: 1, cap: Number.POSITIVE_INFINITY, forInterval: true };
const table = (bad: number, total: number, badBase: number, totalBase: number): Table => ({
  candidate: { total, bad },
  baseline: { total: totalBase, bad: badBase },
});
const all = (tables: readonly Table[], weighing: Weighing = plain) =>
  tables.reduce((sum, one) => compare(sum, one, weighing), comparison);
const repeat = (n: number, one: Table) => Array.from({ length: n }, () => one);

test("the weights of the alternatives sum to 1", () => {
  expect(harmWeights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
});

test("a crash loop is proven in one window, equal sides never are", () => {
  expect(all([table(25, 25, 0, 475)]).evidence.log).toBeGreaterThan(Math.log(100));
  expect(all(repeat(1_000, table(1, 25, 19, 475))).evidence.log).toBeLessThan(0);
});

test("an outage that both sides share proves nothing, whatever the weight", () => {
  for (const share of [5, 25, 250]) {
    const shared = all(repeat(60, table(share / 5, share, (500 - share) / 5, 500 - share)));
    expect(shared.evidence.log).toBeLessThan(1);
  }
});

test("T25: windows without a request to one side change nothing but the number of looks", () => {
  expect(all(repeat(100, table(0, 0, 5, 500))).evidence.log).toBeCloseTo(0, 9);
});

describe("what is tolerated, clumped or capped", () => {
  const worse = repeat(30, table(3, 25, 5, 475)); // odds about 13 times

  test("cold instances may be 25 times as bad, and a crash loop is still found", () => {
    const cold = { ...plain, tolerated: Math.log(25) };
    expect(all(worse, cold).evidence.log).toBeLessThan(1e-9);
    expect(all(repeat(3, table(25, 25, 0, 475)), cold).evidence.log).toBeGreaterThan(Math.log(100));
  });

  test("clumps of ten leave a tenth of the evidence", () => {
    const [full, tenth] = [all(worse).evidence.log, all(worse, { ...plain, dispersion: 10 }).evidence.log];
    expect(tenth).toBeGreaterThan(0.05 * full);
    expect(tenth).toBeLessThan(0.2 * full);
  });

  test("capped, it takes three windows however bad the first one is", () => {
    const cap = 0.35 * Math.log(100);
    const crash = (n: number) => all(repeat(n, table(25, 25, 0, 475)), { ...plain, cap }).evidence.log;
    expect(crash(2)).toBeLessThan(Math.log(100));
    expect(crash(3)).toBeGreaterThan(Math.log(100));
  });
});

test("the interval holds the truth at all looks together, while the error rate drifts tenfold and the weight grows", () => {
  const runs = 300;
  const missed = Array.from({ length: runs }, (_, seed) => misses(randomFrom(seed + 1))).filter(Boolean).length;
  expect(missed / runs).toBeLessThan(0.05);
});

/** Whether the interval ever leaves out the true odds ratio of 2, over 60 windows. */
const misses = (random: ReturnType<typeof randomFrom>): boolean => {
  const drawn = (n: number, chance: number) =>
    Array.from({ length: n }, () => random.below(1e6) < 1e6 * chance).filter(Boolean).length;
  let seen = comparison;
  for (let k = 0; k < 60; k++) {
    const base = 0.01 * 10 ** (k / 60);
    const odds = (2 * base) / (1 - base);
    const mine = 10 + k;
    seen = compare(seen, table(drawn(mine, odds / (1 + odds)), mine, drawn(150 - mine, base), 150 - mine), plain);
    const { low, high } = interval(seen, 0.05);
    if (low > 2 || high < 2) return true;
  }
  return false;
};

test("nothing known: any ratio is possible; much known: it narrows around what was seen", () => {
  expect(interval(comparison, 0.05)).toEqual({ low: 0, high: Number.POSITIVE_INFINITY });
  const { low, high } = interval(all(repeat(200, table(4, 50, 4, 100))), 0.05);
  expect(low).toBeGreaterThan(1.3);
  expect(high).toBeLessThan(3.3);
});
