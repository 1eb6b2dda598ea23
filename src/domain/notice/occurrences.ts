import { isOpen, type SeverityId, type Trigger } from "../incident/incident.ts";
import { restoredAt } from "../incident/restored.ts";
import type { Process } from "../process/process.ts";
import type { Release } from "../release/release.ts";
import { type PersonWait, personWaits } from "../rollout/person-waits.ts";
import { isHeldUp, type Rollout } from "../rollout/rollout.ts";
import { type Instant, millis, plus } from "../units.ts";
import type { Notice, Occasion } from "./notice.ts";
import { type QuietAudience, quietAudiences, quietInWords } from "./quiet.ts";
import { ranFor } from "./running.ts";

/** Something that happened, of which somebody may have to be told. */
export type Occurrence = {
  readonly on: Occasion;
  /** The same for the same happening, whoever works it out and whenever: nobody is told of it twice. */
  readonly key: string;
  readonly at: Instant;
  /** "" for what concerns the release as a whole. */
  readonly environment: string;
  readonly severity: SeverityId | null;
  /** It is so now, or was a moment ago. What is past is never told late (T39). */
  readonly isNews: boolean;
  readonly rollout: Rollout | null;
  readonly trigger: Trigger | null;
  /** How many of its kind were missed, this one included; 1 but for what repeats. */
  readonly missed: number;
  /** A person who is waited for. */
  readonly wait?: PersonWait;
  /** Why, where neither rollout nor trigger says it. */
  readonly says?: string;
  /** Whose words these are. */
  readonly by?: string;
};

/** So long after it happened the word still helps, though it is over already. In ms. */
const fresh = millis(600_000);

/** Everything in this history that this notice is about, in the order in which it happened. */
export const occurrencesOf = (
  process: Process,
  notice: Notice,
  release: Release,
  now: Instant,
): readonly Occurrence[] =>
  happened(process, notice, release, now).filter(
    ({ environment, severity }) =>
      (notice.environment === undefined || notice.environment === environment) &&
      (notice.severities === undefined || (severity !== null && notice.severities.includes(severity))),
  );

const happened = (process: Process, notice: Notice, release: Release, now: Instant): readonly Occurrence[] => {
  switch (notice.on) {
    case "rollout-started":
    case "rollout-halfway":
    case "rollout-promoted":
    case "rollout-paused":
    case "rollout-escalated":
    case "rollback-decided":
    case "rollback-returned":
    case "rollback-ended":
    case "rollback-escalated":
    case "hook-failed":
      // A drill goes up and comes back on purpose, and nobody has to hear of it.
      return release.rollouts
        .filter(({ purpose }) => purpose !== "drill")
        .flatMap((one) => ofRollout(notice.on, one, release, now));
    case "rollback-running":
      return release.rollouts
        .filter(({ purpose }) => purpose !== "drill")
        .flatMap((one) => ranFor(notice, one, release.notices, now).map((ran) => about(notice.on, one, ran)));
    case "wait-begun":
    case "wait-unanswered":
      // A drill's too: it would stand still as well.
      return release.rollouts.flatMap((one) => ofWaits(notice.on, one, release));
    case "trigger-raised":
    case "trigger-escalated":
    case "trigger-not-restored":
      return release.triggers.flatMap((one) => ofTrigger(notice.on, one, release, now));
    case "audience-quiet":
      return quietAudiences(process, release, now).map((one) => ofQuiet(notice.on, one, release));
    case "release-stands":
    case "release-rescheduled":
      return ofMoves(notice.on, release);
    case "message-written":
      return messagesOf(notice.on, release, now);
    case "release-cancelled":
      return release.phase === "cancelled" ? [whole(notice.on, "cancelled", release.endedAt ?? now, true)] : [];
    case "release-rejected":
      return release.phase === "rejected" ? [whole(notice.on, "rejected", release.endedAt ?? now, true)] : [];
  }
};

/** Of the last one alone, but a date that stands unsays no move to it. */
const ofMoves = (on: Occasion, { moves }: Release): readonly Occurrence[] => {
  const isOfThis = (stands: boolean): boolean => stands === (on === "release-stands");
  const last = moves.findLastIndex(({ stands }) => !stands || on === "release-stands");
  return moves.flatMap(({ at, stands }, i) => (isOfThis(stands) ? [whole(on, `moved ${i + 1}`, at, i === last)] : []));
};

