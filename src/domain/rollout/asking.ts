import { dueOwnStep } from "../runbook/due-own-step.ts";
import { type Instant, type Millis, millis, since } from "../units.ts";
import type { RolloutReport } from "./commands.ts";
import type { RolloutEffect } from "./effects.ts";
import type { HookPoint } from "./hook.ts";
import {
  type BuildRef,
  currentLeg,
  currentStep,
  isBaselineAsked,
  isExposed,
  type Rollout,
  targetOf,
} from "./rollout.ts";

/** An effect before it is known of which rollout and where. */
export type Bare = RolloutEffect extends infer E
  ? E extends RolloutEffect
    ? Omit<E, "rollout" | "environment">
    : never
  : never;

export const report = (report: RolloutReport): Bare => ({ kind: "report", within: millis(10_000), report });

export const bring = (rollout: Rollout, side: "candidate" | "baseline", build: BuildRef): Bare => {
  const count = rollout.phase === "rolling-back" ? currentLeg(rollout).baseline : currentStep(rollout)[side];
  return bringTo(rollout, side, build, count);
};

export const bringTo = (rollout: Rollout, side: "candidate" | "baseline", build: BuildRef, count: number): Bare => ({
  kind: "bring",
  side,
  build,
  count,
  target: targetOf(rollout),
  within: currentStep(rollout).deadline,
});

export const shrink = (rollout: Rollout, side: "candidate" | "baseline", build: BuildRef, count: number): Bare => ({
  kind: "shrink",
  side,
  build,
  count,
  closed: rollout.closedAt !== null,
  hold: rollout.hold,
  target: targetOf(rollout),
  within: currentStep(rollout).deadline,
});

export const close = (rollout: Rollout): Bare => ({
  kind: "close",
  hold: rollout.hold,
  target: targetOf(rollout),
  within: millis(30_000),
});

export const route = (rollout: Rollout, baseline: BuildRef): Bare => {
  const { candidate, hold, phase } = rollout;
  const isBack = phase === "rolling-back";
  const { weight } = isBack ? currentLeg(rollout) : currentStep(rollout);
  const cohort = isBack ? null : currentStep(rollout).cohort;
  return {
    kind: "route",
    candidate,
    baseline,
    weight,
    cohort,
    hold,
    target: targetOf(rollout),
    within: millis(30_000),
  };
};

/** A hook is begun in the history before it is run, so that a crash in between is known, and run once. */
export const dueHook = (rollout: Rollout, point: HookPoint, baseline: BuildRef): readonly Bare[] => {
  const hook = rollout.hooks.find((one) => one.point === point);
  const isOver = rollout.hooksPassed.includes(point) || rollout.hooksFailed.includes(point);
  if (hook === undefined || isOver) return [];
  if (!rollout.hooksRun.includes(point)) return [report({ type: "BeginHook", point })];
  return [{ kind: "run-hook", point, candidate: rollout.candidate, baseline, within: hook.within }];
};

/** The step of the service's own whose turn it is: begun in the history first; people are waited for, a command is run. */
export const ownStep = (rollout: Rollout, baseline: BuildRef, now: Instant): readonly Bare[] => {
  const due = dueOwnStep(rollout, now);
  if (due === null) return [];
  const { number, by, within, runs = [], proves = null } = due;
  if (rollout.ownStates[number] === undefined) return [report({ type: "BeginOwnStep", number })];
  if (by === "manual") return [];
  return [{ kind: "run-own-step", number, runs, proves, candidate: rollout.candidate, baseline, within }];
};

/** Fewer windows would be a glimpse. */
const windows = 3;

/** While the candidate is being started, so that it seldom costs time. */
export const measureBaseline = (rollout: Rollout, build: BuildRef, every: Millis): readonly Bare[] => {
  const length = millis(windows * every);
  return isBaselineAsked(rollout) ? [{ kind: "measure-baseline", build, length, within: millis(length + 15_000) }] : [];
};

/** Once a window: look, keep the baseline at its size, and renew the routes, for an instance may have been replaced. */
export const measure = (rollout: Rollout, baseline: BuildRef, every: Millis, now: Instant): readonly Bare[] => {
  const from = rollout.lastWindowAt ?? rollout.promotedAt ?? rollout.weightAt;
  if (!isExposed(rollout) || from === null || since(from, now) < every) return [];
  const { candidate, step } = rollout;
  const look: Bare = { kind: "measure", step, candidate, baseline, from, within: millis(10_000) };
  // While a step's own weight or size is on its way, nothing else may touch the routes.
  if (rollout.weightAt === null || rollout.baselineCount !== currentStep(rollout).baseline) return [look];
  const keep = rollout.baselineCount > 0 ? [bring(rollout, "baseline", baseline)] : [];
  return [look, ...keep, route(rollout, baseline)];
};
