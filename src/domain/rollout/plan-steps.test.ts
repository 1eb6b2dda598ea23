import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { millis, percent } from "../units.ts";
import { planSteps } from "./plan-steps.ts";
import type { Recipe, Sizing } from "./strategy.ts";

const waits = { bake: millis(1_000), gates: ["analysis"] } as const;
const sizing: Sizing = {
  count: 10,
  readyWithin: millis(30_000),
  stopWithin: millis(10_000),
  hookWithin: millis(0),
  bakeFactor: 1,
  analysis: true,
};
const canary = (...weights: readonly number[]): Recipe => ({
  kind: "canary",
  steps: weights.map((weight) => ({ weight: percent(weight), ...waits })),
  cohort: null,
});
const rolling = (batch: number, maxUnavailable: number): Recipe => ({
  kind: "rolling",
  batch,
  maxUnavailable,
  ...waits,
  cohort: null,
});
const blueGreen: Recipe = {
  kind: "blue-green",
  idle: { bake: millis(5), gates: ["approval"] },
  ...waits,
  cohort: null,
};
const recreate: Recipe = { kind: "recreate", downtime: millis(60_000), ...waits, cohort: null };

const weights = fc
  .uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 8 })
  .map((all) => canary(...all.toSorted((a, b) => a - b)));
const batches = fc
  .record({ batch: fc.integer({ min: 1, max: 12 }), missing: fc.integer({ min: 0, max: 12 }) })
  .map(({ batch, missing }) => rolling(batch, missing));
const anyRecipe = fc.oneof(weights, batches, fc.constant(blueGreen), fc.constant(recreate));
const count = fc.integer({ min: 1, max: 60 });

describe("whatever the strategy and the size", () => {
  test("T3: the candidate never gets more than its instances can carry", () => {
    fc.assert(
      fc.property(anyRecipe, count, (recipe, count) => {
        for (const step of planSteps(recipe, { ...sizing, count }))
          expect(step.candidate * 100).toBeGreaterThanOrEqual(step.weight * count);
      }),
    );
  });
  test("T3: nor does the baseline, but for the part of a percent that is rounded", () => {
    fc.assert(
      fc.property(anyRecipe, count, (recipe, count) => {
        for (const step of planSteps(recipe, { ...sizing, count }))
          expect(step.baseline * 100 + count).toBeGreaterThan((100 - step.weight) * count);
      }),
    );
  });
  test("the last step gives the candidate everything, at full size", () => {
    fc.assert(
      fc.property(fc.oneof(batches, fc.constant(blueGreen), fc.constant(recreate)), count, (recipe, count) => {
        expect(planSteps(recipe, { ...sizing, count }).at(-1)).toMatchObject({ weight: 100, candidate: count });
      }),
    );
  });
  test("R26: rolling never lacks more instances than it may, and never runs more than it has room for", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 12 }), count, (batch, missing, count) => {
        const steps = planSteps(rolling(batch, missing), { ...sizing, count });
        let before = 0;
        for (const { candidate, meanwhile, baseline } of steps) {
          expect(before + meanwhile).toBeGreaterThanOrEqual(count - missing);
          expect(candidate + meanwhile).toBeLessThanOrEqual(count + Math.max(0, batch - missing));
          expect(candidate + baseline).toBe(count);
          expect(meanwhile).toBeGreaterThanOrEqual(baseline);
          before = candidate;
        }
      }),
    );
  });
});

test("R26: ten instances, two at a time, in place", () => {
  const steps = planSteps(rolling(2, 2), sizing);
  expect(steps.map(({ candidate }) => candidate)).toEqual([2, 4, 6, 8, 10]);
  expect(steps.map(({ baseline, meanwhile }) => [meanwhile, baseline])).toEqual([8, 6, 4, 2, 0].map((n) => [n, n]));
  expect(steps.map(({ weight }) => weight)).toEqual([20, 40, 60, 80, 100]);
});

test("R24: blue-green stands at full size without traffic, then has all of it, beside a warm baseline", () => {
  expect(planSteps(blueGreen, sizing)).toMatchObject([
    { weight: 0, candidate: 10, baseline: 10, meanwhile: 10, bake: 5, gates: ["approval"] },
    { weight: 100, candidate: 10, baseline: 10, meanwhile: 10, bake: 1_000, gates: ["analysis"] },
  ]);
});

test("R27: recreate closes, makes room for all, and opens with all", () => {
  expect(planSteps(recreate, sizing)).toMatchObject([
    { weight: 100, candidate: 10, baseline: 0, meanwhile: 0, closed: true },
  ]);
});

test("a cohort comes before any weight, and stays", () => {
  const cohort = { by: "cookie", name: "cohort", value: "staff", bake: millis(7), gates: ["approval"] } as const;
  const steps = planSteps({ ...canary(5, 100), cohort }, sizing);
  expect(steps.map(({ weight, candidate, bake }) => [weight, candidate, bake])).toEqual([
    [0, 1, 7],
    [5, 1, 1_000],
    [100, 10, 1_000],
  ]);
  for (const step of steps) expect(step.cohort).toEqual({ by: "cookie", name: "cohort", value: "staff" });
});

test("staging may leave out the analysis and shorten the bake; a hook has its own time", () => {
  const [first, second] = planSteps(canary(5, 100), { ...sizing, bakeFactor: 0.5, analysis: false });
  expect(first).toMatchObject({ weight: 5, candidate: 1, baseline: 10, bake: 500, gates: [], deadline: 140_000 });
  const hooked = planSteps(canary(5, 100), { ...sizing, hookWithin: millis(60_000) });
  expect(hooked.map(({ deadline }) => deadline)).toEqual([200_000, second?.deadline]);
});
