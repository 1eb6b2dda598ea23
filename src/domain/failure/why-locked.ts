import type { Process } from "../process/process.ts";
import { type Refused, refuse } from "../refusal.ts";
import type { Release } from "../release/release.ts";
import { analysisIdOf, type Failure } from "./failure.ts";
import { lockOf, notUnderstood, stageAndBefore } from "./lock.ts";
import { nextStep } from "./next-step.ts";

/** Why `act` of this stage may not be done after a failure there or before it; null when no failure is in the way (R61). */
export const whyLocked = (process: Process, release: Release, stage: string, act: string): Refused | null => {
  const lock = stageAndBefore(process, stage)
    .map((id) => lockOf(release, id))
    .find((one) => one !== null);
  return lock == null ? null : refuse("ATTEMPT_FAILED", { act, ...told(lock), next: nextStep(release, lock) });
};

/** Nobody goes again where a rollback was not understood yet (R130). */
export const whyUnanalysed = (release: Release, stage: string, act: string): Refused | null => {
  const owed = notUnderstood(release, stage);
  return owed === null
    ? null
    : refuse("ANALYSIS_MISSING", { act, ...told(owed), release: release.id, analysis: analysisIdOf(owed) });
};

const told = ({ stage, attempt, requirement, reason, build }: Failure) => ({
  stage,
  attempt,
  requirement,
  reason,
  version: build.version,
});
