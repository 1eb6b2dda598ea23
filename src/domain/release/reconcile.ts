import { type CalendarView, stopsAdvance, stopsStart } from "../calendar/hindrance.ts";
import { plannedSpan } from "../calendar/planned.ts";
import { toCollect } from "../failure/to-collect.ts";
import { isArmed } from "../incident/armed-triggers.ts";
import { dueOfTriggers } from "../incident/due-triggers.ts";
import { noticeEffects } from "../notice/notice-effects.ts";
import { isStartTold } from "../notice/pending.ts";
import { isTooLateFor, periodEnd } from "../process/dates.ts";
import { fallingDue, stopping, tellings } from "../process/due.ts";
import { isStaleByItself, openParts } from "../process/judge-check.ts";
import { isMet } from "../process/judgement.ts";
import { pauseAfter } from "../process/pause-after.ts";
import type { Check, DocumentRequirement, Message, Process, Requirement } from "../process/process.ts";
import { requirementOf } from "../process/requirement-of.ts";
import { changedItems, shownFor } from "../process/shown.ts";
import { type ReleaseStatus, type RequirementStatus, status } from "../process/status.ts";
import type { RolloutClocks } from "../rollout/clocks.ts";
import type { RolloutReport } from "../rollout/commands.ts";
import type { RolloutEffect } from "../rollout/effects.ts";
import { reconcileRollout } from "../rollout/reconcile.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { type Instant, millis, since } from "../units.ts";
import { askAgainAt } from "./ask-again-at.ts";
import { whatKeepsItOpen } from "./decide-closing.ts";
import type { Effect } from "./effects.ts";
import { type Evidence, seenAt } from "./evidence.ts";
import { beganTooLate, pointOfNoReturn } from "./point-of-no-return.ts";
import { evidenceKey, type Release } from "./release.ts";

/** What is still to be done for this release, by a machine, now? Pure, so that a crash loses nothing: ask again. */
export const reconcile = (
  process: Process,
  release: Release,
  now: Instant,
  calendar: CalendarView,
): readonly Effect[] => [
  ...reconcileRollouts(process, release, now, calendar),
  ...reconcilePaper(process, release, now),
];

/** The part that moves by the second, and costs next to nothing. */
export const reconcileRollouts = (
  process: Process,
  release: Release,
  now: Instant,
  calendar: CalendarView,
): readonly Effect[] => [
  ...triggerClocks(process, release, now),
  ...ofRollouts(process, release, now, calendar),
  ...noticeEffects(process, release, now),
];

/** Asked as often as the rollouts are: a minute of harm is not a matter of paperwork. */
const triggerClocks = (process: Process, release: Release, now: Instant): readonly Effect[] =>
  release.phase === "open" && dueOfTriggers(process, release, now).length > 0
    ? [{ of: "release", kind: "dispatch", command: "KeepTriggers", within: millis(10_000) }]
    : [];

const ofRollouts = (process: Process, release: Release, now: Instant, calendar: CalendarView): readonly Effect[] =>
  release.rollouts
    .flatMap((rollout) => [
      ...escalation(release, rollout, now),
      ...announcement(process, release, rollout, now),
      ...reconcileRollout(
        rollout,
        { ...clocks(process, release, rollout, now, calendar), armed: isArmed(process, release, rollout.environment) },
        now,
      ),
    ])
    .map((effect): Effect => ({ ...effect, of: "rollout" }));

/** Its first step begins once everybody was told, or given up on (R73). */
const announcement = (process: Process, release: Release, rollout: Rollout, now: Instant): readonly RolloutEffect[] => {
  const { id, environment, phase, announced } = rollout;
  if (phase !== "progressing" || announced !== "awaited" || !isStartTold(process, release, id, now)) return [];
  const report = { type: "ConfirmAnnounced" } as const;
  return [{ rollout: id, environment, kind: "report", report, within: millis(10_000) }];
};

