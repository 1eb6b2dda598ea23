import { shortened } from "../emergency/emergency.ts";
import { conflicts } from "../release/duties.ts";
import { exceptionFor } from "../release/exceptions.ts";
import { type Approved, lastRollout, type Release } from "../release/release.ts";
import { rightTo, signerInWords } from "../release/stand-in.ts";
import { currentStep, type Rollout } from "../rollout/rollout.ts";
import type { Instant } from "../units.ts";
import { isFresh, judgedAt } from "./dates.ts";
import { judgeCheck } from "./judge-check.ts";
import { isMet, type Judgement } from "./judgement.ts";
import type {
  Approval,
  DocumentRequirement,
  Message,
  Process,
  RecordForm,
  Requirement,
  RolloutRequirement,
} from "./process.ts";
import { requirementOf } from "./requirement-of.ts";
import { changedItems, shownFor } from "./shown.ts";
import { waitInWords, waitOf } from "./wait-of.ts";

/** What this requirement comes to now, with a live waiver laid over it. */
export const judge = (process: Process, release: Release, requirement: Requirement, now: Instant): Judgement => {
  const bare = shortened(process, release, requirement, judgeBare(process, release, requirement, now));
  if (bare.state === "pass" || bare.state === "not applicable") return bare;
  if (!requirement.waivable) return bare;
  // What nobody can look at any more stands as it did when it was asked for the last time, waived or not.
  const at = requirement.kind === "check" ? judgedAt(process, release, requirement.until, now) : now;
  const exception = exceptionFor(release, requirement.id, at);
  if (exception !== null) return { state: "waived", reason: `${exception.reason}; was: ${bare.reason})` };
  return hasExpired(release, requirement.id, at) ? { ...bare, reason: `${bare.reason}; its waiver expired` } : bare;
};

const hasExpired = ({ waivers }: Release, id: string, now: Instant): boolean => {
  const waiver = waivers[id];
  return waiver?.grantedBy != null && waiver.expires <= now;
};

/** What stood on a waiver falls with it, when the thing itself is still red (R52). */
const fallen = (process: Process, release: Release, { shows }: Approval, now: Instant): readonly string[] =>
  shows.filter((id) => {
    const one = hasExpired(release, id, now) ? requirementOf(process, id) : undefined;
    return one !== undefined && !isMet(judge(process, release, one, now).state);
  });

const judgeBare = (process: Process, release: Release, requirement: Requirement, now: Instant): Judgement => {
  switch (requirement.kind) {
    case "check":
      return judgeCheck(process, release, requirement, now);
    case "approval":
      return judgeApproval(process, release, requirement, now);
    case "document":
      return judgeDocument(process, release, requirement);
    case "record":
      return judgeRecord(release, requirement);
    case "message":
      return judgeMessage(release, requirement);
    case "rollout":
      return judgeRollout(release, requirement);
  }
};

const judgeApproval = (process: Process, release: Release, approval: Approval, now: Instant): Judgement => {
  const rejected = release.rejections[approval.id];
  if (rejected !== undefined) return { state: "fail", reason: `rejected by ${rejected.by}: ${rejected.reason}` };
  const given = release.approvals[approval.id];
  if (given === undefined) return { state: "missing", reason: "not signed yet" };
  const changed = changedItems(given.shown, shownFor(process, release, approval.shows));
  if (changed.length > 0)
    return { state: "stale", reason: `void: changed since ${given.by} signed: ${changed.join(", ")}` };
  const ended = fallen(process, release, approval, now);
  if (ended.length > 0) return { state: "stale", reason: `void: the waiver of ${ended.join(", ")} expired` };
  if (rightTo(release.plan.people, given.by, [given.role]) === null)
    return { state: "stale", reason: `void: ${given.by} no longer holds ${given.role}` };
  // Duties hold from the signature on: who signs both, or acts afterwards, voids what was signed before.
  const broken = given.conflict === null ? conflicts(release, approval, given.by) : [];
  if (broken.length > 0) return { state: "stale", reason: `void: ${broken.join("; ")}` };
  if (approval.expires !== undefined && !isFresh(process, release, given.at, approval.expires, now))
    return { state: "stale", reason: `expired: ${given.by} signed it too long ago` };
  return { state: "pass", reason: `signed by ${signerInWords(given)}${overInWords(given)}` };
};

