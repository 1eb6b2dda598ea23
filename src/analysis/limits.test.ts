import { expect, test } from "vitest";
import { guardrail, harmGrid, logBreach, observe } from "./guardrail.ts";
import { type Limit, limits, logBroken, watchLimit } from "./limits.ts";

const watched = (windows: readonly (readonly [bad: number, total: number])[], limit = 0.01, dispersion = 1): Limit =>
  windows.reduce((seen, [bad, total]) => watchLimit(seen, limit, { bad, total }, dispersion), limits.errors);
const times = (n: number, bad: number, total: number) => Array.from({ length: n }, () => [bad, total] as const);

test("nothing seen, and windows without requests, are no evidence", () => {
  expect(logBroken(limits.errors)).toBe(0);
  expect(logBroken(watched(times(500, 0, 0)))).toBeCloseTo(0, 9);
});

test("a limit that was broken from the first window on is found at the price of that beginning alone", () => {
  const whole = observe(guardrail(0.01), 30, 1_000);
  expect(logBroken(watched(times(10, 3, 100)))).toBeGreaterThan(logBreach(whole) + Math.log(0.65) - 1e-9);
});

test("one that is broken after a good day is found within a few windows", () => {
  const day = times(5_000, 0, 100);
  expect(logBroken(watched(day))).toBeLessThan(1);
  expect(logBroken(watched([...day, ...times(5, 20, 100)]))).toBeGreaterThan(Math.log(100));
});

test("its expectation is at most 1 at the limit: by every count of two windows of five requests", () => {
  const ways = [1, 5, 10, 10, 5, 1];
  for (const limit of [0.01, 0.2, 0.7])
    for (const dispersion of [1, 10]) {
      const chance = (bad: number) => ways[bad]! * limit ** bad * (1 - limit) ** (5 - bad);
      let mean = 0;
      for (let a = 0; a <= 5; a++)
        for (let b = 0; b <= 5; b++) {
          const seen = watched([[a, 5], [b, 5]], limit, dispersion); // biome-ignore format: pairs
          mean += chance(a) * chance(b) * Math.exp(logBroken(seen));
        }
      expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      if (dispersion === 1) expect(mean).toBeCloseTo(1, 9);
    }
});

test("clumps of ten leave a tenth of each likelihood ratio", () => {
  const [plain, clumped] = [1, 10].map((dispersion) => watched([[5, 100]], 0.01, dispersion).breach.logs);
  for (const j of harmGrid.keys())
    expect(clumped![j]! - Math.log(0.65)).toBeCloseTo((plain![j]! - Math.log(0.65)) / 10, 9);
});

test("what brought the evidence is told without the good day before it", () => {
  const { lately } = watched([...times(100, 0, 100), ...times(3, 20, 100)]);
  expect(lately).toMatchObject({ windows: 3, seen: { candidate: { bad: 60, total: 300 } } });
});
