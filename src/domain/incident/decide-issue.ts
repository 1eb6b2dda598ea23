import { judge } from "../process/judge.ts";
import type { Process } from "../process/process.ts";
import { accept, type Decision, type Refused, refuse } from "../refusal.ts";
import type { Command } from "../release/commands.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import { inStead, rightTo } from "../release/stand-in.ts";
import { delegatorOf } from "../release/who-may.ts";
import { armedBy, gradeIssue } from "./grade-issue.ts";
import type { Issue } from "./incident.ts";
import { isWorse } from "./is-worse.ts";
import { isSevere } from "./obstacles.ts";
import { passedSince } from "./passed-since.ts";
import { settledWith } from "./settle-trigger.ts";
import { whyNowhere } from "./why-nowhere.ts";

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
      return gradeIssue(process, release, issue, command);
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
  const unknown = whyNowhere(release, environment);
  if (unknown !== null) return unknown;
  // What is known of the rehearsal is news where users are.
  const twin = release.issues.find(
    (one) =>
      reference !== "" && one.reference === reference && one.environment === environment && one.state !== "closed",
  );
  if (twin !== undefined) return again(process, release, twin, { ...command, severity });
  const issue = `issue-${release.issues.length + 1}`;
  const told = { issue, title, severity, source, environment, reference };
  const reported: ReleaseEvent = { type: "IssueReported", at, ...told, graded: by.kind === "human", by: by.id };
  const follows = by.kind === "human" ? armedBy(process, release, { ...told, id: issue }, by.id, at) : [];
  return accept([reported, ...follows], changedNote(command, severity));
};

const changedNote = ({ severity, source }: Of<"ReportIssue">, counts: Issue["severity"]): string | null =>
  severity === counts ? null : `it is ${counts}, and not ${severity}: whatever comes from ${source} is`;

/** Heard of once more. What a person says is worse than was known counts, also of what was put off. */
const again = (
  process: Process,
  release: Release,
  twin: Issue,
  { at, by, title, severity }: Of<"ReportIssue">,
): Decision<ReleaseEvent> =>
  by.kind === "human" && isWorse(severity, twin.severity)
    ? gradeIssue(process, release, twin, { type: "GradeIssue", at, by, issue: twin.id, severity, reason: title })
    : accept<ReleaseEvent>([], `${twin.reference} is known already, as ${twin.id} (${twin.severity}, ${twin.state})`);

const defer = (
  process: Process,
  release: Release,
  issue: Issue,
  { at, by, workaround, plan }: Of<"DeferIssue">,
): Decision<ReleaseEvent> => {
  const { deferrable = [], deferredBy = [] } = process.issues ?? {};
  const right = rightTo(release.plan.people, by.id, deferredBy);
  const role = deferredBy.find((one) => rightTo(release.plan.people, by.id, [one]) !== null);
  if (role === undefined || right === null)
    return refuse("ROLE_MISSING", { person: by.id, role: deferredBy.join(" or "), act: `putting ${issue.id} off` });
  if (!issue.graded) return refuse("ISSUE_UNGRADED", { issue: issue.id, release: release.id });
  const { id, severity } = issue;
  if (!deferrable.includes(severity))
    return refuse("NOT_DEFERRABLE", { issue: id, severity, deferrable: deferrable.join(", ") || "none" });
  const empty = Object.entries({ workaround, plan }).filter(([, text]) => text.trim() === "");
  if (empty.length > 0)
    return refuse("FIELDS_MISSING", { requirement: id, fields: empty.map(([name]) => name).join(", ") });
  const told = { workaround, plan, by: by.id, role, ...inStead(right) };
  const settled = settledWith(process, release, id, {
    by,
    at,
    how: "mended later",
    reason: `${id} was put off: ${plan}`,
  });
  return accept([{ type: "IssueDeferred", at, issue: id, ...told }, ...settled.events], settled.note);
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
  const problem =
    retest === "" ? unproved(process, release, issue, by.id) : notPassed(process, release, issue, retest, at);
  if (problem !== null) return problem;
  const { id } = issue;
  const settled = settledWith(process, release, id, { by, at, how: "cleared", reason: `${id} is closed: ${note}` });
  return accept([{ type: "IssueClosed", at, issue: id, note, retest, by: by.id }, ...settled.events], settled.note);
};

const unproved = (process: Process, { plan }: Release, { id, severity, by }: Issue, closer: string): Refused | null => {
  if (isSevere(process, severity)) return refuse("RETEST_MISSING", { issue: id, why: `it is ${severity}` });
  const kind = plan.people.find((one) => one.id === by)?.kind ?? "human";
  // What an agent reports, it reports for somebody.
  const reporter = kind === "agent" ? delegatorOf({ plan }, { kind, id: by }).delegator : by;
  return reporter === closer ? refuse("RETEST_MISSING", { issue: id, why: `${closer} reported it` }) : null;
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
