import type { Release } from "../release/release.ts";
import type { IncidentEvent } from "./events.ts";
import type { Issue, Trigger } from "./incident.ts";

/** Issues and triggers in the order in which they came; nothing is ever taken off the list. */
export const evolveIncident = (release: Release, event: IncidentEvent): Pick<Release, "issues" | "triggers"> => {
  const { issues, triggers } = release;
  if ("trigger" in event) return { issues, triggers: withTrigger(triggers, event) };
  return { triggers, issues: withIssue(release, event) };
};

type TriggerEvent = Extract<IncidentEvent, { trigger: string }>;
type IssueEvent = Exclude<IncidentEvent, TriggerEvent>;

const withIssue = ({ issues, build }: Release, event: IssueEvent): readonly Issue[] => {
  if (event.type !== "IssueReported")
    return issues.map((one) => (one.id === event.issue ? { ...one, ...issueChange(event) } : one));
  const { issue: id, title, severity, source, environment, reference, graded, at, by } = event;
  const told = { id, title, severity, source, environment, reference, graded, at, by };
  return [...issues, { ...told, build: build.digest, state: "open", deferral: null, closedAt: null }];
};

const issueChange = (event: Exclude<IssueEvent, { type: "IssueReported" }>): Partial<Issue> => {
  switch (event.type) {
    case "IssueGraded":
      return { severity: event.severity, graded: true };
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
  { fix, decidedAt }: Trigger,
  event: Exclude<TriggerEvent, { type: "TriggerRaised" }>,
): Partial<Trigger> => {
  const { at } = event;
  switch (event.type) {
    case "TriggerGraded":
      return { severity: event.severity, since: at, escalatedAt: null, notRestoredAt: null };
    case "TriggerEscalated":
      return { escalatedAt: at };
    case "TriggerNotRestored":
      return { notRestoredAt: at };
    case "TriggerDecided": {
      const { choice, by, reason, answers } = event;
      return { decision: { choice, by, at, reason, answers }, decidedAt: decidedAt ?? at };
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
