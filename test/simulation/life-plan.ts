import type { Plan } from "../../src/domain/release/plan.ts";
import type { HookChange, HookPoint, PlannedHook } from "../../src/domain/rollout/hook.ts";
import { planSteps } from "../../src/domain/rollout/plan-steps.ts";
import { type AddedStep, planRunbook } from "../../src/domain/rollout/runbook.ts";
import type { Recipe } from "../../src/domain/rollout/strategy.ts";
import { millis, percent } from "../../src/domain/units.ts";
import { hour, minute } from "../support/life.ts";
import type { Random } from "../support/random.ts";
import { digestOf, people } from "../support/release.ts";

const bake = millis(20 * minute);
const waits = { bake, gates: ["analysis"] } as const;
const asking = (unanswered: "hold" | "roll back") => ({
  bake,
  gates: ["analysis", "approval"] as const,
  answer: { within: millis(2 * hour), unanswered },
});

const recipes: readonly Recipe[] = [
  { kind: "canary", cohort: null, steps: [5, 25, 50, 100].map((weight) => ({ weight: percent(weight), ...waits })) },
  {
    kind: "canary",
    cohort: { by: "header", name: "x-cohort", value: "staff", ...waits },
    steps: [
      { weight: percent(25), ...asking("hold") },
      { weight: percent(50), ...asking("roll back") },
      { weight: percent(100), ...waits },
    ],
  },
  { kind: "blue-green", cohort: null, idle: { bake, gates: ["approval"] }, ...waits },
  { kind: "rolling", cohort: null, batch: 1, maxUnavailable: 1, ...waits },
  { kind: "rolling", cohort: null, batch: 2, maxUnavailable: 0, ...waits },
  { kind: "recreate", cohort: null, downtime: millis(15 * minute), ...waits },
];

const hook = (point: HookPoint, change: HookChange): PlannedHook => ({ point, change, within: millis(minute) });
const hookPlans: readonly (readonly PlannedHook[])[] = [
  [],
  [],
  [hook("before-traffic", "expand-contract"), hook("after-promote", "reversible")],
  [hook("before-traffic", "reversible"), hook("on-rollback", "reversible")],
];

const added = (step: Pick<AddedStep, "place" | "after" | "by" | "unanswered">): AddedStep => ({
  title: step.by === "manual" ? "Ask the warehouse" : "Warm the cache",
  owner: "devops-lead",
  expected: "it is well",
  verify: "the warehouse says so",
  reversible: true,
  within: millis(2 * hour),
  ...step,
  ...(step.by === "automated" ? { runs: ["warm-cache"], proves: ["is-warm"] } : {}),
});

const runbookPlans: readonly (readonly AddedStep[])[] = [
  [],
  [],
  [
    added({ place: "before-rollout", after: null, by: "manual", unanswered: "hold" }),
    added({ place: "before-traffic", after: null, by: "automated", unanswered: "roll back" }),
  ],
  [
    added({ place: "after-step", after: 0, by: "manual", unanswered: "roll back" }),
    added({ place: "after-promote", after: null, by: "automated", unanswered: "hold" }),
    added({ place: "on-rollback", after: null, by: "manual", unanswered: "hold" }),
  ],
];

const sizing = { count: 4, readyWithin: millis(20_000), stopWithin: millis(5_000), bakeFactor: 1 };

/** Everybody has a deputy, for people are away. */
const withDeputies = people.map((one, n) =>
  one.kind === "human" ? { ...one, deputies: [people[(n + 1) % 9]!.id] } : one,
);

/** What one service settled: each way to roll out, with its own steps and commands, in a hurry or not. */
export const planFrom = (random: Random): Partial<Plan> => {
  const recipe = random.pick(recipes);
  const hooks = random.pick(hookPlans);
  const smoke = [{ name: "front page" }, { name: "cart" }];
  const runbook = planRunbook({ recipe, hooks, owner: "devops-lead", smoke, added: random.pick(runbookPlans) });
  const hookWithin = millis(hooks.length === 0 ? 0 : minute);
  const steps = (analysis: boolean) => planSteps(recipe, { ...sizing, hookWithin, analysis });
  return {
    people: withDeputies,
    strategy: recipe.kind,
    hooks,
    runbook: { digest: digestOf(JSON.stringify(runbook)), steps: runbook },
    environments: { staging: { steps: steps(false), count: 4 }, production: { steps: steps(true), count: 4 } },
    pauses: { within: millis(4 * hour), unanswered: random.pick(["hold", "roll back"]) },
    features: [{ story: "SHOP-1", title: "A faster cart", manual: "product-owner" }],
    plannedFixes: [{ name: "old-cart", kind: "flag", does: "turns the new cart off", verifiedBy: "production.smoke" }],
    ...(random.chance(0.08) ? { emergency: { reason: "payments fail", by: "ada" }, productionAt: null } : {}),
  };
};
