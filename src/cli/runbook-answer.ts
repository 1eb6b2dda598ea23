import type { Config } from "../config/config.ts";
import type { Plan } from "../domain/release/plan.ts";
import type { Release } from "../domain/release/release.ts";
import type { HookPoint } from "../domain/rollout/hook.ts";
import type { Rollout } from "../domain/rollout/rollout.ts";
import type { RunbookStep } from "../domain/rollout/runbook.ts";
import type { Step } from "../domain/rollout/step.ts";
import type { OwnStepState } from "../domain/runbook/own-step.ts";

export type RunbookAnswer = {
  readonly release: string;
  readonly environment: string;
  readonly digest: string;
  readonly steps: readonly (Omit<RunbookStep, "own"> & {
    readonly runs: readonly string[] | null;
    readonly proves: readonly string[] | null;
    /** How far it came in the last rollout there; null for what Headgate does by itself, or where it was not begun. */
    readonly state: OwnStepState["state"] | null;
  })[];
  /** What the numbers of this environment make of them. */
  readonly rollout: readonly Pick<Step, "weight" | "candidate" | "baseline" | "bake" | "gates" | "asks" | "answer">[];
  readonly back: readonly string[];
  readonly hookOnRollback: readonly string[] | null;
};

/** The runbook as it would be executed in one environment. It is read from what the release pinned; nothing is asked. */
export const runbookAnswer = (
  { id, plan }: Release,
  hooks: Config["hooks"],
  environment: string,
  planned: Plan["environments"][string],
  last: Rollout | undefined,
  back: readonly string[],
): RunbookAnswer => ({
  release: id,
  environment,
  digest: plan.runbook.digest,
  steps: plan.runbook.steps.map(({ own, ...step }) => ({
    ...step,
    runs: own?.runs ?? hookOf(hooks, step.title),
    proves: own?.proves ?? null,
    state: last?.ownStates[step.number]?.state ?? null,
  })),
  rollout: planned.steps.map(({ weight, candidate, baseline, bake, gates, asks, answer }) => ({
    weight,
    candidate,
    baseline,
    bake,
    gates,
    ...(asks === undefined ? {} : { asks }),
    ...(answer === undefined ? {} : { answer }),
  })),
  back,
  hookOnRollback: hooks["on-rollback"]?.command ?? null,
});

/** The lines of hooks name their point. */
const hookOf = (hooks: Config["hooks"], title: string): readonly string[] | null => {
  const point = (["before-traffic", "after-promote"] as const).find((one: HookPoint) =>
    title.startsWith(`Run the hook ${one} `),
  );
  return point === undefined ? null : (hooks[point]?.command ?? null);
};
