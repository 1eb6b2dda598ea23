import type { Process } from "../process/process.ts";
import { accept, type Decision, type Refused, refuse } from "../refusal.ts";
import type { Command } from "../release/commands.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import { armed, graded, isHarmless } from "./arm.ts";
import { whyNotDecider } from "./deciders.ts";
import { type Issue, isOpen, type Trigger } from "./incident.ts";
import { isWorse } from "./is-worse.ts";
import { isSevere } from "./obstacles.ts";
import { ownerOf } from "./owed.ts";

/** A fault that users have arms the clock of its severity (R85); one without a clock waits for a later release. */
export const armedBy = (
  process: Process,
  release: Release,
  { id, title, severity, environment }: Pick<Issue, "id" | "title" | "severity" | "environment">,
  by: string,
  at: Command["at"],
): readonly ReleaseEvent[] =>
  environment !== "production" || isHarmless(process, severity) || process.severities.length === 0
    ? []
    : armed(process, release, { severity, source: "issue", says: title, environment, issue: id, key: id, by }, at);

/** A person says how bad it is; its trigger follows, or is armed. */
export const gradeIssue = (
  process: Process,
  release: Release,
  issue: Issue,
  { at, by, severity, reason }: Extract<Command, { type: "GradeIssue" }>,
): Decision<ReleaseEvent> => {
  if (reason.trim() === "") return refuse("REASON_MISSING", { act: "a grade" });
  if (issue.graded && issue.severity === severity)
    return accept<ReleaseEvent>([], `${issue.id} is graded ${severity} already`);
  const trigger = release.triggers.find((one) => one.issue === issue.id && isOpen(one));
  const isLess = [issue, ...(trigger === undefined ? [] : [trigger])].some((one) => isWorse(one.severity, severity));
  const forbidden = isLess ? whyNotLowered(process, release, issue, by, trigger) : null;
  if (forbidden !== null) return forbidden;
  const event: ReleaseEvent = { type: "IssueGraded", at, issue: issue.id, severity, reason, by: by.id };
  const follows =
    trigger === undefined
      ? armedBy(process, release, { ...issue, severity }, by.id, at)
      : graded(process, release, trigger, { severity, reason, by: by.id, at });
  return accept([event, ...follows]);
};

/** To call less what has a clock, or stands in the way as severe, is a decision and no triage; an agent's word is none. */
const whyNotLowered = (
  process: Process,
  release: Release,
  issue: Issue,
  by: Command["by"],
  trigger: Trigger | undefined,
): Refused | null => {
  if (trigger === undefined && (!issue.graded || !isSevere(process, issue.severity))) return null;
  const besides = trigger === undefined ? [ownerOf(process, release, issue.environment)] : [];
  return whyNotDecider(process, release, by, `calling ${issue.id} less than ${issue.severity}`, besides);
};