/** One that begins after the point of no return is late from its first moment on, and so is one that is not up by then (R31). */
const escalation = (release: Release, rollout: Rollout, now: Instant): readonly RolloutEffect[] => {
  const { id, environment, phase, escalatedAt } = rollout;
  const report = (report: RolloutReport): RolloutEffect[] => [
    { rollout: id, environment, kind: "report", report, within: millis(10_000) },
  ];
  if (beganTooLate(release, rollout))
    return report({ type: "EscalateRollback", reason: "it began after the point of no return" });
  const last = phase === "progressing" && escalatedAt === null ? pointOfNoReturn(release, rollout) : null;
  return last !== null && now > last ? report({ type: "PassPointOfNoReturn", at: last }) : [];
};

/** The rest, which has to look at every requirement. */
export const reconcilePaper = (process: Process, release: Release, now: Instant): readonly Effect[] => {
  switch (release.phase) {
    case "open":
      return paperwork(process, release, now);
    case "closed":
      return epilogue(process, release, now);
    case "rejected":
    case "cancelled":
      return [];
  }
};

const clocks = (
  { rollbackTarget }: Process,
  { plan }: Release,
  { environment }: Rollout,
  now: Instant,
  calendar: CalendarView,
): RolloutClocks => ({
  interval: plan.interval,
  pauses: plan.pauses,
  watchInterval: plan.watchInterval,
  rollbackTarget,
  checksData: plan.dataCheck === "checked",
  calendar: {
    start: stopsStart(calendar, environment, plannedSpan(plan, environment, now))?.says ?? null,
    advance: stopsAdvance(calendar, environment, now)?.says ?? null,
  },
});

/** The last message is sent by the closing act itself; when it is out, the record is sealed. */
const epilogue = (process: Process, release: Release, now: Instant): readonly Effect[] => {
  const messages = paperwork(process, release, now).filter(({ kind }) => kind === "send");
  if (messages.length > 0 || release.sealed !== null) return messages;
  return [{ of: "release", kind: "seal", within: millis(120_000) }];
};

const paperwork = (process: Process, release: Release, now: Instant): readonly Effect[] => {
  const view = status(process, release, now);
  const effects = view.requirements.flatMap((one) => {
    const requirement = mayWork(view, one) ? requirementOf(process, one.id) : undefined;
    return requirement === undefined ? [] : due(process, release, requirement, one, now);
  });
  return whatKeepsItOpen(process, release, now).length === 0
    ? [{ of: "release", kind: "dispatch", command: "CloseRelease", within: millis(10_000) }]
    : [...toCollect(release), ...effects, ...clockwork(process, release, view, now)];
};

/** What people owe gets a moment by which it falls due, and then somebody hears of it. */
const clockwork = (process: Process, release: Release, view: ReleaseStatus, now: Instant): readonly Effect[] => [
  ...(Object.keys(fallingDue(process, release, view, now)).length + stopping(process, release, view, now).length === 0
    ? []
    : [{ of: "release", kind: "dispatch", command: "NoteDue", within: millis(10_000) } as const]),
  ...tellings(process, release, view, now).map(
    (telling): Effect => ({ of: "release", kind: "tell", ...telling, within: millis(60_000) }),
  ),
];

const mayWork = ({ stages }: ReleaseStatus, { stage, waitsFor }: RequirementStatus): boolean =>
  waitsFor.length === 0 && stages.find(({ id }) => id === stage)?.state !== "waiting";

const due = (
  process: Process,
  release: Release,
  requirement: Requirement,
  { state }: RequirementStatus,
  now: Instant,
): readonly Effect[] => {
  switch (requirement.kind) {
    case "check":
      return isTooLateFor(process, release, requirement) ? [] : ask(process, release, requirement, state, now);
    case "document":
      // What it wrote and lacks something would lack it again: a person files a better one.
      return isMet(state) || state === "fail" || isBeforePeriodEnd(process, release, requirement, now)
        ? []
        : write(requirement);
    case "message":
      return isMet(state) || isBeforePeriodEnd(process, release, requirement, now)
        ? []
        : send(release, requirement, now);
    case "approval":
    case "record":
    case "rollout":
      return [];
  }
};

