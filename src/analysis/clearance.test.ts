import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binomial } from "../../bench/verdicts/binomial.ts";
import { uniformFrom } from "../../bench/verdicts/uniform.ts";
import { type Alternatives, againstEqual, againstOdds, clear, clearance } from "./clearance.ts";
import { logNormalizer, type Table } from "./conditional-odds.ts";
import { logChoose } from "./log-factorial.ts";

const plain = { dispersion: 1, cap: Number.POSITIVE_INFINITY };
const logOf = (tables: readonly Table[], alternatives: Alternatives, weighing = plain) =>
  tables.reduce((before, one) => clear(before, one, alternatives, weighing), clearance).evidence.log;

test.each([1.01, 1.5, 2, 50])(
  "the weights of the alternatives to odds of %f sum to 1, and all are below it",
  (margin) => {
    const { weights, points, margin: log } = againstOdds(margin);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(Math.max(...points)).toBeLessThan(log);
  },
);

test("those to equal sides too", () => {
  expect(againstEqual.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  expect(Math.max(...againstEqual.points)).toBeLessThan(againstEqual.margin);
});

/** Every split of `bad` between the sides, with its chance at a true log odds ratio. */
const splits = (n: number, other: number, bad: number, truth: number) =>
  Array.from({ length: Math.min(n, bad) - Math.max(0, bad - other) + 1 }, (_, i) => {
    const x = Math.max(0, bad - other) + i;
    const log = logChoose(n, x) + logChoose(other, bad - x) - logChoose(n + other, bad) + truth * x;
    const table: Table = { candidate: { total: n, bad: x }, baseline: { total: other, bad: bad - x } };
    return { table, chance: Math.exp(log - logNormalizer(n, other, bad, truth)) };
  });

describe("the evidence is fair: its expectation is at most 1 at the margin, and beyond it", () => {
  const side = fc.integer({ min: 0, max: 30 });
  const alternatives = fc.constantFrom(againstEqual, againstOdds(1.35), againstOdds(1.5), againstOdds(2));
  const weighing = fc.record({
    dispersion: fc.constantFrom(1, 3, 10),
    cap: fc.constantFrom(0.3, 1.05, Number.POSITIVE_INFINITY),
  });

  test("in one window, by every split that its totals allow", () => {
    fc.assert(
      fc.property(
        side,
        side,
        fc.nat(60),
        alternatives,
        weighing,
        fc.double({ min: 0, max: 2, noNaN: true }),
        (...drawn) => {
          const [n, other, bad, against, how, beyond] = drawn;
          if (bad > n + other) return;
          const mean = splits(n, other, bad, against.margin + beyond).reduce(
            (sum, { table, chance }) => sum + chance * Math.exp(logOf([table], against, how)),
            0,
          );
          expect(mean).toBeLessThanOrEqual(1 + 1e-9);
        },
      ),
      { numRuns: 500, seed: 3 },
    );
  });

  test("in two windows, whatever their totals", () => {
    const total = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(total, total, fc.nat(8), total, total, fc.nat(8), alternatives, weighing, (...drawn) => {
        const [n, other, bad, n2, other2, bad2, against, how] = drawn;
        if (bad > n + other || bad2 > n2 + other2) return;
        let mean = 0;
        for (const one of splits(n, other, bad, against.margin))
          for (const two of splits(n2, other2, bad2, against.margin))
            mean += one.chance * two.chance * Math.exp(logOf([one.table, two.table], against, how));
        expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  test("without a cap, at the margin itself and in whole, it is 1", () => {
    const mean = splits(20, 30, 9, Math.log(2)).reduce(
      (sum, { table, chance }) => sum + chance * Math.exp(logOf([table], againstOdds(2))),
      0,
    );
    expect(mean).toBeCloseTo(1, 10);
  });
});

describe("simulated, looked at after each of 200 windows", () => {
  const runs = 400;
  /** Share of the runs that are called good at 1/20, with these odds between the sides. */
  const called = (odds: number, margin: number): number => {
    const ours = (odds * 0.05) / (1 - 0.05 + odds * 0.05);
    const goods = Array.from({ length: runs }, (_, seed) => {
      const uniform = uniformFrom(`${odds} ${margin} ${seed}`);
      let seen = clearance;
      for (let window = 0; window < 200; window++) {
        const candidate = { total: 25, bad: binomial(uniform, 25, ours) };
        const baseline = { total: 25, bad: binomial(uniform, 25, 0.05) };
        seen = clear(seen, { candidate, baseline }, againstOdds(margin), plain);
        if (seen.evidence.log >= Math.log(20)) return true;
      }
      return false;
    });
    return goods.filter(Boolean).length / runs;
  };

  test("at the margin at most one in twenty is called good", () => {
    const wrong = called(2, 2);
    expect(wrong).toBeGreaterThan(0); // else the simulation shows nothing
    expect(wrong).toBeLessThanOrEqual(0.05);
  });

  test("equal sides are called good in most runs", () => {
    expect(called(1, 2)).toBeGreaterThan(0.7);
  });
});

test("a window that tells nothing changes nothing", () => {
  const nothing: Table = { candidate: { total: 0, bad: 0 }, baseline: { total: 9, bad: 4 } };
  const some: Table = { candidate: { total: 50, bad: 1 }, baseline: { total: 50, bad: 2 } };
  const before = clear(clearance, some, againstOdds(2), plain);
  expect(clear(before, nothing, againstOdds(2), plain)).toEqual(before);
});
