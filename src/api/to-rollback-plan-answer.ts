import { rollbackTime } from "../domain/release/figures.ts";
import type { Release } from "../domain/release/release.ts";
import { rollbackPlan } from "../domain/rollout/rollback-plan.ts";
import { isReversible } from "../domain/rollout/rollout.ts";
import type { Millis } from "../domain/units.ts";
import type { RollbackPlanAnswer } from "./rollback-plan-answer.ts";

export const toRollbackPlanAnswer = (release: Release, environment: string): RollbackPlanAnswer => {
  const rollout = release.rollouts.findLast((one) => one.environment === environment);
  return {
    release: release.id,
    environment,
    idle: rollout === undefined || !isReversible(rollout),
    steps: rollout === undefined ? [] : rollbackPlan(rollout),
    drillMs: drillTime(release),
  };
};

const drillTime = ({ rollouts, build }: Release): Millis | null => {
  const drill = rollouts.findLast((one) => one.purpose === "drill" && one.candidate.digest === build.digest);
  return drill?.rollback == null ? null : rollbackTime(drill.rollback);
};
