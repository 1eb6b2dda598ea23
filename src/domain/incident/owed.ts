import type { Process, Requirement, RequirementState } from "../process/process.ts";
import { lastRollout, type Release } from "../release/release.ts";
import { type Instant, plus } from "../units.ts";
import { utc } from "../utc.ts";
import { rolloutIn, ruleOf } from "./arm.ts";
import { escalatesAt } from "./due-triggers.ts";
import { type Issue, isOpen, type Trigger } from "./incident.ts";
import { restorations, restoreBy, restoredInWords } from "./restored.ts";

type Owed = {
  readonly id: string;
  readonly stage: string;
  readonly kind: "incident";
  readonly title: string;
  readonly state: RequirementState;
  readonly reason: string;
  readonly why: string;
  readonly owner: string;
  readonly after: readonly string[];
  readonly due?: Instant;
};

/** Every issue that is neither mended nor put off, and every trigger that nobody has settled, with its clock. */
export const incidents = (process: Process, release: Release): readonly Owed[] => [
  ...release.issues.map((one) => issueOwed(process, release, one)),
  ...release.triggers.map((one) => triggerOwed(process, release, one)),
];

const issueOwed = (process: Process, release: Release, issue: Issue): Owed => {
  const { id, title, severity, environment, state, graded } = issue;
  const said = graded ? severity : `${severity} by an agent's word`;
  return {
    id,
    stage: stageFor(process, release, environment),
    kind: "incident",
    title: `Issue: ${title}`,
    state: state === "open" ? "fail" : "pass",
    reason: state === "open" ? `${said}, open since ${utc(issue.at)}` : `${said}, ${state}`,
    why: "What is carried forward is met again by users.",
    owner: ownerOf(process, release, environment),
    after: [],
  };
};

const triggerOwed = (process: Process, release: Release, trigger: Trigger): Owed => {
  const { id, severity, says, environment, settled } = trigger;
  const due = settled === null ? dueOf(process, release, trigger) : null;
  return {
    id,
    stage: stageFor(process, release, environment),
    kind: "incident",
    title: `Trigger: ${says}`,
    state: isOpen(trigger) ? "fail" : "pass",
    reason: [
      settled === null ? `${severity}; ${words(process, release, trigger)}` : `${severity}, ${settled.how}`,
      ...restorations(process, release)
        .filter(({ trigger: one }) => one === id)
        .map(restoredInWords),
    ].join("; "),
    why: "Every minute of hesitation is a minute of harm.",
    owner: process.triggers?.decidedBy[0] ?? release.plan.owner,
    after: [],
    ...(due === null ? {} : { due }),
  };
};

const rollsBackAt = (process: Process, release: Release, { severity, since, environment }: Trigger): Instant | null => {
  const { rollBackAfter } = ruleOf(process, severity) ?? {};
  const rollout = rolloutIn(release, environment);
  return rollBackAfter === undefined || rollout === undefined ? null : plus(since, rollBackAfter);
};

const isGoingBack = (release: Release, { environment }: Trigger): boolean =>
  rolloutIn(release, environment)?.phase === "rolling-back";

const dueOf = (process: Process, release: Release, trigger: Trigger): Instant | null =>
  isGoingBack(release, trigger)
    ? (restoreBy(process, trigger) ?? rollsBackAt(process, release, trigger))
    : (rollsBackAt(process, release, trigger) ?? escalatesAt(process, release, trigger));

/**
 * A clock of its severity, or a way back, is at work on this trigger. An issue has none, nor has a trigger that was
 * escalated or decided and that nobody settles: those fall due as everything does that people owe.
 */
export const hasClock = (process: Process, release: Release, id: string, now: Instant): boolean => {
  const trigger = release.triggers.find((one) => one.id === id);
  if (trigger === undefined) return false;
  if (rolloutIn(release, trigger.environment)?.phase === "rolling-back") return true;
  const due = dueOf(process, release, trigger);
  return due !== null && (now < due || trigger.escalatedAt === null);
};

const words = (process: Process, release: Release, trigger: Trigger): string => {
  if (isGoingBack(release, trigger)) return "rolling back";
  const back = rollsBackAt(process, release, trigger);
  if (back !== null) return `rolls back at ${utc(back)} unless a fix is verified before`;
  const until = escalatesAt(process, release, trigger);
  if (until !== null) return `a decision is due by ${utc(until)}`;
  return trigger.decision === null ? "to be settled" : "decided, and to be settled";
};

/**
 * Nothing is carried forward from where it was rehearsed. Once users have the build, it counts before the release closes:
 * were it to close the gate of its stage again, nobody would look at production any more while something is wrong.
 */
const stageFor = ({ requirements, stages }: Process, release: Release, environment: string): string => {
  const last = stages.at(-1)?.id ?? "";
  const inProduction = lastRollout(release, "production", "deploy");
  if (environment === "production" || (inProduction !== undefined && inProduction.promotedAt !== null)) return last;
  const isThere = (one: Requirement): boolean =>
    one.kind === "rollout" && one.environment === environment && one.purpose === "deploy";
  return requirements.find(isThere)?.stage ?? last;
};

/** Whoever answers for what was found out about the build there. */
export const ownerOf = ({ requirements }: Process, { plan }: Release, environment: string): string =>
  requirements.find((one) => one.kind === "check" && one.probe === "issues")?.owner ??
  requirements.find((one) => one.kind === "rollout" && one.environment === environment)?.owner ??
  plan.owner;
