import type { Process, Severity } from "../process/process.ts";
import { beginWayBack } from "../release/back-out.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import { isReversible, type Rollout } from "../rollout/rollout.ts";
import type { Instant } from "../units.ts";
import type { SeverityId, Trigger } from "./incident.ts";

type Raised = Pick<Trigger, "severity" | "source" | "says" | "environment" | "issue" | "key" | "by">;

export const ruleOf = ({ severities }: Process, severity: SeverityId): Severity | undefined =>
  severities.find(({ id }) => id === severity);

/** Nobody is asked: harm of this severity goes back at once. */
export const isAtOnce = (process: Process, severity: SeverityId): boolean =>
  ruleOf(process, severity)?.rollBackAfter === 0;

/** Harm of this severity goes back though nobody decides: no agent says that it is there (R206). */
export const isForPeople = (process: Process, severity: SeverityId): boolean =>
  ruleOf(process, severity)?.rollBackAfter !== undefined;

/** A severity without any clock is mended by a later release, and by nothing sooner (R124). */
export const isHarmless = (process: Process, severity: SeverityId): boolean => {
  const rule = ruleOf(process, severity);
  return (
    rule !== undefined &&
    rule.rollBackAfter === undefined &&
    rule.escalateAfter === undefined &&
    rule.decideWithin === undefined
  );
};

/** What users of this environment have from this release; one that still waits has changed nothing there. */
export const rolloutIn = ({ rollouts }: Release, environment: string): Rollout | undefined =>
  rollouts.findLast(
    (one) =>
      one.environment === environment && one.purpose === "deploy" && one.phase !== "waiting" && isReversible(one),
  );

/** What goes back for harm there: that, or one that still waits and is not let in while the harm lasts. */
export const toBringBack = (release: Release, environment: string): Rollout | undefined =>
  rolloutIn(release, environment) ??
  release.rollouts.findLast(
    (one) => one.environment === environment && one.purpose === "deploy" && one.phase === "waiting",
  );

export const nextTriggerId = ({ triggers }: Release): string => `trigger-${triggers.length + 1}`;

/** The trigger, and what its severity asks for without anybody: at once, no approval, the same append (R121). */
export const armed = (process: Process, release: Release, raised: Raised, at: Instant): readonly ReleaseEvent[] => {
  const rollout = rolloutIn(release, raised.environment);
  const back = toBringBack(release, raised.environment);
  const trigger = nextTriggerId(release);
  const event: ReleaseEvent = { type: "TriggerRaised", at, trigger, of: rollout?.id ?? null, ...raised };
  return isAtOnce(process, raised.severity)
    ? [event, ...goBack(back, { trigger, severity: raised.severity }, { by: "headgate", reason: raised.says, at })]
    : [event];
};

type Why = {
  readonly by: string;
  readonly for?: string;
  readonly reason: string;
  readonly at: Instant;
  readonly answers?: Readonly<Record<string, string>>;
};

/** The decision, and the way back if there is one and it was not begun. */
export const goBack = (
  rollout: Rollout | undefined,
  { trigger, severity }: { readonly trigger: string; readonly severity: SeverityId },
  { at, answers = {}, ...who }: Why,
): readonly ReleaseEvent[] => {
  const { by, reason } = who;
  const decided: ReleaseEvent = { type: "TriggerDecided", at, trigger, choice: "roll-back", answers, ...who };
  return rollout === undefined || rollout.phase === "rolling-back"
    ? [decided]
    : [decided, ...beginWayBack(rollout, severity, { by, reason, at })];
};

/** Another severity has clocks of its own, which begin now or go on where they were left. */
export const graded = (
  process: Process,
  release: Release,
  { id: trigger, environment }: Trigger,
  { severity, at, ...who }: { readonly severity: SeverityId } & Omit<Why, "answers">,
): readonly ReleaseEvent[] => {
  const { reason } = who;
  const event: ReleaseEvent = { type: "TriggerGraded", at, trigger, severity, ...who };
  const rollout = toBringBack(release, environment);
  return isAtOnce(process, severity)
    ? [event, ...goBack(rollout, { trigger, severity }, { by: "headgate", reason, at })]
    : [event];
};
