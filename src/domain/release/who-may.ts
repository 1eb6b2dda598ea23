import { type Refused, refuse } from "../refusal.ts";
import type { Actor, Command } from "./commands.ts";
import type { PersonRef } from "./plan.ts";
import type { Release } from "./release.ts";

/**
 * Who gives a command at all: `people` decide, `anyone` prepares, `system` is the conductor's alone. A new command does
 * not compile before that is said, so that no agent is let through by an omission (R206).
 */
export const given: Readonly<Record<Command["type"], "people" | "anyone" | "system">> = {
  OpenRelease: "anyone",
  RecordEvidence: "anyone",
  FileDocument: "anyone",
  RequestCheck: "anyone",
  Propose: "anyone",
  // Decisions are people's; the core refuses an agent's.
  TakeNote: "anyone",
  // The process says of each rollout whether an agent may start it.
  StartRollout: "anyone",
  ReportIssue: "anyone",
  // Of what is rolled back by itself a person warns; `decideTrigger` refuses an agent there.
  RaiseTrigger: "anyone",
  GradeIssue: "people",
  DeferIssue: "people",
  CloseIssue: "people",
  GradeTrigger: "people",
  DecideTrigger: "people",
  ApplyFix: "people",
  SettleTrigger: "people",
  Approve: "people",
  Reject: "people",
  RequestWaiver: "people",
  GrantWaiver: "people",
  BreakGlass: "people",
  AcknowledgeAlert: "people",
  ConfirmPresence: "people",
  TakeUp: "people",
  CloseTask: "people",
  FileRecord: "people",
  Reschedule: "people",
  Cancel: "people",
  ReplaceBuild: "people",
  ExtendPeriod: "people",
  CloseRollbackWindow: "people",
  SeeFeature: "people",
  Diagnose: "people",
  RestartAttempt: "people",
  RecordFailure: "system",
  Order: "people",
  Report: "system",
  RecordDelivery: "system",
  CloseRelease: "system",
  RecordSeal: "system",
  NoteDue: "system",
  KeepTriggers: "system",
  RecordTold: "system",
  RecordNotice: "system",
  SkipNotices: "system",
};

/** Why this actor may not give this command at all; null when the actor may. Roles and duties come after. */
export const whyNot = (release: Release, { type, by }: { type: Command["type"]; by: Actor }): Refused | null => {
  if (by.kind === "system") return null;
  const person = personOf(release, by.id);
  if (person === undefined || person.kind !== by.kind) return refuse("UNKNOWN_PERSON", { person: by.id });
  if (given[type] === "system") return refuse("ROLE_MISSING", { person: by.id, role: "conductor", act: type });
  if (by.kind === "agent" && given[type] === "people") return refuse("AGENT_FORBIDDEN", { person: by.id, act: type });
  return null;
};

export const personOf = ({ plan }: Release, id: string): PersonRef | undefined =>
  plan.people.find((one) => one.id === id);

/** On whose behalf an agent acts; everybody else acts for themselves. */
export const delegatorOf = ({ plan }: Pick<Release, "plan">, { kind, id }: Actor): { readonly delegator?: string } =>
  kind === "agent" ? { delegator: plan.people.find((one) => one.id === id)?.for ?? plan.owner } : {};
