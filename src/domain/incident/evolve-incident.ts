import type { Release } from "../release/release.ts";
import { since as elapsed, instant } from "../units.ts";
import type { IncidentEvent } from "./events.ts";
import type { Issue, Trigger } from "./incident.ts";

/** Issues and triggers in the order in which they came; nothing is ever taken off the list. */
export const evolveIncident = (release: Release, event: IncidentEvent): Partial<Release> => ({
  ...("trigger" in event ? { triggers: withTrigger(release.triggers, event) } : { issues: withIssue(release, event) }),
  ...(ends.has(event.type) ? { due: dueWithout(release, "trigger" in event ? event.trigger : event.issue) } : {}),
});

/** What nobody owes any more, until it is heard of again. */
const ends: ReadonlySet<IncidentEvent["type"]> = new Set(["IssueDeferred", "IssueClosed", "TriggerSettled"]);

const dueWithout = ({ due }: Release, id: string): Release["due"] =>
  Object.fromEntries(Object.entries(due).filter(([one]) => one !== id));

type TriggerEvent = Extract<IncidentEvent, { trigger: string }>;
type IssueEvent = Exclude<IncidentEvent, TriggerEvent>;

const withIssue = ({ issues, build }: Release, event: IssueEvent): readonly Issue[] => {
  if (event.type !== "IssueReported")
    return issues.map((one) => (one.id === event.issue ? { ...one, ...issueChange(one, event) } : one));
  const { issue: id, title, severity, source, environment, reference, graded, at, by } = event;
  const told = { id, title, severity, source, environment, reference, graded, at, by };
  return [...issues, { ...told, build: build.digest, state: "open", deferral: null, closedAt: null }];
};

const issueChange = (
  { severity, state }: Issue,
  event: Exclude<IssueEvent, { type: "IssueReported" }>,
): Partial<Issue> => {
  switch (event.type) {
    case "IssueGraded": {
      const graded = { severity: event.severity, graded: true };
      // What was put off was something of another severity.
      return state === "deferred" && event.severity !== severity
        ? { ...graded, state: "open", deferral: null }
        : graded;
    }
    case "IssueDeferred": {
      const { by, workaround, plan } = event;
      return { state: "deferred", deferral: { by, workaround, plan } };
    }
    case "IssueClosed":
      return { state: "closed", closedAt: event.at };
  }
};

const withTrigger = (triggers: readonly Trigger[], event: TriggerEvent): readonly Trigger[] => {
  if (event.type !== "TriggerRaised")
    return triggers.map((one) => (one.id === event.trigger ? { ...one, ...triggerChange(one, event) } : one));
  const { trigger: id, of: rollout, severity, source, says, environment, issue, key, at, by } = event;
  const told = { id, rollout, severity, source, says, environment, issue, key, at, by };
  const unanswered = {
    escalatedAt: null,
    notRestoredAt: null,
    decision: null,
    decidedAt: null,
    fix: null,
    settled: null,
  };
  return [...triggers, { ...told, since: at, ...unanswered }];
};

const triggerChange = (
  { fix, decidedAt, severity, since, spent = {} }: Trigger,
  event: Exclude<TriggerEvent, { type: "TriggerRaised" }>,
): Partial<Trigger> => {
  const { at } = event;
  switch (event.type) {
    case "TriggerGraded": {
      // A clock that was left goes on where it stood: there and back again wins nobody time.
      const before = { ...spent, [severity]: elapsed(since, at) };
      const begun = instant(at - (before[event.severity] ?? 0));
      return { severity: event.severity, since: begun, spent: before, escalatedAt: null, notRestoredAt: null };
    }
    case "TriggerEscalated":
      return { escalatedAt: at };
    case "TriggerNotRestored":
      return { notRestoredAt: at };
    case "TriggerDecided": {
      const { choice, by, reason, answers, for: principal } = event;
      const stead = principal === undefined ? {} : { for: principal };
      return { decision: { choice, by, at, reason, answers, ...stead }, decidedAt: decidedAt ?? at };
    }
    case "FixApplied": {
      const { kind, name, by } = event;
      return { fix: { kind, name, by, at, verifiedAt: null } };
    }
    case "FixVerified":
      return fix === null ? {} : { fix: { ...fix, verifiedAt: at } };
    case "TriggerSettled":
      return { settled: { how: event.how, at } };
  }
};
