import { judge } from "../process/judge.ts";
import type { Process } from "../process/process.ts";
import { accept, type Decision, type Refused, refuse } from "../refusal.ts";
import type { Command } from "../release/commands.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import { rightTo } from "../release/stand-in.ts";
import { armed, graded, isHarmless } from "./arm.ts";
import { type Issue, isOpen } from "./incident.ts";
import { isSevere } from "./obstacles.ts";
import { passedSince } from "./passed-since.ts";

type Of<Type extends Command["type"]> = Extract<Command, { type: Type }>;
type About = Of<"GradeIssue" | "DeferIssue" | "CloseIssue">;

/** Anybody reports; a person says how bad it is; only mending or a named role's word takes it out of the way. */
export const decideIssue = (
  process: Process,
  release: Release,
  command: About | Of<"ReportIssue">,
): Decision<ReleaseEvent> => {
  if (command.type === "ReportIssue") return report(process, release, command);
  const issue = release.issues.find(({ id }) => id === command.issue);
  const known = release.issues.map(({ id }) => id).join(", ") || "none";
  if (issue === undefined) return refuse("ISSUE_UNKNOWN", { issue: command.issue, known });
  if (issue.state === "closed") return accept<ReleaseEvent>([], `${issue.id} is closed already`);
  switch (command.type) {
    case "GradeIssue":
      return grade(process, release, issue, command);
    case "DeferIssue":
      return defer(process, release, issue, command);
    case "CloseIssue":
      return close(process, release, issue, command);
  }
};

/**
 * What an agent says of its severity counts against the release, and starts no clock until a person has graded it (R206).
 * Some sources say by themselves how bad it is: nobody has to find the right word while an attack runs (R86).
 */
const report = (process: Process, release: Release, command: Of<"ReportIssue">): Decision<ReleaseEvent> => {
  const { at, by, title, source, environment, reference } = command;
  const severity = process.issues?.bySource?.[source] ?? command.severity;
  if (title.trim() === "") return refuse("REASON_MISSING", { act: "an issue: its title" });
  const twin = release.issues.find((one) => reference !== "" && one.reference === reference && one.state !== "closed");
  if (twin !== undefined) return accept<ReleaseEvent>([], `${reference} is known already, as ${twin.id}`);
  const issue = `issue-${release.issues.length + 1}`;
  const told = { issue, title, severity, source, environment, reference };
  const reported: ReleaseEvent = { type: "IssueReported", at, ...told, graded: by.kind === "human", by: by.id };
  const follows = by.kind === "human" ? arm(process, release, { ...told, id: issue }, by.id, at) : [];
  return accept([reported, ...follows], changedNote(command, severity));
};

const changedNote = ({ severity, source }: Of<"ReportIssue">, counts: Issue["severity"]): string | null =>
  severity === counts ? null : `it is ${counts}, and not ${severity}: whatever comes from ${source} is`;

/** A fault that users have arms the clock of its severity (R85); one without a clock waits for a later release. */
const arm = (
  process: Process,
  release: Release,
  { id, title, severity, environment }: Pick<Issue, "id" | "title" | "severity" | "environment">,
  by: string,
  at: Command["at"],
): readonly ReleaseEvent[] =>
  environment !== "production" || isHarmless(process, severity) || process.severities.length === 0
    ? []
    : armed(process, release, { severity, source: "issue", says: title, environment, issue: id, key: id, by }, at);

const grade = (
  process: Process,
  release: Release,
  issue: Issue,
  { at, by, severity, reason }: Of<"GradeIssue">,
): Decision<ReleaseEvent> => {
  if (reason.trim() === "") return refuse("REASON_MISSING", { act: "a grade" });
  if (issue.graded && issue.severity === severity)
    return accept<ReleaseEvent>([], `${issue.id} is graded ${severity} already`);
  const event: ReleaseEvent = { type: "IssueGraded", at, issue: issue.id, severity, reason, by: by.id };
  const trigger = release.triggers.find((one) => one.issue === issue.id && isOpen(one));
  const follows =
    trigger === undefined
      ? arm(process, release, { ...issue, severity }, by.id, at)
      : graded(process, release, trigger, { severity, reason, by: by.id, at });
  return accept([event, ...follows]);
};

