import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizerValues } from "./check-values.ts";
import { isInformative, logNormalizer, logOddsRatio, type Table } from "./conditional-odds.ts";
import { logChoose } from "./log-factorial.ts";

test.each(normalizerValues)("$bad bad of $n + $other at $g is what exact binomial coefficients give", (value) => {
  const found = logNormalizer(value.n, value.other, value.bad, value.g);

  expect(Math.abs(found - value.log) / Math.max(1, Math.abs(value.log))).toBeLessThan(3e-12);
});

const side = fc.integer({ min: 0, max: 60 });
const odds = fc.double({ min: -6, max: 6, noNaN: true });

/** Every count that the candidate may have of `bad` in all, with its chance at a true log odds ratio of `truth`. */
const possible = (n: number, other: number, bad: number, truth: number) =>
  Array.from({ length: Math.min(n, bad) - Math.max(0, bad - other) + 1 }, (_, i) => {
    const x = Math.max(0, bad - other) + i;
    const central = logChoose(n, x) + logChoose(other, bad - x) - logChoose(n + other, bad);
    const table: Table = { candidate: { total: n, bad: x }, baseline: { total: other, bad: bad - x } };
    return { table, chance: Math.exp(central + truth * x - logNormalizer(n, other, bad, truth)) };
  });

const expected = (n: number, other: number, bad: number, truth: number, ratio: (table: Table) => number): number =>
  possible(n, other, bad, truth).reduce((sum, { table, chance }) => sum + chance * Math.exp(ratio(table)), 0);

test("given the totals the evidence is fair: its expectation is 1 where the odds are equal, whatever the alternative", () => {
  fc.assert(
    fc.property(side, side, fc.nat(120), odds, (n, other, bad, g) => {
      if (bad > n + other) return;
      expect(expected(n, other, bad, 0, (table) => logOddsRatio(table, g))).toBeCloseTo(1, 9);
    }),
    { numRuns: 500, seed: 1 },
  );
});

test("against 'at most g0' it is at most 1 wherever the truth lies below, for any alternative above, and for its roots", () => {
  const higher = fc.double({ min: 0, max: 3, noNaN: true });
  fc.assert(
    fc.property(
      side,
      side,
      fc.nat(120),
      odds,
      higher,
      higher,
      fc.integer({ min: 1, max: 10 }),
      (n, other, bad, g0, up, down, phi) => {
        if (bad > n + other) return;
        const ratio = (table: Table): number => (logOddsRatio(table, g0 + up) - logOddsRatio(table, g0)) / phi;
        expect(expected(n, other, bad, g0 - down, ratio)).toBeLessThan(1 + 1e-9);
      },
    ),
    { numRuns: 500, seed: 2 },
  );
});

test.each<[string, Table]>([
  ["no request to the candidate", { candidate: { total: 0, bad: 0 }, baseline: { total: 100, bad: 7 } }],
  ["no request to the baseline", { candidate: { total: 100, bad: 7 }, baseline: { total: 0, bad: 0 } }],
  ["nothing bad", { candidate: { total: 5, bad: 0 }, baseline: { total: 100, bad: 0 } }],
  ["everything bad", { candidate: { total: 5, bad: 5 }, baseline: { total: 100, bad: 100 } }],
])("%s: exactly no evidence, either way", (_, table) => {
  expect(isInformative(table)).toBe(false);
  for (const g of [-2, 0.2, 5]) expect(logOddsRatio(table, g)).toBe(0);
});
