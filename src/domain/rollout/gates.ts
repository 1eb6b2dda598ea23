import { pendingAt, runningStep } from "../runbook/own-step.ts";
import { type Instant, type Millis, since } from "../units.ts";
import { currentStep, isHeldUp, type Rollout } from "./rollout.ts";

/** Health reports in a row below capacity after which the rollout is rolled back (R121). */
export const unhealthyLimit = 3;

/** Returns to a step before, after which the next one is the way back (T13). */
export const revertLimit = 2;

/** What still keeps the current step, in words a person can act on; empty = it may be completed. */
export const closedGates = (rollout: Rollout, now: Instant): readonly string[] => {
  const step = currentStep(rollout);
  if (!rollout.ready) return ["instances: not all ready yet"];
  if (!rollout.smoked) return ["smoke: not passed yet"];
  if (rollout.weightAt === null) return [`weight: ${step.weight} % not read back yet`];
  if (rollout.baselineCount > step.baseline) return [`baseline: not yet down to ${step.baseline} instances`];
  const left = step.bake - since(rollout.weightAt, now);
  const closed: string[] = [];
  if (left > 0) closed.push(`bake: ${Math.ceil(left / 1000)} s left`);
  if (step.gates.includes("analysis") && rollout.verdict?.outcome !== "pass")
    closed.push(`analysis: ${rollout.verdict?.reason ?? "no window judged yet"}`);
  const own = pendingAt(rollout, "after-step", rollout.step);
  if (own !== null) closed.push(`runbook: step ${own.number} is still to be done: ${own.title} (${own.owner})`);
  if (step.gates.includes("approval") && !rollout.approved)
    closed.push(`approval: nobody gave the go for this step${step.asks === undefined ? "" : ` (${step.asks})`}`);
  return closed;
};

/**
 * Out of time on this step; the clock stands still while people decide (T29) and while a step of the service's own is
 * done, which has a clock of its own, but not on the way to where they decide.
 */
export const isLate = (rollout: Rollout, at: Instant): boolean =>
  (!isHeldUp(rollout) || rollout.reverting) &&
  runningStep(rollout) === null &&
  since(rollout.stepSince, at) > currentStep(rollout).deadline;

/** After an outage of ours the last verdict speaks of long ago: a step that it guards is left on a fresh one only (T24). */
export const isVerdictOld = (rollout: Rollout, interval: Millis, now: Instant): boolean =>
  currentStep(rollout).gates.includes("analysis") && since(rollout.lastWindowAt ?? now, now) > 3 * interval;
