import { currentStep, isReversible, type Rollout } from "./rollout.ts";

/** What a rollback would do from here, in the order it would be done; said before anybody presses anything (R20). */
export const rollbackPlan = (rollout: Rollout): readonly string[] => {
  const { baseline, candidate, environment, phase } = rollout;
  if (phase === "waiting") return ["Nothing was touched yet: the rollout ends, no traffic moves."];
  if (!isReversible(rollout) || baseline === null)
    return [`${rollout.id} is ${phase}: nothing of it runs. To return to an older build, open a release of it.`];
  const size = currentStep(rollout).baseline;
  return [
    `Make sure that all ${size} instances of ${baseline.version} are ready in ${environment}.`,
    `Route all traffic to ${baseline.version}: ${candidate.version} from ${rollout.weight} % to 0 %, read back.`,
    `Run the smoke tests against ${environment}.`,
    `Let requests in flight on ${candidate.version} end, then stop its instances.`,
    `Free ${environment}; ${baseline.version} stays the known-good build.`,
  ];
};