const messagesOf = (on: Occasion, { notes, plan }: Release, now: Instant): readonly Occurrence[] =>
  notes.flatMap(({ kind, line, at, by, text }) => {
    if (kind !== "message") return [];
    const name = plan.people.find(({ id }) => id === by)?.name ?? by;
    return [{ ...whole(on, `message ${line}`, at, isRecent(at, now)), says: text, by: name }];
  });

const ofQuiet = (on: Occasion, quiet: QuietAudience, { plan }: Release): Occurrence => {
  const { audience, since, at, isLate } = quiet;
  const date = iso(plan.productionAt ?? at);
  const key = isLate ? `${audience} late ${date}` : `${audience} quiet ${iso(since)}`;
  return { ...whole(on, key, at, true), says: quietInWords(quiet, plan.productionAt ?? at) };
};

const whole = (on: Occasion, key: string, at: Instant, isNews: boolean): Occurrence => ({
  on,
  key,
  at,
  environment: "",
  severity: null,
  isNews,
  rollout: null,
  trigger: null,
  missed: 1,
});

type Fact = Pick<Occurrence, "key" | "at" | "isNews" | "wait" | "says"> & { readonly missed?: number };

/**
 * That somebody is waited for, and that nobody came. A pause is told of by itself; a wait that ends in going back, or on
 * with it, by that.
 */
const ofWaits = (on: Occasion, rollout: Rollout, { plan }: Release): readonly Occurrence[] =>
  personWaits(rollout, plan.pauses)
    .filter(({ wait, otherwise }) => (on === "wait-begun" ? wait !== "pause" : otherwise === "hold"))
    .flatMap((wait): Occurrence[] => {
      const at = on === "wait-begun" ? wait.since : wait.lateAt;
      if (at === null) return [];
      const isNews = on === "wait-unanswered" || !wait.isOver;
      return [about(on, rollout, { key: `${on} ${wait.wait} ${iso(wait.since)}`, at, isNews, wait })];
    });

const about = (on: Occasion, rollout: Rollout, { key, ...fact }: Fact): Occurrence => ({
  missed: 1,
  ...fact,
  on,
  key: `${rollout.id.slice(rollout.id.lastIndexOf("/") + 1)} ${key}`,
  environment: rollout.environment,
  severity: rollout.rollback === null || rollout.rollback.severity === "drill" ? null : rollout.rollback.severity,
  rollout,
  trigger: null,
});

const ofRollout = (on: Occasion, rollout: Rollout, release: Release, now: Instant): readonly Occurrence[] =>
  factsOf(on, rollout, release, now).map((fact) => about(on, rollout, fact));

const factsOf = (on: Occasion, rollout: Rollout, release: Release, now: Instant): readonly Fact[] =>
  on.startsWith("rollback-") ? rollbackFacts(on, rollout, release, now) : rolloutFacts(on, rollout, now);

const isRecent = (at: Instant, now: Instant): boolean => now < plus(at, fresh);

const rolloutFacts = (on: Occasion, rollout: Rollout, now: Instant): readonly Fact[] => {
  const { phase, baseline, paused, escalatedAt, endedAt, promotedAt, stepSince, announced, hooksFailed } = rollout;
  const isUp = phase === "promoted" || phase === "closed";
  const isHookNews = phase === "promoted" || phase === "rolling-back" || isRecent(endedAt ?? stepSince, now);
  if (on === "rollout-started" && baseline !== null && announced !== "unasked")
    return [{ key: "started", at: stepSince, isNews: isAwaited(rollout) }];
  if (on === "rollout-halfway" && isHalfway(rollout))
    return [{ key: "halfway", at: stepSince, isNews: phase === "progressing" }];
  if (on === "rollout-promoted" && promotedAt !== null) return [{ key: "promoted", at: promotedAt, isNews: isUp }];
  if (on === "rollout-paused" && paused !== null)
    return [{ key: `paused ${iso(paused.at)}`, at: paused.at, isNews: true }];
  if (on === "rollout-escalated" && escalatedAt !== null)
    return [{ key: "late", at: escalatedAt, isNews: phase === "progressing" }];
  return on === "hook-failed"
    ? [
        ...hooksFailed.map((point) => ({ key: `hook ${point}`, at: stepSince, isNews: isHookNews })),
        ...failedSteps(rollout).map((one) => ({ ...one, isNews: isHookNews })),
      ]
    : [];
};