const defer = (
  process: Process,
  release: Release,
  issue: Issue,
  { at, by, workaround, plan }: Of<"DeferIssue">,
): Decision<ReleaseEvent> => {
  const { deferrable = [], deferredBy = [] } = process.issues ?? {};
  const role = deferredBy.find((one) => rightTo(release.plan.people, by.id, [one]) !== null);
  if (role === undefined)
    return refuse("ROLE_MISSING", { person: by.id, role: deferredBy.join(" or "), act: `putting ${issue.id} off` });
  if (!issue.graded) return refuse("ISSUE_UNGRADED", { issue: issue.id, release: release.id });
  const { id, severity } = issue;
  if (!deferrable.includes(severity))
    return refuse("NOT_DEFERRABLE", { issue: id, severity, deferrable: deferrable.join(", ") || "none" });
  const empty = Object.entries({ workaround, plan }).filter(([, text]) => text.trim() === "");
  if (empty.length > 0)
    return refuse("FIELDS_MISSING", { requirement: id, fields: empty.map(([name]) => name).join(", ") });
  const event: ReleaseEvent = { type: "IssueDeferred", at, issue: id, workaround, plan, by: by.id, role };
  return accept([event, ...settledWith(release, issue, "mended later", `${id} was put off: ${plan}`, by.id, at)]);
};

/**
 * With a check that passed since, on the build as it is now. What no check can see may be closed by a note, yet never by
 * its reporter alone, and never where it is severe: there a word is no proof.
 */
const close = (
  process: Process,
  release: Release,
  issue: Issue,
  { at, by, note, retest }: Of<"CloseIssue">,
): Decision<ReleaseEvent> => {
  if (note.trim() === "") return refuse("REASON_MISSING", { act: "closing an issue" });
  const problem = retest === "" ? unproved(process, issue, by.id) : notPassed(process, release, issue, retest, at);
  if (problem !== null) return problem;
  const event: ReleaseEvent = { type: "IssueClosed", at, issue: issue.id, note, retest, by: by.id };
  return accept([event, ...settledWith(release, issue, "cleared", `${issue.id} is closed: ${note}`, by.id, at)]);
};

const unproved = (process: Process, { id, severity, by }: Issue, closer: string): Refused | null => {
  if (isSevere(process, severity)) return refuse("RETEST_MISSING", { issue: id, why: `it is ${severity}` });
  return by === closer ? refuse("RETEST_MISSING", { issue: id, why: `${closer} reported it` }) : null;
};

const notPassed = (
  process: Process,
  release: Release,
  { id, at: reportedAt }: Issue,
  retest: string,
  now: Command["at"],
): Refused | null => {
  const check = process.requirements.find((one) => one.id === retest);
  if (check === undefined) return refuse("UNKNOWN_REQUIREMENT", { requirement: retest });
  if (check.kind !== "check") return refuse("WRONG_KIND", { requirement: retest, kind: check.kind, wanted: "check" });
  if (passedSince(process, release, retest, reportedAt, now)) return null;
  const { state, reason } = judge(process, release, check, now);
  const found = state === "pass" ? "passed before it was reported" : `is ${state}: ${reason}`;
  return refuse("RETEST_NOT_PASSED", { issue: id, retest, found, release: release.id });
};

/** The trigger that it armed ends with it, unless a way back is under way already. */
const settledWith = (
  { triggers }: Release,
  { id }: Issue,
  how: "cleared" | "mended later",
  reason: string,
  by: string,
  at: Command["at"],
): readonly ReleaseEvent[] =>
  triggers
    .filter((one) => one.issue === id && isOpen(one) && one.decision?.choice !== "roll-back")
    .map(({ id: trigger }) => ({ type: "TriggerSettled", at, trigger, how, reason, by }));