/** What sums up a period is written and told when the period is over. */
const isBeforePeriodEnd = (process: Process, release: Release, { stage: id }: Requirement, now: Instant): boolean => {
  const stage = process.stages.find((one) => one.id === id);
  if (stage?.period === undefined) return false;
  const end = periodEnd(process, release, stage);
  return end === null || now < end;
};

/** Ask what was never asked, is stale, is asked anew by somebody, or falls due again. A plain `fail` waits for a person. */
const ask = (
  process: Process,
  release: Release,
  check: Check,
  state: RequirementStatus["state"],
  now: Instant,
): readonly Effect[] =>
  (state === "not applicable" ? [] : openParts(release, check)).flatMap((part): Effect[] => {
    const key = evidenceKey(check.id, part);
    const isBound = release.plan.bound.includes(key);
    if (!isBound && check.probe === undefined) return [];
    const last = release.evidence[key];
    const asked = last !== undefined && (release.asked[check.id] ?? 0) > seenAt(last);
    const again =
      last === undefined ||
      state === "stale" ||
      asked ||
      isIncomplete(last, now) ||
      isDueAgain(process, release, check, seenAt(last), now);
    // Whoever asks is answered at once, unless the clock was set back since: then the answer would be older than the
    // question again. A stale answer that stays stale (it is about something else) is not asked for in a tight loop. One
    // that says by itself that something was done too long ago waits longer still: asking does not do it again.
    const isRequested = asked && (release.asked[check.id] ?? 0) <= now;
    const pause =
      last !== undefined && !asked && isStaleByItself(process, release, check, last, now) ? 3_600_000 : 1_000;
    const justAsked =
      last !== undefined &&
      since(seenAt(last), now) < pause &&
      !isRequested &&
      !isOvertaken(process, release, check, last);
    return again && !justAsked
      ? [
          {
            of: "release",
            kind: "ask",
            requirement: check.id,
            part,
            probe: isBound ? null : (check.probe ?? null),
            within: millis(600_000),
          },
        ]
      : [];
  });

/** What it looks at changed while it looked: the next answer is about something else, however soon it comes. */
const isOvertaken = (process: Process, release: Release, { looksAt = [] }: Check, { madeFrom }: Evidence): boolean =>
  madeFrom !== undefined && changedItems(madeFrom, shownFor(process, release, looksAt)).length > 0;

/** It said itself when to look again. */
const isIncomplete = ({ report }: Evidence, now: Instant): boolean => {
  const at = report === null ? null : askAgainAt(report);
  return at !== null && at <= now;
};

const isDueAgain = (process: Process, release: Release, check: Check, last: Instant, now: Instant): boolean => {
  const stage = process.stages.find(({ id }) => id === check.stage);
  const end = stage === undefined ? null : periodEnd(process, release, stage);
  const pause = pauseAfter(process, release, check, last);
  return pause !== null && (end === null || last < end) && since(last, now) >= pause;
};

const write = ({ id, template }: DocumentRequirement): readonly Effect[] =>
  template === undefined ? [] : [{ of: "release", kind: "write", requirement: id, template, within: millis(30_000) }];

/** Planned messages go out at their lead time, or at once when that has passed or no date is set. */
const send = (release: Release, { id, audience, leadTime }: Message, now: Instant): readonly Effect[] => {
  const { productionAt } = release.plan;
  if (leadTime !== undefined && productionAt !== null && now < productionAt - leadTime) return [];
  const deliveries = release.deliveries[id] ?? {};
  return (release.plan.audiences[audience] ?? [])
    .filter(
      (to) =>
        deliveries[to] === undefined || (!deliveries[to].delivered && (release.asked[id] ?? 0) > deliveries[to].at),
    )
    .map((to): Effect => ({ of: "release", kind: "send", requirement: id, to, within: millis(60_000) }));
};
