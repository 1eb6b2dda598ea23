import { type Millis, millis, percent } from "../units.ts";
import { blueGreenSteps } from "./blue-green.ts";
import { canarySteps } from "./canary.ts";
import type { Draft } from "./draft.ts";
import { recreateSteps } from "./recreate.ts";
import { rollingSteps } from "./rolling.ts";
import type { Step } from "./step.ts";
import type { Recipe, Sizing } from "./strategy.ts";

/** The one place where a strategy becomes a list of steps; what comes after it never asks for its name. */
export const planSteps = (recipe: Recipe, sizing: Sizing): readonly Step[] =>
  withCohort(recipe, drafts(recipe, sizing.count)).map((draft, step) => ({
    ...draft,
    bake: millis(Math.round(draft.bake * sizing.bakeFactor)),
    gates: sizing.analysis ? draft.gates : draft.gates.filter((gate) => gate !== "analysis"),
    deadline: millis(deadline(sizing) + (step === 0 ? sizing.hookWithin : 0)),
  }));

const drafts = (recipe: Recipe, count: number): readonly Draft[] => {
  switch (recipe.kind) {
    case "canary":
      return canarySteps(recipe, count);
    case "blue-green":
      return blueGreenSteps(recipe, count);
    case "rolling":
      return rollingSteps(recipe, count);
    case "recreate":
      return recreateSteps(recipe, count);
  }
};

/** A cohort meets the candidate on the first step's instances, before any weight, and keeps meeting it afterwards. */
const withCohort = ({ cohort: own }: Recipe, drafts: readonly Draft[]): readonly Draft[] => {
  const [first] = drafts;
  if (own === null || first === undefined) return drafts;
  const { by, name, value, ...waits } = own;
  const cohort = { by, name, value };
  return [{ ...first, ...waits, weight: percent(0), cohort }, ...drafts.map((draft) => ({ ...draft, cohort }))];
};

const deadline = ({ readyWithin, stopWithin }: Sizing): Millis => millis(2 * (readyWithin + stopWithin) + 60_000);
