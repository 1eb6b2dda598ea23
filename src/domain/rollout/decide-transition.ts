import { accept } from "../refusal.ts";
import { type Instant, millis, since } from "../units.ts";
import type { Answer, Bare } from "./answer.ts";
import type { RolloutReport } from "./commands.ts";
import { currentLeg, currentStep, desiredWeight, mustShift, type Rollout, targetOf } from "./rollout.ts";
import type { Target } from "./target.ts";

type Report<Type extends RolloutReport["type"]> = Extract<RolloutReport, { type: Type }>;

/** A report of another step, leg or try tells of something that may be undone by now. */
const isOf = (rollout: Rollout, { way, index, try: attempt }: Target): boolean => {
  const now = targetOf(rollout);
  return now.way === way && now.index === index && now.try === attempt;
};

const isMoving = ({ phase }: Rollout): boolean => phase === "progressing" || phase === "rolling-back";

export const confirmClosed = (rollout: Rollout, { target }: Report<"ConfirmClosed">): Answer =>
  isMoving(rollout) && isOf(rollout, target) && shallClose(rollout)
    ? accept<Bare>([{ type: "TrafficClosed" }])
    : accept();

const shallClose = (rollout: Rollout): boolean => {
  const { phase, closedAt, weightAt, rollback } = rollout;
  if (closedAt !== null) return false;
  return phase === "rolling-back"
    ? rollback?.zeroAt === null && currentLeg(rollout).closed
    : weightAt === null && currentStep(rollout).closed;
};

export const confirmShrunk = (rollout: Rollout, { side, target, instances }: Report<"ConfirmShrunk">): Answer => {
  const count = side === "candidate" ? rollout.candidateCount : rollout.baselineCount;
  return isMoving(rollout) && isOf(rollout, target) && instances < count
    ? accept<Bare>([{ type: "SideShrunk", side, instances }])
    : accept();
};

export const confirmReady = (rollout: Rollout, { side, target, instances }: Report<"ConfirmReady">): Answer => {
  const { phase, rollback, step } = rollout;
  if (!isOf(rollout, target)) return accept();
  if (side === "baseline") {
    const isAwaited =
      phase === "rolling-back"
        ? rollback?.restored === false && !mustShift(rollout) && instances >= currentLeg(rollout).baseline
        : phase === "progressing" &&
          rollout.reverting &&
          !rollout.regrown &&
          instances >= currentStep(rollout).baseline;
    return isAwaited ? accept<Bare>([{ type: "BaselineRestored", instances }]) : accept();
  }
  return (phase === "progressing" || phase === "promoted") && !rollout.ready
    ? accept<Bare>([{ type: "CandidateReady", step, instances }])
    : accept();
};

export const confirmWeight = (rollout: Rollout, { target, weight }: Report<"ConfirmWeight">, at: Instant): Answer => {
  // On the way back less is as good: a candidate without a ready instance gets nothing.
  const wanted = desiredWeight(rollout);
  const isMet = weight === wanted || (rollout.phase === "rolling-back" && weight < wanted);
  if (!isOf(rollout, target) || !isMet) return accept();
  const downtime = rollout.closedAt === null ? millis(0) : since(rollout.closedAt, at);
  const { phase, rollback, step } = rollout;
  if (mustShift(rollout)) return accept<Bare>([{ type: "TrafficShifted", weight: desiredWeight(rollout) }]);
  if (phase === "rolling-back") {
    if (rollback?.restored !== true || rollback.zeroAt !== null) return accept();
    return rollback.leg < rollback.legs.length - 1
      ? accept<Bare>([{ type: "LegCompleted", leg: rollback.leg, weight }])
      : accept<Bare>([{ type: "TrafficReturned", downtime }]);
  }
  return phase === "progressing" && (rollout.ready || rollout.reverting) && rollout.smoked && rollout.weightAt === null
    ? accept<Bare>([{ type: "WeightConfirmed", step, weight: desiredWeight(rollout), downtime }])
    : accept();
};
