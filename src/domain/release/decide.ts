import { whyNoEmergency } from "../emergency/decide-opening.ts";
import { decideFailure } from "../failure/decide-failure.ts";
import { noteFailures } from "../failure/note-failures.ts";
import { undermined } from "../failure/undermined.ts";
import { isHarmless } from "../incident/arm.ts";
import { decideIssue } from "../incident/decide-issue.ts";
import { decideTrigger } from "../incident/decide-trigger.ts";
import { withTriggers } from "../incident/with-triggers.ts";
import { decideNotice } from "../notice/decide-notice.ts";
import { isStartTold } from "../notice/pending.ts";
import type { Process } from "../process/process.ts";
import { accept, type Decision, refuse } from "../refusal.ts";
import type { RolloutOrder } from "../rollout/commands.ts";
import { decideReport } from "../rollout/decide.ts";
import { decideOrder } from "../rollout/decide-order.ts";
import { isReversible, type Rollout } from "../rollout/rollout.ts";
import { decideRoom } from "../room/decide-room.ts";
import { decideValidation } from "../validation/decide-validation.ts";
import { whyTooMuch } from "./bounds.ts";
import type { Command } from "./commands.ts";
import { decideAcknowledgement } from "./decide-acknowledgement.ts";
import { decideBreakGlass } from "./decide-break-glass.ts";
import { decideClosing } from "./decide-closing.ts";
import { decideDue } from "./decide-due.ts";
import { decideEvidence } from "./decide-evidence.ts";
import { decideFiling } from "./decide-filing.ts";
import { decideProposal } from "./decide-proposal.ts";
import { decideRollout } from "./decide-rollout.ts";
import { decideSignature } from "./decide-signature.ts";
import { decideWaiver } from "./decide-waiver.ts";
import type { ReleaseEvent } from "./events.ts";
import type { Release } from "./release.ts";
import { rightTo } from "./stand-in.ts";
import { delegatorOf, whyNot } from "./who-may.ts";

/** The pure core: state and command in, facts or a refusal out. What an agent does says on whose behalf (R206). */
export const decide = (process: Process, release: Release | undefined, command: Command): Decision<ReleaseEvent> => {
  const decision = completed(process, release, command, decideFor(process, release, command));
  if (!decision.ok || command.by.kind !== "agent") return decision;
  const plan = command.type === "OpenRelease" ? command.plan : release?.plan;
  const delegator = plan === undefined ? {} : delegatorOf({ plan }, command.by);
  return { ...decision, events: decision.events.map((event) => ({ ...event, ...delegator })) };
};

/** What follows from it stands in the very append: an attempt that failed, what goes back for that, and its trigger. */
const completed = (
  process: Process,
  release: Release | undefined,
  command: Command,
  decision: Decision<ReleaseEvent>,
): Decision<ReleaseEvent> => {
  if (release === undefined || !decision.ok) return decision;
  const noted = (events: readonly ReleaseEvent[]) => [...events, ...noteFailures(process, release, events, command.at)];
  const failed = noted(decision.events);
  const lost = undermined(process, release, failed);
  const events = lost.length === 0 ? failed : noted([...failed, ...lost]);
  return { ...decision, events: withTriggers(release, command, events) };
};

const decideFor = (process: Process, release: Release | undefined, command: Command): Decision<ReleaseEvent> => {
  if (command.type === "OpenRelease") return open(process, release, command);
  if (release === undefined) return refuse("NOT_OPEN", { release: "", phase: "not opened" });
  const forbidden = whyNot(release, command) ?? whyTooMuch(command);
  if (forbidden !== null) return forbidden;
  if (command.type === "Report") return decideMachine(process, release, command);
  if (release.phase !== "open" && !afterwards.has(command.type))
    return refuse("NOT_OPEN", { release: release.id, phase: release.phase });
  switch (command.type) {
    case "RecordEvidence":
      return decideEvidence(process, release, command);
    case "Approve":
    case "Reject":
      return decideSignature(process, release, command);
    case "RequestWaiver":
    case "GrantWaiver":
      return decideWaiver(process, release, command);
    case "BreakGlass":
      return decideBreakGlass(process, release, command);
    case "Propose":
    case "TakeUp":
      return decideProposal(process, release, command);
    case "NoteDue":
    case "RecordTold":
      return decideDue(process, release, command);
    case "RecordNotice":
    case "SkipNotices":
      return decideNotice(process, release, command);
    case "AcknowledgeAlert":
      return decideAcknowledgement(release, command);
    case "FileRecord":
    case "FileDocument":
    case "RecordDelivery":
    case "RequestCheck":
    case "CloseTask":
      return decideFiling(process, release, command);
    case "Reschedule":
    case "ReplaceBuild":
    case "Cancel":
    case "CloseRelease":
    case "RecordSeal":
      return decideClosing(process, release, command);
    case "ReportIssue":
    case "GradeIssue":
    case "DeferIssue":
    case "CloseIssue":
      return decideIssue(process, release, command);
    case "RaiseTrigger":
    case "GradeTrigger":
    case "DecideTrigger":
    case "ApplyFix":
    case "SettleTrigger":
    case "KeepTriggers":
      return decideTrigger(process, release, command);
    case "ExtendPeriod":
    case "CloseRollbackWindow":
    case "SeeFeature":
      return decideValidation(process, release, command);
    case "Diagnose":
    case "RestartAttempt":
    case "RecordFailure":
      return decideFailure(process, release, command);
    case "ConfirmPresence":
    case "TakeNote":
      return decideRoom(process, release, command);
    case "StartRollout":
      return decideRollout(process, release, command);
    case "Order":
      return decideOrdered(process, release, command);
  }
};

