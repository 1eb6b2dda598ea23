import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evidenceValues } from "./check-values.ts";
import { type Guardrail, goodGrid, guardrail, harmGrid, logBreach, logMeets, observe } from "./guardrail.ts";
import { logMean } from "./log-mean.ts";

const relative = (found: number, value: number) => Math.abs(found - value) / Math.max(1, Math.abs(value));

test.each(evidenceValues)("$bad bad of $total against $limit is what the bettor's form gives", (value) => {
  const seen = observe(guardrail(value.limit), value.bad, value.total);

  expect(relative(logBreach(seen), value.logBreach)).toBeLessThan(1e-12);
  expect(relative(logMeets(seen), value.logMeets)).toBeLessThan(1e-12);
});

describe("the bet is fair: expected evidence, over every possible count", () => {
  const cases = [0.001, 0.01, 0.05, 0.3, 0.9].flatMap((limit) => [1, 2, 5, 12].map((n) => [limit, n] as const));

  test.each(cases)("limit %f, %i requests: exactly 1 at the limit, for each point of both grids", (limit, n) => {
    harmGrid.forEach((_, j) => {
      expect(expected(limit, n, limit, (seen) => seen.breach[j]!)).toBeCloseTo(1, 10);
    });
    goodGrid.forEach((_, j) => {
      expect(expected(limit, n, limit, (seen) => seen.meets[j]!)).toBeCloseTo(1, 10);
    });
  });

  test.each(cases)("limit %f, %i requests: at most 1 on the side that each of them denies", (limit, n) => {
    for (const factor of [0, 0.5, 0.9]) {
      expect(expected(limit, n, limit * factor, logBreach)).toBeLessThanOrEqual(1 + 1e-10);
      expect(expected(limit, n, 1 - (1 - limit) * factor, logMeets)).toBeLessThanOrEqual(1 + 1e-10);
    }
  });

  const expected = (limit: number, n: number, rate: number, log: (seen: Guardrail) => number): number => {
    let [sum, ways] = [0, 1];
    for (let bad = 0; bad <= n; bad++) {
      sum += ways * rate ** bad * (1 - rate) ** (n - bad) * Math.exp(log(observe(guardrail(limit), bad, n)));
      ways *= (n - bad) / (bad + 1);
    }
    return sum;
  };
});

const someLimit = fc.double({ min: 0.0001, max: 0.9, noNaN: true });
const someCount = fc
  .integer({ min: 1, max: 100_000 })
  .chain((total) => fc.record({ total: fc.constant(total), bad: fc.integer({ min: 0, max: total - 1 }) }));

test("one more bad request is always more evidence of harm and less of good", () => {
  fc.assert(
    fc.property(someLimit, someCount, (limit, { bad, total }) => {
      const [less, more] = [bad, bad + 1].map((n) => observe(guardrail(limit), n, total));
      expect(logBreach(more!)).toBeGreaterThan(logBreach(less!));
      expect(logMeets(more!)).toBeLessThan(logMeets(less!));
    }),
    { seed: 17 },
  );
});

test("windows add up: in parts or at once, the evidence is the same", () => {
  fc.assert(
    fc.property(someLimit, someCount, someCount, (limit, a, b) => {
      const parts = observe(observe(guardrail(limit), a.bad, a.total), b.bad, b.total);
      const whole = observe(guardrail(limit), a.bad + b.bad, a.total + b.total);
      expect(relative(logBreach(parts), logBreach(whole))).toBeLessThan(1e-9);
      expect(relative(logMeets(parts), logMeets(whole))).toBeLessThan(1e-9);
    }),
    { seed: 17 },
  );
});

test("no requests are no evidence, either way", () => {
  const seen = observe(observe(guardrail(0.01), 3, 100), 0, 0);
  expect(seen).toEqual(observe(guardrail(0.01), 3, 100));
  expect([logBreach(guardrail(0.01)), logMeets(guardrail(0.01))]).toEqual([0, 0]);
});

test("a limit of 0 is never shown to be kept; a limit of 1 is never shown to be broken", () => {
  expect(logMeets(observe(guardrail(0), 0, 1e9))).toBe(0);
  expect(logBreach(observe(guardrail(1), 1e6, 1e6))).toBeLessThanOrEqual(1e-6);
});

test("logarithms beyond what e^x can hold", () => {
  expect(logMean([5000, 5000])).toBe(5000);
  expect(logMean([-5000, 5000])).toBeCloseTo(5000 - Math.LN2, 9);
  expect(logMean([-5000, -6000])).toBeCloseTo(-5000 - Math.LN2, 9);
});

test.each([-0.1, 1.1, Number.NaN])("refuses the limit %d", (limit) => {
  expect(() => guardrail(limit)).toThrow(RangeError);
});

test.each([
  [-1, 5],
  [6, 5],
  [0.5, 5],
  [0, Number.NaN],
])("refuses %d bad of %d", (bad, total) => {
  expect(() => observe(guardrail(0.01), bad, total)).toThrow(RangeError);
});
