import { type Instant, type Millis, millis, percent, since } from "../units.ts";
import type { RolloutReport } from "./commands.ts";
import type { RolloutEffect } from "./effects.ts";
import { closedGates, isLate, isVerdictOld } from "./gates.ts";
import { type BuildRef, currentStep, type Rollout } from "./rollout.ts";

/** What of the process and the plan decides when something is due. */
export type RolloutClocks = {
  /** Length of a window of counts while a step bakes, and while a promoted build is watched. */
  readonly interval: Millis;
  readonly watchInterval: Millis;
  /** A rollback that takes longer than this is escalated; it goes on all the same. */
  readonly rollbackTarget: Millis;
  readonly checksData: boolean;
};

type Bare = RolloutEffect extends infer E
  ? E extends RolloutEffect
    ? Omit<E, "rollout" | "environment">
    : never
  : never;

/** What is still to be done? Level-triggered: a crash between two ticks loses nothing, the next one asks again. */
export const reconcileRollout = (rollout: Rollout, clocks: RolloutClocks, now: Instant): readonly RolloutEffect[] =>
  effects(rollout, clocks, now).map(
    (effect) => ({ ...effect, rollout: rollout.id, environment: rollout.environment }) as RolloutEffect,
  );

const effects = (rollout: Rollout, clocks: RolloutClocks, now: Instant): readonly Bare[] => {
  const { candidate, baseline } = rollout;
  switch (rollout.phase) {
    case "waiting":
      return [{ kind: "hold", within: millis(10_000) }];
    case "progressing":
      return baseline === null ? [] : progress(rollout, baseline, clocks, now);
    case "rolling-back":
      return baseline === null ? [] : goBack(rollout, baseline, clocks, now);
    case "promoted":
      return baseline === null ? [] : keepWatch(rollout, baseline, clocks, now);
    case "rolled-back":
      // Even one that ended while it waited: it may have taken the hold and never have heard of it.
      return rollout.freed ? [] : [{ kind: "free", within: millis(10_000), runs: baseline }];
    case "closed":
      return rollout.freed ? [] : [{ kind: "free", within: millis(10_000), runs: candidate }];
  }
};

const report = (report: RolloutReport): Bare => ({ kind: "report", within: millis(10_000), report });

const bring = (rollout: Rollout, side: "candidate" | "baseline", build: BuildRef): Bare => {
  const step = currentStep(rollout);
  const asking = rollout.phase === "rolling-back" ? null : rollout.step;
  return { kind: "bring", side, build, count: step[side], step: asking, within: step.deadline };
};

/** Once a window: look, keep the baseline at full size, and renew the routes, for an instance may have been replaced. */
const measure = (rollout: Rollout, baseline: BuildRef, every: Millis, now: Instant): readonly Bare[] => {
  const from = rollout.lastWindowAt ?? rollout.promotedAt ?? rollout.weightAt;
  if (from === null || since(from, now) < every) return [];
  const { candidate, step, weight, hold } = rollout;
  const look: Bare = {
    kind: "measure",
    step,
    candidate: candidate.digest,
    baseline: baseline.digest,
    from,
    within: millis(10_000),
  };
  // While a step's own weight is on its way, nothing else may touch the routes.
  return rollout.weightAt === null
    ? [look]
    : [
        look,
        bring(rollout, "baseline", baseline),
        { kind: "route", candidate, baseline, weight, hold, within: millis(30_000) },
      ];
};

/** One act at a time towards the step's state; triggers are armed as soon as the candidate has traffic, pauses included. */
const progress = (rollout: Rollout, baseline: BuildRef, clocks: RolloutClocks, now: Instant): readonly Bare[] => {
  const watching = rollout.weight > 0 ? measure(rollout, baseline, clocks.interval, now) : [];
  const isDone = rollout.ready && rollout.smoked && rollout.weightAt !== null;
  if (isLate(rollout, now) && !isDone) return [...watching, report({ type: "FailStep", step: rollout.step })];
  return [...watching, ...towardsStep(rollout, baseline, clocks, now)];
};

const towardsStep = (rollout: Rollout, baseline: BuildRef, clocks: RolloutClocks, now: Instant): readonly Bare[] => {
  const { candidate, paused } = rollout;
  const step = currentStep(rollout);
  const within = step.deadline;
  if (clocks.checksData && rollout.purpose === "drill" && rollout.dataBefore === "")
    return [{ kind: "read-data", phase: "before", within: millis(30_000) }];
  if (!rollout.ready) return [bring(rollout, "candidate", candidate)];
  if (!rollout.smoked) return [{ kind: "smoke", target: "candidate", build: candidate.digest, within }];
  if (rollout.weightAt === null)
    return paused === null
      ? [{ kind: "route", candidate, baseline, weight: step.weight, hold: rollout.hold, within: millis(30_000) }]
      : [];
  if (paused !== null || closedGates(rollout, now).length > 0 || isVerdictOld(rollout, clocks.interval, now)) return [];
  return rollout.step < rollout.steps.length - 1
    ? [report({ type: "CompleteStep", step: rollout.step })]
    : [{ kind: "read-versions", build: candidate.digest, within: millis(30_000) }];
};

/** The order of a way back: capacity first, then traffic, proof by smoke, and only then teardown (T4, T5, T8). */
const goBack = (rollout: Rollout, baseline: BuildRef, clocks: RolloutClocks, now: Instant): readonly Bare[] => {
  const { candidate, rollback } = rollout;
  if (rollback === null) return [];
  const overdue = since(rollback.at, now) > clocks.rollbackTarget && rollback.escalatedAt === null;
  return [...(overdue ? [report({ type: "EscalateRollback" })] : []), ...wayBack(rollout, baseline, clocks, candidate)];
};

const wayBack = (rollout: Rollout, baseline: BuildRef, clocks: RolloutClocks, candidate: BuildRef): readonly Bare[] => {
  const { rollback } = rollout;
  if (rollback === null) return [];
  if (!rollback.restored) return [bring(rollout, "baseline", baseline)];
  // Kept at full size until it is routed to: an instance may be lost after it was confirmed, and none can be routed to.
  if (rollback.zeroAt === null)
    return [
      bring(rollout, "baseline", baseline),
      { kind: "route", candidate, baseline, weight: percent(0), hold: rollout.hold, within: millis(30_000) },
    ];
  if (rollback.smoke === null)
    return [{ kind: "smoke", target: "router", build: baseline.digest, within: millis(60_000) }];
  if (clocks.checksData && rollout.purpose === "drill" && rollback.dataAfter === "")
    return [{ kind: "read-data", phase: "after", within: millis(30_000) }];
  return [{ kind: "retire", build: candidate.digest, side: "candidate", within: millis(120_000) }];
};

/** Promoted: the baseline stays warm and triggers stay armed until the rollback window ends. */
const keepWatch = (rollout: Rollout, baseline: BuildRef, clocks: RolloutClocks, now: Instant): readonly Bare[] => {
  if (rollout.keepUntil !== null && now >= rollout.keepUntil)
    return [{ kind: "retire", build: baseline.digest, side: "baseline", within: millis(120_000) }];
  const supervise = rollout.ready ? [] : [bring(rollout, "candidate", rollout.candidate)];
  return [...measure(rollout, baseline, clocks.watchInterval, now), ...supervise];
};
