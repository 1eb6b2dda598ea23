import { planSteps } from "../../src/domain/rollout/plan-steps.ts";
import { impactOf } from "../../src/domain/rollout/promise.ts";
import type { Step } from "../../src/domain/rollout/step.ts";
import type { Recipe } from "../../src/domain/rollout/strategy.ts";
import { millis, percent } from "../../src/domain/units.ts";
import { acted, type Case, openCase } from "./case.ts";
import { defaultProcess } from "./default-process.ts";
import { step } from "./release.ts";
import { rolloutTo, tinyProcess } from "./tiny-process.ts";
import { started } from "./walk.ts";

/** Nothing but a drill and a deployment, with the notices that ship. */
export const noticing = tinyProcess(
  [
    rolloutTo({ id: "drill", environment: "staging", purpose: "drill" }),
    rolloutTo({ id: "deploy", environment: "production", purpose: "deploy" }),
  ],
  {
    notices: defaultProcess.notices ?? [],
    messagesBy: defaultProcess.messagesBy ?? [],
    rollbackTarget: millis(900_000),
  },
);

const bake = millis(60_000);

export const fiveSteps: readonly Step[] = [step(5, 1), step(25, 1), step(50, 2), step(75, 3), step(100, 4)].map(
  (one) => ({
    ...one,
    bake,
  }),
);

/** A release that may go to production at once, in these steps. */
export const openWith = (steps: readonly Step[] = fiveSteps, plan: Parameters<typeof openCase>[1] = {}): Case =>
  openCase(noticing, {
    ...plan,
    plan: { environments: { staging: { steps, count: 4 }, production: { steps, count: 4 } }, ...plan.plan },
  });

export const began = (at: Case, requirement = "deploy"): Case => acted(at, "ada", started(at, requirement));

const waits = { bake, gates: [], cohort: null } as const;

const recipes: Readonly<Record<Recipe["kind"], Recipe>> = {
  canary: {
    kind: "canary",
    cohort: null,
    steps: [50, 100].map((weight) => ({ weight: percent(weight), bake, gates: [] })),
  },
  "blue-green": { kind: "blue-green", idle: { bake, gates: [] }, ...waits },
  rolling: { kind: "rolling", batch: 2, maxUnavailable: 1, ...waits },
  recreate: { kind: "recreate", downtime: millis(300_000), ...waits },
};

/** The same by each strategy, with what its plan promises. */
export const byStrategy = Object.values(recipes).map((recipe) => {
  const limits = { readyWithin: millis(60_000), stopWithin: millis(5_000), hookWithin: millis(0) };
  const steps = planSteps(recipe, { count: 4, ...limits, bakeFactor: 1, analysis: false });
  return { kind: recipe.kind, opened: openWith(steps, { plan: { impact: impactOf(recipe) } }) };
});
