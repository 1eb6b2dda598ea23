import type { Process } from "../../src/domain/process/process.ts";
import type { HookChange, HookPoint, PlannedHook } from "../../src/domain/rollout/hook.ts";
import type { Answer } from "../../src/domain/rollout/person-waits.ts";
import { planSteps } from "../../src/domain/rollout/plan-steps.ts";
import { type AddedStep, planRunbook } from "../../src/domain/rollout/runbook.ts";
import type { Step } from "../../src/domain/rollout/step.ts";
import { millis, percent } from "../../src/domain/units.ts";
import { plan, step } from "./release.ts";
import { rolloutTo, tinyProcess } from "./tiny-process.ts";

export const process: Process = tinyProcess(
  [
    rolloutTo({ id: "drill", environment: "staging", purpose: "drill" }),
    rolloutTo({ id: "deploy", environment: "production", purpose: "deploy" }),
  ],
  { rollbackTarget: millis(300_000) },
);

const bake = millis(30_000);
const answer = { within: millis(15_000), unanswered: "hold" } as const;
const canary: readonly Step[] = [
  step(5, 1, { bake }),
  step(25, 1, { bake, gates: ["analysis", "approval"], answer }),
  step(50, 2, { bake, gates: ["approval"], answer: { within: millis(120_000), unanswered: "roll back" } }),
  step(100, 4, { bake }),
];
const waits = { bake, gates: ["analysis"] } as const;
const sizing = {
  count: 4,
  readyWithin: millis(20_000),
  stopWithin: millis(5_000),
  hookWithin: millis(0),
  bakeFactor: 1,
  analysis: true,
};
const cohort = { by: "header", name: "x-cohort", value: "staff", ...waits } as const;
const rolling = (batch: number, maxUnavailable: number) =>
  planSteps({ kind: "rolling", batch, maxUnavailable, ...waits, cohort: null }, sizing);

/** The ways of all strategies; canary is the one with people in between. */
export const ways = {
  canary,
  cohort: planSteps(
    { kind: "canary", steps: [25, 100].map((weight) => ({ weight: percent(weight), ...waits })), cohort },
    sizing,
  ),
  blueGreen: planSteps({ kind: "blue-green", idle: { bake, gates: ["approval"] }, ...waits, cohort: null }, sizing),
  rolling: rolling(1, 1),
  surge: rolling(2, 0),
  recreate: planSteps({ kind: "recreate", downtime: bake, ...waits, cohort: null }, sizing),
} as const;

const hook = (point: HookPoint, change: HookChange): PlannedHook => ({ point, change, within: millis(10_000) });
export const hookPlans: readonly (readonly PlannedHook[])[] = [
  [],
  [],
  [hook("before-traffic", "expand-contract"), hook("after-promote", "reversible")],
  [hook("before-traffic", "irreversible"), hook("on-rollback", "irreversible")],
];

/** What differs from seed to seed without a draw, so that a seed stays what it was when more is added. */
export const pausesOf = (seed: number): { readonly pauses?: Answer } =>
  [
    {},
    { pauses: { within: millis(90_000), unanswered: "hold" } } as const,
    { pauses: { within: millis(300_000), unanswered: "roll back" } } as const,
  ][seed % 3]!;

const ownStep = (title: string, place: AddedStep["place"], by: AddedStep["by"]): AddedStep => ({
  ...{ title, place, by, after: place === "after-step" ? 0 : null, owner: "devops-lead", within: millis(90_000) },
  ...{ unanswered: "hold", expected: "it is done", verify: "look", reversible: true },
  ...(by === "automated" ? { runs: ["true"] } : {}),
});
const ownSteps = [
  ownStep("Tell them", "before-rollout", "manual"),
  ownStep("Warm it", "before-traffic", "automated"),
  ownStep("Look at it", "after-step", "manual"),
  ownStep("Tidy up", "after-promote", "automated"),
  ownStep("Tell them again", "on-rollback", "manual"),
];
export const runbookOf = (seed: number): typeof plan.runbook => ({
  digest: plan.runbook.digest,
  steps: planRunbook({
    recipe: { kind: "canary", steps: canary, cohort: null },
    hooks: [],
    owner: "devops-lead",
    smoke: [],
    added: seed % 4 === 0 ? ownSteps : [],
  }),
});
