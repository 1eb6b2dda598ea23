import { conflicts } from "../release/duties.ts";
import { lastRollout, type Release } from "../release/release.ts";
import { currentStep } from "../rollout/rollout.ts";
import type { Instant } from "../units.ts";
import { isFresh } from "./dates.ts";
import { judgeCheck } from "./judge-check.ts";
import type { Judgement } from "./judgement.ts";
import type {
  Approval,
  DocumentRequirement,
  Message,
  Process,
  RecordForm,
  Requirement,
  RolloutRequirement,
} from "./process.ts";
import { changedItems, shownFor } from "./shown.ts";

/** What this requirement comes to now, with a live waiver laid over it. */
export const judge = (process: Process, release: Release, requirement: Requirement, now: Instant): Judgement => {
  const bare = judgeBare(process, release, requirement, now);
  if (bare.state === "pass" || bare.state === "not applicable") return bare;
  const waiver = requirement.waivable ? release.waivers[requirement.id] : undefined;
  if (waiver?.grantedBy == null) return bare;
  if (waiver.expires <= now) return { ...bare, reason: `${bare.reason}; its waiver expired` };
  return {
    state: "waived",
    reason: `${waiver.reason} (control: ${waiver.control}; granted by ${waiver.grantedBy}; was: ${bare.reason})`,
  };
};

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
  const signer = release.plan.people.find(({ id }) => id === given.by);
  if (!signer?.roles.includes(given.role))
    return { state: "stale", reason: `void: ${given.by} no longer holds ${given.role}` };
  // Duties hold from the signature on: who signs both, or acts afterwards, voids what was signed before.
  const broken = given.conflict === null ? conflicts(release, approval, given.by) : [];
  if (broken.length > 0) return { state: "stale", reason: `void: ${broken.join("; ")}` };
  if (approval.expires !== undefined && !isFresh(process, release, given.at, approval.expires, now))
    return { state: "stale", reason: `expired: ${given.by} signed it too long ago` };
  return { state: "pass", reason: `signed by ${given.by}` };
};

const judgeDocument = (process: Process, release: Release, document: DocumentRequirement): Judgement => {
  const written = release.documents[document.id];
  if (written === undefined) return { state: "missing", reason: "not written yet" };
  const changed = changedItems(written.madeFrom, shownFor(process, release, document.shows));
  return changed.length > 0
    ? { state: "stale", reason: `written before these changed: ${changed.join(", ")}` }
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
        reason: progressOf(
          rollout.step,
          rollout.steps.length,
          currentStep(rollout).weight,
          (rollout.frozen ?? rollout.paused)?.reason,
        ),
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

const progressOf = (step: number, steps: number, weight: number, paused: string | undefined): string =>
  `step ${step + 1} of ${steps} (${weight} %)${paused === undefined ? " in progress" : ` paused: ${paused}`}`;
