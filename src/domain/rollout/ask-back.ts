import { dueOwnStep } from "../runbook/due-own-step.ts";
import { type Instant, millis, since } from "../units.ts";
import { type Bare, bring, bringTo, close, dueHook, ownStep, report, route, shrink } from "./asking.ts";
import type { RolloutClocks } from "./clocks.ts";
import { type BuildRef, currentLeg, mustShift, type Rollout } from "./rollout.ts";

/** The order of a way back: capacity first, then traffic, proof by smoke, and only then teardown (T4, T5, T8). */
export const goBack = (rollout: Rollout, baseline: BuildRef, clocks: RolloutClocks, now: Instant): readonly Bare[] => {
  const { rollback } = rollout;
  if (rollback === null) return [];
  const overdue = since(rollback.at, now) > clocks.rollbackTarget && rollback.escalatedAt === null;
  const next = rollback.zeroAt === null ? nextLeg(rollout, baseline) : afterReturn(rollout, baseline, clocks, now);
  return [...(overdue ? [report({ type: "EscalateRollback" })] : []), ...next];
};

const nextLeg = (rollout: Rollout, baseline: BuildRef): readonly Bare[] => {
  const { candidate, candidateCount, baselineCount, rollback, hooksRun } = rollout;
  const leg = currentLeg(rollout);
  if (leg.closed && rollout.closedAt === null) return [close(rollout)];
  // What it has is revived first: it takes over before it is whole.
  if (mustShift(rollout)) return [bringTo(rollout, "baseline", baseline, baselineCount), route(rollout, baseline)];
  if (candidateCount > leg.meanwhile) return [shrink(rollout, "candidate", candidate, leg.meanwhile)];
  const hook = hooksRun.length > 0 ? dueHook(rollout, "on-rollback", baseline) : [];
  if (hook.length > 0) return hook;
  if (rollback?.restored !== true) return [bring(rollout, "baseline", baseline)];
  // Kept at full size until it is routed to: an instance may be lost after it was confirmed, and none can be routed to.
  return [bring(rollout, "baseline", baseline), route(rollout, baseline)];
};

const afterReturn = (rollout: Rollout, baseline: BuildRef, clocks: RolloutClocks, now: Instant): readonly Bare[] => {
  const { candidate, rollback, hold } = rollout;
  if (rollback?.smoke == null)
    return [{ kind: "smoke", target: "router", build: baseline.digest, within: millis(60_000) }];
  if (clocks.checksData && rollout.purpose === "drill" && rollback.dataAfter === "")
    return [{ kind: "read-data", phase: "after", within: millis(30_000) }];
  // People may be waited for here, no longer than the step says: users are served, and the deadline tells on it.
  if (dueOwnStep(rollout, now) !== null) return ownStep(rollout, baseline, now);
  return [{ kind: "retire", build: candidate.digest, side: "candidate", hold, within: millis(120_000) }];
};
