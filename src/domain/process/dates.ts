import { periodIn } from "../emergency/emergency.ts";
import type { Release } from "../release/release.ts";
import { lastRollout } from "../release/release.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { type Instant, type Millis, plus } from "../units.ts";
import type { Check, Freshness, Process, Requirement, Stage } from "./process.ts";
import { requirementOf, rolloutsOf } from "./requirement-of.ts";

const deployOf = (process: Process, release: Release, stage: string): Rollout | undefined => {
  for (const { purpose, environment } of rolloutsOf(process, stage)) {
    const rollout = purpose === "deploy" ? lastRollout(release, environment, purpose) : undefined;
    if (rollout !== undefined) return rollout;
  }
  return undefined;
};

/**
 * The moment at which something has to be fresh: the start of the rollout of stage `at` while that attempt stands, now
 * before it starts and again once it was rolled back.
 */
export const judgedAt = (process: Process, release: Release, at: string | undefined, now: Instant): Instant => {
  if (at === undefined) return now;
  const rollout = deployOf(process, release, at);
  return rollout === undefined || rollout.phase === "rolled-back" ? now : rollout.requestedAt;
};

/** What tells how things were before a rollout can be looked at until that begins, and again once it was rolled back. */
export const isTooLateFor = (process: Process, release: Release, { until }: Pick<Check, "until">): boolean => {
  const rollout = until === undefined ? undefined : deployOf(process, release, until);
  return rollout !== undefined && rollout.phase !== "rolled-back";
};

export const isFresh = (
  process: Process,
  release: Release,
  madeAt: Instant,
  freshness: Freshness,
  now: Instant,
): boolean => judgedAt(process, release, freshness.at, now) <= plus(madeAt, freshness.within);

/** When the stage's period (the validation period) began: all traffic on the new build. Null before that. */
export const periodStart = (process: Process, release: Release, stage: Stage): Instant | null => {
  const started = stage.after
    .map((before) => deployOf(process, release, before))
    .map((rollout) => (rollout === undefined || rollout.rollback !== null ? null : rollout.promotedAt))
    .filter((at) => at !== null);
  return started.length === 0 ? null : (Math.max(...started) as Instant);
};

/** When the stage may be left at the earliest; null without a period, or while it has not begun. */
export const periodEnd = (process: Process, release: Release, stage: Stage): Instant | null => {
  const start = stage.period === undefined ? null : periodStart(process, release, stage);
  if (start === null) return null;
  const end = plus(start, periodIn(process, release, stage.period as Millis));
  const extended = (release.extensions ?? []).filter(({ period, at }) => period === stage.id && at >= start);
  return Math.max(end, ...extended.map(({ until }) => until)) as Instant;
};

/** What a rollout proved before this moment does not speak for a later one: when the rollouts in `after` were met. */
export const notBefore = (process: Process, release: Release, requirement: Requirement): Instant => {
  const during = requirement.kind === "check" ? (requirement.during ?? []) : [];
  const moments = requirement.after
    .concat(during)
    .map((id) => requirementOf(process, id))
    .filter((other) => other?.kind === "rollout")
    .map((other) => lastRollout(release, other.environment, other.purpose))
    .map((rollout) => rollout?.promotedAt ?? rollout?.endedAt ?? 0);
  return Math.max(0, ...moments) as Instant;
};

/** Whether a rollout that it comes after was rolled back: then it tells of something that is not there any more. */
export const isUndone = (process: Process, release: Release, requirement: Requirement): boolean =>
  requirement.after
    .map((id) => requirementOf(process, id))
    .filter((other) => other?.kind === "rollout")
    .filter(({ purpose }) => purpose === "deploy")
    .some(({ environment }) => lastRollout(release, environment, "deploy")?.phase === "rolled-back");