const overInWords = ({ over = [] }: Approved): string => (over.length === 0 ? "" : ` over: ${over.join(", ")}`);

const judgeDocument = (process: Process, release: Release, document: DocumentRequirement): Judgement => {
  const written = release.documents[document.id];
  if (written === undefined) return { state: "missing", reason: "not written yet" };
  const changed = changedItems(written.madeFrom, shownFor(process, release, document.shows));
  return changed.length > 0
    ? { state: "stale", reason: `written before these changed: ${changed.join(", ")}` }
    : written.lacks !== undefined
      ? { state: "fail", reason: `it does not say all that it has to: ${written.lacks.join("; ")}` }
      : { state: "pass", reason: `written by ${written.by}` };
};

const judgeRecord = (release: Release, { id, fields }: RecordForm): Judgement => {
  const filed = release.records[id];
  if (filed === undefined) return { state: "missing", reason: "not filed yet" };
  const empty = fields.filter(({ name, required }) => required && (filed.fields[name] ?? "").trim() === "");
  return empty.length > 0
    ? { state: "fail", reason: `not answered: ${empty.map(({ name }) => name).join(", ")}` }
    : { state: "pass", reason: `filed by ${filed.by}` };
};

const judgeMessage = (release: Release, { id, audience }: Message): Judgement => {
  const recipients = release.plan.audiences[audience] ?? [];
  if (recipients.length === 0) return { state: "missing", reason: `nobody is listed for the audience "${audience}"` };
  const deliveries = release.deliveries[id] ?? {};
  const bounced = recipients.filter((to) => deliveries[to]?.delivered === false);
  if (bounced.length > 0) return { state: "fail", reason: `not delivered to ${bounced.join(", ")}` };
  const open = recipients.filter((to) => deliveries[to] === undefined);
  return open.length > 0
    ? { state: "missing", reason: `not sent to ${open.join(", ")}` }
    : { state: "pass", reason: `delivered to ${recipients.length}` };
};

const judgeRollout = (release: Release, { environment, purpose }: RolloutRequirement): Judgement => {
  const rollout = lastRollout(release, environment, purpose);
  if (rollout === undefined) return { state: "missing", reason: "not started yet" };
  const { phase, rollback, attempt } = rollout;
  const drilled = purpose === "drill" && rollback?.severity === "drill";
  switch (phase) {
    case "waiting":
      return {
        state: "missing",
        reason: `attempt ${attempt} waits for the environment${rollout.failure === null ? "" : `: ${rollout.failure}`}`,
      };
    case "progressing":
      return {
        state: "missing",
        reason: `step ${rollout.step + 1} of ${rollout.steps.length} (${currentStep(rollout).weight} %) ${progressOf(release, rollout)}`,
      };
    case "rolling-back":
      return drilled
        ? { state: "missing", reason: "the drill is on its way back" }
        : { state: "fail", reason: `rolling back: ${rollback?.reason}` };
    case "rolled-back":
      if (!drilled) return { state: "fail", reason: `attempt ${attempt} was rolled back: ${rollback?.reason}` };
      return rollback?.smoke?.failed === 0
        ? { state: "pass", reason: `attempt ${attempt}, rolled back on purpose` }
        : { state: "fail", reason: "smoke failed on the baseline after the drill" };
    case "promoted":
    case "closed":
      return { state: "pass", reason: `attempt ${attempt}, all traffic on ${rollout.candidate.version}` };
  }
};

const progressOf = (release: Release, rollout: Rollout): string => {
  const stands = rollout.frozen ?? rollout.paused;
  if (stands !== null) return `paused: ${stands.reason}`;
  return waitInWords(waitOf(release, rollout)) || "in progress";
};
