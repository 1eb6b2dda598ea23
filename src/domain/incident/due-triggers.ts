import type { Process } from "../process/process.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import { type Instant, plus } from "../units.ts";
import { goBack, rolloutIn, ruleOf, toBringBack } from "./arm.ts";
import { escalatedTo } from "./deciders.ts";
import { isOpen, type Trigger } from "./incident.ts";
import { passedSince } from "./passed-since.ts";
import { restoreBy, restoredAt } from "./restored.ts";

/**
 * What the clocks of all open triggers ask for now. They run through pauses, freezes, waits for people and the watch
 * after promotion: nothing of a rollout is asked but whether there is a way back (T9). Idempotent: what was done is in
 * the state, and is not asked for again.
 */
export const dueOfTriggers = (process: Process, release: Release, now: Instant): readonly ReleaseEvent[] => {
  const events: ReleaseEvent[] = [];
  for (const trigger of release.triggers.filter(isOpen)) {
    // Two that are due at once start one way back.
    const isBegun = events.some(({ type }) => type === "RollbackStarted");
    events.push(...dueOf(process, release, trigger, isBegun, now));
  }
  // A trigger ends with its way back, whether or not anybody saw the old build healthy then.
  for (const trigger of release.triggers) {
    const isTold = events.some(({ type }) => type === "RollbackEscalated");
    events.push(...notRestored(process, release, trigger, isTold, now));
  }
  return events;
};

/** Once, and a way back that is still under way is escalated with it: one thing wakes everybody once (R121). */
const notRestored = (
  process: Process,
  release: Release,
  trigger: Trigger,
  isTold: boolean,
  at: Instant,
): readonly ReleaseEvent[] => {
  const by = restoreBy(process, trigger);
  if (by === null || at < by || trigger.notRestoredAt !== null || restoredAt(release, trigger) !== null) return [];
  const reason = `the service is not restored after ${minutes(at - trigger.since)}: ${trigger.says}`;
  const rollout = rolloutIn(release, trigger.environment);
  const isUnderWay = rollout?.phase === "rolling-back" && rollout.rollback?.escalatedAt === null;
  return [
    { type: "TriggerNotRestored", at, trigger: trigger.id, reason },
    ...(isUnderWay && !isTold ? [{ type: "RollbackEscalated", at, rollout: rollout.id, reason } as const] : []),
  ];
};

const dueOf = (
  process: Process,
  release: Release,
  trigger: Trigger,
  isBegun: boolean,
  now: Instant,
): readonly ReleaseEvent[] => {
  const mended = mendedBy(process, release, trigger, now);
  if (mended !== null) return mended;
  const rollout = isBegun ? undefined : toBringBack(release, trigger.environment);
  const { rollBackAfter } = ruleOf(process, trigger.severity) ?? {};
  const isOver = rollBackAfter !== undefined && now >= plus(trigger.since, rollBackAfter);
  if (isOver && rollout !== undefined && rollout.phase !== "rolling-back") {
    const reason = `${trigger.severity}, and not mended within ${minutes(rollBackAfter)}: ${trigger.says}`;
    return goBack(rollout, { trigger: trigger.id, severity: trigger.severity }, { by: "headgate", reason, at: now });
  }
  return escalation(process, release, trigger, now);
};

/** A fix counts from the moment at which a check of production passes after it; before that it is a hope. */
const mendedBy = (
  process: Process,
  release: Release,
  { id: trigger, fix, environment }: Trigger,
  at: Instant,
): readonly ReleaseEvent[] | null => {
  if (fix === null || rolloutIn(release, environment)?.phase === "rolling-back") return null;
  const requirement = release.plan.plannedFixes?.find(({ name }) => name === fix.name)?.verifiedBy;
  if (requirement === undefined || !passedSince(process, release, requirement, fix.at, at)) return null;
  const reason = `${requirement} passed after ${fix.name}`;
  return [
    { type: "FixVerified", at, trigger, requirement },
    { type: "TriggerSettled", at, trigger, how: "fixed in place", reason, by: "headgate" },
  ];
};

/** When the next person has to know: told once for each severity that it had. */
const escalation = (process: Process, release: Release, trigger: Trigger, at: Instant): readonly ReleaseEvent[] => {
  const due = escalatesAt(process, release, trigger);
  if (due === null || at < due || trigger.escalatedAt !== null) return [];
  const { id, severity, says, since } = trigger;
  const reason = `${severity} for ${minutes(at - since)}, and ${stateOf(trigger)}: ${says}`;
  return [{ type: "TriggerEscalated", at, trigger: id, to: escalatedTo(process, release), reason }];
};

const stateOf = ({ decision, fix }: Trigger): string => {
  if (fix !== null) return `the fix ${fix.name} is not verified`;
  return decision === null ? "nobody has decided" : "it is not over";
};

/** A decision ends the wait for one; what is rolled back by itself escalates whatever was decided. */
export const escalatesAt = (
  process: Process,
  release: Release,
  { severity, since, decision, environment }: Trigger,
): Instant | null => {
  const { escalateAfter, decideWithin, rollBackAfter } = ruleOf(process, severity) ?? {};
  if (escalateAfter !== undefined) return plus(since, escalateAfter);
  if (decideWithin !== undefined) return decision === null ? plus(since, decideWithin) : null;
  // Nothing can be rolled back any more: then the people have to know instead.
  const isStuck = rollBackAfter !== undefined && rolloutIn(release, environment) === undefined;
  return isStuck ? plus(since, rollBackAfter) : null;
};

const minutes = (length: number): string => {
  const count = Math.max(0, Math.round(length / 60_000));
  return `${count} minute${count === 1 ? "" : "s"}`;
};
