import type { Config } from "../config/config.ts";
import { rollbackActs } from "../documents/rollback-acts.ts";
import type { Release } from "../domain/release/release.ts";
import type { HookPoint } from "../domain/rollout/hook.ts";
import { AppError } from "../errors.ts";
import type { RunbookAnswer } from "./runbook-answer.ts";

type Pinned = { readonly release: Release; readonly config: Pick<Config, "hooks"> };

/**
 * The runbook as it would be executed in one environment. It is read from what the release pinned; nothing is asked.
 * @throws AppError `NO_ROLLOUT` where none is planned
 */
export const toRunbookAnswer = ({ release, config: { hooks } }: Pinned, environment: string): RunbookAnswer => {
  const { id, plan, rollouts } = release;
  const planned = plan.environments[environment];
  if (planned === undefined) throw new AppError("NO_ROLLOUT", { phase: `not planned in ${environment}` });
  const last = rollouts.findLast((one) => one.environment === environment);
  return {
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
    back: rollbackActs(plan),
    hookOnRollback: hooks["on-rollback"]?.command ?? null,
  };
};

/** The lines of hooks name their point. */
const hookOf = (hooks: Config["hooks"], title: string): readonly string[] | null => {
  const point = (["before-traffic", "after-promote"] as const).find((one: HookPoint) =>
    title.startsWith(`Run the hook ${one} `),
  );
  return point === undefined ? null : (hooks[point]?.command ?? null);
};