/** Own steps that failed and ended nothing: users have the build already. */
const failedSteps = ({ own, ownStates, phase }: Rollout): readonly Omit<Fact, "isNews">[] =>
  phase !== "promoted"
    ? []
    : own.flatMap(({ number, title }) => {
        const state = ownStates[number];
        if (state?.state !== "failed") return [];
        const says = `step ${number} of the runbook (${title}) failed: ${state.output.trim() || "nothing was said"}`;
        return [{ key: `step ${number}`, at: state.endedAt ?? state.startedAt, says }];
      });

const rollbackFacts = (on: Occasion, rollout: Rollout, release: Release, now: Instant): readonly Fact[] => {
  const { phase, baseline, rollback, endedAt } = rollout;
  if (rollback === null) return [];
  const { at, legs, zeroAt, escalatedAt } = rollback;
  const whileBack = (key: string, at: Instant): readonly Fact[] => [
    { key, at, isNews: phase === "rolling-back" || isRecent(at, now) },
  ];
  if (on === "rollback-decided" && baseline !== null && legs.length > 0) return whileBack("rollback decided", at);
  if (on === "rollback-returned" && zeroAt !== null) return whileBack("rollback returned", zeroAt);
  if (on === "rollback-escalated" && escalatedAt !== null) return whileBack("rollback escalated", escalatedAt);
  return on === "rollback-ended" && phase === "rolled-back" && endedAt !== null
    ? [{ key: "rollback ended", at: endedAt, isNews: isLast(rollout, release) || isRecent(endedAt, now) }]
    : [];
};

/** The environment is held, and nothing is done there before people were told. */
const isAwaited = ({ phase, announced }: Rollout): boolean => phase === "progressing" && announced === "awaited";

/** Nobody is told that it starts while somebody, or the calendar, stops it. */
export const isStopped = ({ on, rollout }: Occurrence): boolean =>
  on === "rollout-started" && rollout !== null && isHeldUp(rollout);

/** A step of 50 % or more was reached, and it was not the whole at once. */
const isHalfway = ({ steps, step, weightAt }: Rollout): boolean =>
  steps.some(({ weight }, i) => weight >= 50 && weight < 100 && (i < step || (i === step && weightAt !== null)));

const isLast = (rollout: Rollout, { rollouts }: Release): boolean =>
  rollouts.findLast(
    ({ environment, purpose }) => environment === rollout.environment && purpose === rollout.purpose,
  ) === rollout;

const iso = (at: Instant): string => new Date(at).toISOString();

const ofTrigger = (on: Occasion, trigger: Trigger, release: Release, now: Instant): readonly Occurrence[] => {
  const { id, environment, severity } = trigger;
  const fact = triggerFact(on, trigger, release);
  if (fact === null) return [];
  const { at, isNews } = fact;
  const rollout = release.rollouts.find((one) => one.id === trigger.rollout) ?? null;
  const key = `${id} ${on.slice("trigger-".length)}`;
  return [{ on, key, at, environment, severity, isNews: isNews || now < plus(at, fresh), rollout, trigger, missed: 1 }];
};

const triggerFact = (
  on: Occasion,
  trigger: Trigger,
  release: Release,
): { readonly at: Instant; readonly isNews: boolean } | null => {
  const { at, escalatedAt, notRestoredAt } = trigger;
  if (on === "trigger-raised") return isToldAsRollback(trigger, release) ? null : { at, isNews: isOpen(trigger) };
  if (on === "trigger-escalated") return escalatedAt === null ? null : { at: escalatedAt, isNews: isOpen(trigger) };
  return notRestoredAt === null || isToldAsStuck(notRestoredAt, trigger, release)
    ? null
    : { at: notRestoredAt, isNews: restoredAt(release, trigger) === null };
};

/** What was decided in the same moment says all of it: nobody is woken twice for one thing. */
const isToldAsRollback = ({ at, rollout }: Trigger, { rollouts }: Release): boolean =>
  rollouts.some(({ id, rollback }) => id === rollout && rollback?.at === at);

/** The way back was escalated just then, by its own clock or by this one. */
const isToldAsStuck = (at: Instant, { environment }: Trigger, { rollouts }: Release): boolean =>
  rollouts.some(({ environment: where, rollback }) => {
    const told = where === environment ? (rollback?.escalatedAt ?? null) : null;
    return told !== null && told <= at && at < plus(told, millis(60_000));
  });
