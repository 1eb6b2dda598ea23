import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { millis, percent } from "../units.ts";
import { canarySteps } from "./canary.ts";
import { canaryRunbook, lintRunbook } from "./runbook.ts";

const weights = [5, 25, 50, 100].map((weight) => ({
  weight: percent(weight),
  bake: millis(3_600_000),
  gates: ["analysis"] as const,
}));
const runbook = canaryRunbook({ owner: "devops-lead", steps: weights, smoke: [{ name: "front page" }] });
const plan = { steps: weights, count: 10, readyWithin: millis(30_000), bakeFactor: 1, analysis: true };

describe("R36: the runbook", () => {
  test("is numbered, and every step says who, what to expect and how to verify", () => {
    expect(runbook.map(({ number }) => number)).toEqual(runbook.map((_, index) => index + 1));
    expect(lintRunbook(runbook)).toEqual([]);
  });
  test.each([
    ["owner", "owner"],
    ["expected", "expected result"],
    ["verify", "way to verify"],
    ["title", "title"],
  ] as const)("without %s is named", (field, word) => {
    const spoiled = runbook.map((step) => (step.number === 3 ? { ...step, [field]: "" } : step));
    expect(lintRunbook(spoiled)).toEqual([`step 3 has no ${word}`]);
  });
  test("R53: is one for staging and production: bakes, sizes and gates are no part of it", () => {
    const staging = canarySteps({ ...plan, bakeFactor: 0.01, analysis: false, count: 2 });
    const production = canarySteps(plan);
    const of = (steps: typeof production) =>
      canaryRunbook({ owner: "devops-lead", steps, smoke: [{ name: "front page" }] });
    expect(of(staging)).toEqual(of(production));
  });
  test("names the weights and the smoke tests that it stands on", () => {
    const text = runbook.map(({ title }) => title).join("\n");
    for (const part of ["5 %", "25 %", "50 %", "100 %", "front page"]) expect(text).toContain(part);
  });
});

test("T3: a canary step never sends a side more than its share of instances can carry, and the old one stays whole", () => {
  const weight = fc.integer({ min: 1, max: 100 });
  fc.assert(
    fc.property(
      fc.uniqueArray(weight, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 200 }),
      (shares, count) => {
        const steps = shares
          .toSorted((a, b) => a - b)
          .map((share) => ({ weight: percent(share), bake: millis(1), gates: [] }));
        for (const step of canarySteps({ ...plan, steps, count })) {
          expect(step.candidate * 100).toBeGreaterThanOrEqual(step.weight * count);
          expect(step.candidate).toBeLessThanOrEqual(count);
          expect(step.baseline).toBe(count);
        }
      },
    ),
  );
});

test("staging may leave out the analysis and shorten the bake, and nothing else", () => {
  const [step] = canarySteps({ ...plan, bakeFactor: 0.5, analysis: false });
  expect(step).toEqual({ weight: 5, candidate: 1, baseline: 10, bake: 1_800_000, gates: [], deadline: 120_000 });
});