/** What may still come after the end: the last message and notice, the seal, and the way back of what is live. */
const afterwards: ReadonlySet<Command["type"]> = new Set([
  ...(["Order", "RecordDelivery", "RecordSeal"] as const),
  ...(["RecordNotice", "SkipNotices"] as const),
]);

const open = (
  process: Process,
  release: Release | undefined,
  command: Extract<Command, { type: "OpenRelease" }>,
): Decision<ReleaseEvent> => {
  const { by, at, build, plan } = command;
  if (!plan.people.some(({ id, kind }) => id === by.id && kind === by.kind))
    return refuse("UNKNOWN_PERSON", { person: by.id });
  if (release !== undefined)
    // Opening twice never erases what is there (T42).
    return release.build.digest === build.digest
      ? accept<ReleaseEvent>([], `${release.id} is open already with this build; nothing was changed`)
      : refuse("ALREADY_OPEN", { release: release.id, version: release.build.version, digest: release.build.digest });
  const noEmergency = whyNoEmergency(process, plan, by);
  if (noEmergency !== null) return noEmergency;
  const { type: _, by: __, ...rest } = command;
  return accept<ReleaseEvent>([{ ...rest, type: "ReleaseOpened", at, by: by.id }]);
};

const decideMachine = (
  process: Process,
  release: Release,
  { rollout: id, report, at }: Extract<Command, { type: "Report" }>,
): Decision<ReleaseEvent> => {
  const rollout = release.rollouts.find((one) => one.id === id);
  if (rollout === undefined) return accept();
  if (report.type === "ConfirmAnnounced" && !isStartTold(process, release, id, at)) return accept();
  // Only where users are is there a way back worth keeping warm.
  const rollbackWindow =
    rollout.environment === "production" ? process.rollbackWindow : (0 as typeof process.rollbackWindow);
  return decideReport(
    { rollbackWindow, interval: release.plan.interval, pauses: release.plan.pauses },
    rollout,
    report,
    at,
  );
};

/** Anybody may hold or bring back a rollout; only who answers for it lets it go on. */
const decideOrdered = (
  process: Process,
  release: Release,
  { environment, order, by, at }: Extract<Command, { type: "Order" }>,
): Decision<ReleaseEvent> => {
  const last = release.rollouts.findLast((one) => one.environment === environment);
  if (last === undefined || (order.type === "RollBack" && !isReversible(last)))
    return order.type === "RollBack"
      ? accept<ReleaseEvent>([], `nothing to roll back: no rollout of ${release.id} is in progress in ${environment}`)
      : refuse("NO_ROLLOUT", { phase: "not started" });
  if (order.type === "RollBack" && order.reason.trim() === "") return refuse("REASON_MISSING", { act: "a rollback" });
  const isLight = order.type === "RollBack" && isHarmless(process, order.severity) && last.purpose === "deploy";
  // Nothing was touched while it waits for the environment: to withdraw it is no rollback.
  if (isLight && last.phase !== "waiting")
    return refuse("TOO_LIGHT", {
      trigger: `a rollback in ${environment}`,
      severity: order.severity,
      release: release.id,
    });
  const asked = askedFor(process, last, order);
  if (asked !== null && by.kind === "human" && rightTo(release.plan.people, by.id, [asked.role]) === null)
    return refuse("ROLE_MISSING", { person: by.id, ...asked });
  return decideOrder(last, order, by.id, at);
};

/** The role that an order needs; null where anybody may give it. */
const askedFor = (
  process: Process,
  rollout: Rollout,
  order: RolloutOrder,
): { readonly role: string; readonly act: string } | null => {
  if (order.type === "Promote")
    return { role: rollout.steps[rollout.step]?.asks ?? ownerOf(process, rollout), act: "the go for a step" };
  if (order.type === "Resume") return { role: ownerOf(process, rollout), act: "letting a rollout go on" };
  if (order.type !== "ConfirmStep") return null;
  const step = rollout.own.find(({ number }) => number === order.number);
  return step === undefined ? null : { role: step.owner, act: `step ${step.number} of the runbook` };
};

const ownerOf = (process: Process, { environment, purpose }: Rollout): string =>
  process.requirements.find(
    (one) => one.kind === "rollout" && one.environment === environment && one.purpose === purpose,
  )?.owner ?? "";
