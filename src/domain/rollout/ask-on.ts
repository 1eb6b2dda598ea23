import { pendingAt } from "../runbook/own-step.ts";
import { type Instant, millis } from "../units.ts";
import {
  type Bare,
  bring,
  close,
  dueHook,
  measure,
  measureBaseline,
  ownStep,
  report,
  route,
  shrink,
} from "./asking.ts";
import type { RolloutClocks } from "./clocks.ts";
import { closedGates, isLate, isVerdictOld } from "./gates.ts";
import { shallAsk } from "./person-waits.ts";
import { type BuildRef, currentStep, isBaselineAsked, isHeldUp, mustShift, type Rollout } from "./rollout.ts";

/** One act at a time towards the step's state; triggers are armed as soon as somebody reaches the candidate, pauses included. */
export const progress = (
  rollout: Rollout,
  baseline: BuildRef,
  clocks: RolloutClocks,
  now: Instant,
): readonly Bare[] => {
  const watching = measure(rollout, baseline, clocks.interval, now);
  const isDone = rollout.ready && rollout.smoked && rollout.weightAt !== null;
  if (isLate(rollout, now) && !isDone) return [...watching, report({ type: "FailStep", step: rollout.step })];
  const next = rollout.reverting ? backToStep(rollout, baseline) : towardsStep(rollout, baseline, clocks, now);
  return [...watching, ...measureBaseline(rollout, baseline, clocks.interval), ...next];
};

/** Room first, then the candidate, its smoke, its weight; what the weight has left without work goes last. */
const towardsStep = (rollout: Rollout, baseline: BuildRef, clocks: RolloutClocks, now: Instant): readonly Bare[] => {
  const { candidate, weightAt, baselineCount } = rollout;
  const step = currentStep(rollout);
  if (clocks.checksData && rollout.purpose === "drill" && rollout.dataBefore === "")
    return [{ kind: "read-data", phase: "before", within: millis(30_000) }];
  if (rollout.step === 0 && pendingAt(rollout, "before-rollout") !== null) return ownStep(rollout, baseline, now);
  if (weightAt === null) {
    // A pause stops what would change something for users, and nothing else; so does a look at how they are served.
    const changes = !isHeldUp(rollout) && !isBaselineAsked(rollout);
    if (step.closed && rollout.closedAt === null) return changes ? [close(rollout)] : [];
    if (mustShift(rollout)) return changes ? [route(rollout, baseline)] : [];
    if (baselineCount > step.meanwhile) return changes ? [shrink(rollout, "baseline", baseline, step.meanwhile)] : [];
    const hook = dueHook(rollout, "before-traffic", baseline);
    if (hook.length > 0) return changes ? hook : [];
  }
  if (!rollout.ready) return [bring(rollout, "candidate", candidate)];
  if (!rollout.smoked) return [{ kind: "smoke", target: "candidate", build: candidate.digest, within: step.deadline }];
  if (isHeldUp(rollout) || isBaselineAsked(rollout)) return [];
  const own = ownStep(rollout, baseline, now);
  const isBefore = rollout.step === 0 && pendingAt(rollout, "before-traffic") !== null;
  if (weightAt === null) return isBefore ? own : [route(rollout, baseline)];
  if (baselineCount > step.baseline) return [shrink(rollout, "baseline", baseline, step.baseline)];
  if (own.length > 0) return own;
  if (shallAsk(rollout, now)) return [report({ type: "AskForGo", step: rollout.step })];
  if (closedGates(rollout, now).length > 0 || isVerdictOld(rollout, clocks.interval, now)) return [];
  return rollout.step < rollout.steps.length - 1
    ? [report({ type: "CompleteStep", step: rollout.step })]
    : [{ kind: "read-versions", build: candidate.digest, within: millis(30_000) }];
};

/** From a batch that did not get ready to the step before: its places are given back, though the rollout is paused. */
const backToStep = (rollout: Rollout, baseline: BuildRef): readonly Bare[] => {
  const { candidate, candidateCount, regrown } = rollout;
  const step = currentStep(rollout);
  if (candidateCount > step.candidate) return [shrink(rollout, "candidate", candidate, step.candidate)];
  if (!regrown) return [bring(rollout, "baseline", baseline)];
  return [route(rollout, baseline)];
};
