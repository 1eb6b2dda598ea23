import { describe, expect, test } from "vitest";
import { millis, percent } from "../units.ts";
import { lintRunbook, planRunbook } from "./runbook.ts";
import type { Recipe } from "./strategy.ts";

const waits = { bake: millis(3_600_000), gates: ["analysis"] } as const;
const recipes: Readonly<Record<Recipe["kind"], Recipe>> = {
  canary: {
    kind: "canary",
    steps: [5, 25, 50, 100].map((weight) => ({ weight: percent(weight), ...waits })),
    cohort: { by: "header", name: "x-cohort", value: "staff", ...waits },
  },
  "blue-green": { kind: "blue-green", idle: { bake: millis(0), gates: [] }, ...waits, cohort: null },
  rolling: { kind: "rolling", batch: 2, maxUnavailable: 2, ...waits, cohort: null },
  recreate: { kind: "recreate", downtime: millis(600_000), ...waits, cohort: null },
};
const hooks = [{ point: "before-traffic", change: "irreversible", within: millis(1_000) }] as const;
const of = (recipe: Recipe) => planRunbook({ recipe, hooks, owner: "devops-lead", smoke: [{ name: "front page" }] });

describe.each(Object.values(recipes))("R36: the runbook of $kind", (recipe) => {
  const runbook = of(recipe);
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
  test("says which step cannot be undone", () => {
    expect(runbook.filter(({ reversible }) => !reversible).map(({ title }) => title)).toEqual([
      "Run the hook before-traffic (irreversible)",
    ]);
  });
});

test("names the weights, the cohort and the smoke tests that it stands on", () => {
  const text = of(recipes.canary)
    .map(({ title }) => title)
    .join("\n");
  for (const part of ["5 %", "25 %", "50 %", "100 %", "front page", "x-cohort"]) expect(text).toContain(part);
});

test("each strategy has another runbook", () => {
  const texts = Object.values(recipes).map((recipe) => JSON.stringify(of(recipe)));
  expect(new Set(texts).size).toBe(4);
});
