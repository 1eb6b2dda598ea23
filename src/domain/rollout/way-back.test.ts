import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { millis } from "../units.ts";
import { planSteps } from "./plan-steps.ts";
import type { Recipe } from "./strategy.ts";
import { wayBack } from "./way-back.ts";

const waits = { bake: millis(1_000), gates: [] } as const;
const sizing = {
  count: 10,
  readyWithin: millis(1),
  stopWithin: millis(1),
  hookWithin: millis(0),
  bakeFactor: 1,
  analysis: false,
};
const rolling = (batch: number, maxUnavailable: number): Recipe => ({
  kind: "rolling",
  batch,
  maxUnavailable,
  ...waits,
  cohort: null,
});
const blueGreen: Recipe = { kind: "blue-green", idle: waits, ...waits, cohort: null };
const recreate: Recipe = { kind: "recreate", downtime: millis(1), ...waits, cohort: null };

/** The state on this step, either before its baseline shrinks or once it is reached. */
const on = (
  recipe: Recipe,
  step: number,
  count: number,
  when: "begun" | "reached",
  hooks: "restore" | "none" = "none",
) => {
  const steps = planSteps(recipe, { ...sizing, count });
  const at = Math.min(step, steps.length - 1);
  const baselineCount = when === "reached" ? steps[at]!.baseline : (steps[at - 1]?.baseline ?? count);
  return {
    steps,
    step: at,
    size: count,
    candidateCount: steps[at]!.candidate,
    baselineCount,
    reverting: false,
    hooks: [{ point: "before-traffic", change: "irreversible", within: millis(1) } as const],
    hooksRun: hooks === "restore" ? (["before-traffic"] as const) : [],
  };
};

describe("R26: the way back of a rolling rollout", () => {
  test("in place, from the third of five: batch by batch, the candidate's instances first", () => {
    expect(wayBack(on(rolling(2, 2), 2, 10, "reached"))).toEqual([
      { weight: 40, baseline: 6, meanwhile: 4, closed: false },
      { weight: 20, baseline: 8, meanwhile: 2, closed: false },
      { weight: 0, baseline: 10, meanwhile: 0, closed: false },
    ]);
  });
  test("with room for a batch more, the baseline's come first", () => {
    expect(wayBack(on(rolling(2, 0), 2, 10, "reached"))).toEqual([
      { weight: 40, baseline: 6, meanwhile: 6, closed: false },
      { weight: 20, baseline: 8, meanwhile: 4, closed: false },
      { weight: 0, baseline: 10, meanwhile: 2, closed: false },
    ]);
  });
  test("T4: whatever batch and size: it ends with all of the baseline, and never runs more than it did before", () => {
    const whole = fc.record({
      batch: fc.integer({ min: 1, max: 12 }),
      missing: fc.integer({ min: 0, max: 12 }),
      count: fc.integer({ min: 1, max: 40 }),
      step: fc.nat({ max: 40 }),
      when: fc.constantFrom("begun", "reached"),
    });
    fc.assert(
      fc.property(whole, ({ batch, missing, count, step, when }) => {
        const at = on(rolling(batch, missing), step, count, when);
        const legs = wayBack(at);
        expect(legs.at(-1)).toMatchObject({ weight: 0, baseline: count });
        const room = Math.max(count, ...at.steps.map((one) => one.meanwhile + one.candidate));
        let weight = 100;
        for (const leg of legs) {
          if (at.baselineCount < count) expect(leg.meanwhile + leg.baseline).toBeLessThanOrEqual(room);
          expect(leg.weight).toBeLessThanOrEqual(weight);
          weight = leg.weight;
        }
      }),
    );
  });
});

test("R24: blue-green goes back in one switch, from a baseline that stands at full size", () => {
  expect(wayBack(on(blueGreen, 1, 10, "reached"))).toEqual([{ weight: 0, baseline: 10, meanwhile: 10, closed: false }]);
});

test("R27: recreate goes back as it came: closed, the candidate away, the baseline up", () => {
  expect(wayBack(on(recreate, 0, 4, "reached"))).toEqual([{ weight: 0, baseline: 4, meanwhile: 0, closed: true }]);
});

test("R27: a recreate that has not touched the baseline has nothing to undo", () => {
  expect(wayBack(on(recreate, 0, 4, "begun"))).toEqual([{ weight: 0, baseline: 4, meanwhile: 4, closed: false }]);
});

test("R32: after something irreversible was done to the data every strategy restores behind a closed router", () => {
  for (const recipe of [blueGreen, rolling(2, 2), recreate])
    expect(wayBack(on(recipe, 0, 10, "reached", "restore"))).toEqual([
      { weight: 0, baseline: 10, meanwhile: 0, closed: true },
    ]);
});
