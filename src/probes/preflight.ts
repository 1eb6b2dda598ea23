import type { RequirementState } from "../domain/process/process.ts";
import type { RequirementStatus } from "../domain/process/status.ts";
import { rollbacksOf, rollbackTime } from "../domain/release/figures.ts";
import { restoreTime, windowOf } from "../domain/release/point-of-no-return.ts";
import type { Release } from "../domain/release/release.ts";
import type { MetricsSeen, Notice, PreflightFacts } from "../domain/rollout/preflight-facts.ts";
import type { Recipe } from "../domain/rollout/strategy.ts";
import { type Millis, millis } from "../domain/units.ts";
import type { BuildRef, InstancesDriver, MetricsDriver } from "../drivers/port.ts";
import { AppError } from "../errors.ts";

type Planned = {
  readonly release: Release;
  readonly recipe: Recipe;
  readonly readyWithin: Millis;
  readonly rollbackTarget: Millis;
  /** The check that shows whether both versions get along, and the messages before production, as they stand. */
  readonly compatibility: RequirementState | null;
  readonly messages: readonly (Pick<RequirementStatus, "title" | "state" | "waitsFor"> & { readonly isDue: boolean })[];
  /** Null when nothing is in service. */
  readonly runs: BuildRef | null;
};

type World = { readonly instances: InstancesDriver; readonly metrics: MetricsDriver };

/** What is planned, beside what the world has: everything that a strategy's preflight is computed from. */
export const preflightFacts = async (planned: Planned, world: World, signal: AbortSignal): Promise<PreflightFacts> => {
  const { release, recipe, readyWithin, rollbackTarget, compatibility, messages, runs } = planned;
  const { steps = [], count = 0 } = release.plan.environments.production ?? {};
  return {
    recipe,
    steps,
    count,
    room: await world.instances.room(signal),
    metrics: await metricsOf(world, runs, signal),
    compatibility: compatibilityOf(compatibility),
    leg: legOf(release, readyWithin),
    rollbackTarget,
    window: windowOf(release.plan),
    restore: restoreTime(release),
    notices: messages.map(({ title, state, isDue, waitsFor }) => ({
      title,
      state: noticeState(state, isDue && waitsFor.length === 0),
    })),
  };
};

const metricsOf = async ({ metrics }: World, runs: BuildRef | null, signal: AbortSignal): Promise<MetricsSeen> => {
  if (runs === null) return { kind: "nothing in service" };
  try {
    const counts = (await metrics.read([runs], signal)).builds[runs.digest];
    return counts === undefined
      ? { kind: "absent", version: runs.version }
      : { kind: "counted", requests: counts.requests, hasLatency: counts.latency.length > 0 };
  } catch (error) {
    if (!(error instanceof AppError) || signal.aborted) throw error;
    return { kind: "unreadable", problem: error.message };
  }
};

const compatibilityOf = (state: RequirementState | null): PreflightFacts["compatibility"] => {
  if (state === "pass" || state === "waived") return "proven";
  return state === null || state === "not applicable" ? "not asked" : "open";
};

/** The last way back of this release that was seen to its end: one that users needed, or the drill. */
const legOf = (release: Release, readyWithin: Millis): PreflightFacts["leg"] => {
  const timed = rollbacksOf(release).flatMap(({ rollback }) => {
    const took = rollbackTime(rollback);
    return took === null || rollback.legs.length === 0 ? [] : [took / rollback.legs.length];
  });
  const last = timed.at(-1);
  return last === undefined ? { time: readyWithin, isMeasured: false } : { time: millis(last), isMeasured: true };
};

const noticeState = (state: RequirementState, isDue: boolean): Notice["state"] => {
  if (state === "pass" || state === "waived" || state === "not applicable") return "delivered";
  return isDue ? "overdue" : "later";
};
