import { judge } from "../process/judge.ts";
import { isMet } from "../process/judgement.ts";
import type { Process, Requirement, Stage } from "../process/process.ts";
import type { ReleaseEvent } from "../release/events.ts";
import { evolve } from "../release/evolve.ts";
import { lastRollout, type Release } from "../release/release.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { type Instant, plus } from "../units.ts";
import type { FailureEvent } from "./events.ts";
import type { Owed } from "./failure.ts";
import { lockOf } from "./lock.ts";

/**
 * The attempts that fail by these facts: told in the same append, so that nobody gets in between. Only a plain `fail` is
 * one; what could not be looked at, or not told, is asked again (R61).
 */
export const noteFailures = (
  process: Process,
  release: Release,
  events: readonly ReleaseEvent[],
  at: Instant,
): readonly FailureEvent[] => {
  if (!process.stages.some(({ attempts, analysis }) => attempts !== undefined || analysis !== undefined)) return [];
  if (!events.some(isBad)) return [];
  const after = events.reduce<Release>(evolve, release);
  return after.phase === "open" ? failing(process, after, events, at) : [];
};

const isBad = ({ type }: ReleaseEvent): boolean =>
  type === "EvidenceRecorded" || type === "RollbackStarted" || type === "RolloutRolledBack";

const failing = (
  process: Process,
  release: Release,
  events: readonly ReleaseEvent[],
  at: Instant,
): readonly FailureEvent[] => {
  const found: FailureEvent[] = [];
  for (const one of suspects(process, release, events)) {
    const stage = process.stages.find(({ id }) => id === one.stage);
    const owes = stage === undefined ? [] : owedFor(process, release, stage, one, at);
    const isNoted = found.some((other) => other.type === "AttemptFailed" && other.stage === one.stage);
    if (stage === undefined || owes.length === 0 || isNoted) continue;
    found.push({
      type: "AttemptFailed",
      at,
      failure: `failure-${release.failures.length + found.length + 1}`,
      stage: stage.id,
      attempt: release.failures.filter((other) => other.stage === stage.id).length + 1,
      requirement: one.id,
      reason: judge(process, release, one, at).reason,
      of: rolloutOf(release, one)?.id ?? null,
      owes,
      until: owes.includes("analysis") && stage.analysis !== undefined ? plus(at, stage.analysis.within) : null,
    });
  }
  return found;
};

/** What these facts are about. */
const suspects = (process: Process, release: Release, events: readonly ReleaseEvent[]): readonly Requirement[] => {
  const checks = events.flatMap((event) => (event.type === "EvidenceRecorded" ? [event.evidence.requirement] : []));
  const ended = events.flatMap((event) => ("rollout" in event && isBad(event) ? [event.rollout] : []));
  return process.requirements.filter((one) =>
    one.kind === "rollout" ? ended.includes(rolloutOf(release, one)?.id ?? "") : checks.includes(one.id),
  );
};

const owedFor = (process: Process, release: Release, stage: Stage, one: Requirement, at: Instant): readonly Owed[] => {
  const rollout = rolloutOf(release, one);
  if (judge(process, release, one, at).state !== "fail" || (rollout !== undefined && !isForCause(rollout))) return [];
  const locks =
    stage.attempts !== undefined &&
    lockOf(release, stage.id) === null &&
    hasBegun(process, release, one, at) &&
    !isPast(process, release, stage);
  const isKnown = release.failures.some((other) => other.rollout !== null && other.rollout === rollout?.id);
  const analysed = stage.analysis !== undefined && rollout !== undefined && !isKnown;
  return [...(locks ? (["diagnosis"] as const) : []), ...(analysed ? (["analysis"] as const) : [])];
};

const rolloutOf = (release: Release, one: Requirement): Rollout | undefined =>
  one.kind === "rollout" ? lastRollout(release, one.environment, one.purpose) : undefined;

/** It never began, or the calendar called it back from where nobody was served: that says nothing against the build. */
const isForCause = ({ rollback, baseline, frozen }: Rollout): boolean => {
  if (rollback === null || baseline === null) return false;
  const byCalendar = frozen !== null && rollback.by === "headgate" && rollback.reason.endsWith(frozen.reason);
  return !byCalendar;
};

/** A report that came before anything ran there is of no attempt. */
const hasBegun = (process: Process, release: Release, { after }: Requirement, at: Instant): boolean =>
  process.requirements
    .filter(({ id, kind }) => kind === "rollout" && after.includes(id))
    .every((before) => isMet(judge(process, release, before, at).state));

/** What came after this stage is live already: there triggers watch, and no rehearsal can be made up for. */
const isPast = (process: Process, release: Release, { id }: Stage): boolean =>
  process.requirements.some((one) => {
    const isAfter = process.stages.find((stage) => stage.id === one.stage)?.after.includes(id) ?? false;
    const rollout = isAfter ? rolloutOf(release, one) : undefined;
    return rollout?.phase === "promoted" || rollout?.phase === "closed";
  });
