import { describeFailure } from "../failure/describe-failure.ts";
import type { FailureEvent } from "../failure/events.ts";
import { describeIncident } from "../incident/describe-incident.ts";
import type { IncidentEvent } from "../incident/events.ts";
import { describeNotice } from "../notice/describe-notice.ts";
import type { NoticeEvent } from "../notice/events.ts";
import { describeRollout } from "../rollout/describe.ts";
import type { RolloutEvent } from "../rollout/events.ts";
import { describeRoom } from "../room/describe-room.ts";
import type { RoomEvent } from "../room/events.ts";
import type { Digest } from "../units.ts";
import { utc } from "../utc.ts";
import { describeValidation } from "../validation/describe-validation.ts";
import type { ValidationEvent } from "../validation/events.ts";
import type { ReleaseEvent } from "./events.ts";
import type { Compared } from "./evidence.ts";
import { evidenceKey } from "./release.ts";
import { provedBy, signerInWords } from "./stand-in.ts";

type OwnEvent = Exclude<
  ReleaseEvent,
  RolloutEvent | IncidentEvent | NoticeEvent | ValidationEvent | FailureEvent | RoomEvent
>;
type Of<Type extends OwnEvent["type"]> = Extract<OwnEvent, { type: Type }>;

/**
 * One plain sentence on what happened, for people: the history, live progress, the execution log. Always one line
 * without control characters, whatever a report, a reason or a server's answer held: it is printed on terminals.
 */
export const describe = (event: ReleaseEvent): string => oneLine(`${sentence(event)}${behalf(event)}`);

const sentence = (event: ReleaseEvent): string => {
  if ("rollout" in event) return describeRollout(event);
  if ("notice" in event) return describeNotice(event);
  if ("period" in event || "feature" in event) return describeValidation(event);
  if ("failure" in event) return describeFailure(event);
  if ("post" in event || "line" in event || "recheck" in event) return describeRoom(event);
  return "trigger" in event || "issue" in event ? describeIncident(event) : describeOwn(event);
};

const behalf = ({ delegator }: ReleaseEvent): string => (delegator === undefined ? "" : `, on behalf of ${delegator}`);

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, " ").trim();

const describeOwn = (event: OwnEvent): string => {
  switch (event.type) {
    case "ReleaseOpened": {
      const { release, service, build, by, plan } = event;
      const why = plan.emergency === undefined ? "" : ` as an EMERGENCY (${plan.emergency.reason})`;
      return `release ${release} opened by ${by}${why}: ${service} ${build.version} (${short(build.digest)})`;
    }
    case "BuildReplaced":
      return `build replaced by ${event.by} with ${event.build.version} (${short(event.build.digest)}): ${event.reason}`;
    case "EvidenceRecorded":
      return evidence(event);
    case "ApprovalGiven":
      return approval(event);
    case "ApprovalRejected":
      return `${event.requirement} rejected by ${signerInWords(event)} as ${event.role}: ${event.reason}`;
    case "WaiverRequested": {
      const { requirement, by, reason, risk, control, expires } = event;
      return `waiver of ${requirement} asked for by ${by} until ${utc(expires)}: ${reason} (risk: ${risk}; control: ${control})`;
    }
    case "WaiverGranted":
      return `waiver of ${event.requirement} granted by ${signerInWords(event)} as ${event.role}`;
    case "GlassBroken":
      return `${event.requirement} opened by break-glass by ${event.by}: ${event.reason} (a review is owed until ${utc(event.reviewBy)})`;
    case "BecameDue":
      return `people can act now: ${Object.entries(event.until)
        .map(([id, until]) => `${id} until ${utc(until)}`)
        .join(", ")}`;
    case "DueStopped":
      return `nobody can act for now on ${event.requirements.join(", ")}: their time stands still`;
    case "OverdueTold": {
      const { requirement, to, rung, delivered, detail } = event;
      return `${requirement} is overdue: ${to} ${delivered ? "was told" : "could not be told"} (rung ${rung}; ${detail})`;
    }
    case "ProposalMade": {
      const { requirement, by, note, draft } = event;
      const what = { sign: "a signature of", waiver: "a waiver of", record: "what to file for" }[draft.kind];
      return `${by} proposes ${what} ${requirement}: ${note}`;
    }
    case "RecordFiled": {
      const answers = Object.values(event.fields).filter((answer) => answer.trim() !== "").length;
      return `${event.requirement} filed by ${event.by}: ${answers} of ${Object.keys(event.fields).length} fields filled`;
    }
    case "DocumentWritten":
      return `${event.requirement} written by ${event.by}: ${short(event.document)}${event.lacks === undefined ? "" : `; it lacks ${event.lacks.length} things`}`;
    case "MessageDelivered":
      return `${event.requirement} delivered to ${event.to}: ${event.detail}`;
    case "MessageBounced":
      return `${event.requirement} not delivered to ${event.to}: ${event.detail}`;
    case "CheckRequested":
      return `${event.requirement} asked for anew by ${event.by}`;
    case "AlertAcknowledged":
      return `test alert ${event.alert} of ${event.requirement} acknowledged by ${event.by}`;
    case "TaskClosed":
      return `task ${event.task} closed by ${event.by}: ${event.note}`;
    case "ReleaseRescheduled":
      return event.stands === true
        ? `${utc(event.productionAt)} stands for production, says ${event.by}: ${event.reason}`
        : `production moved to ${utc(event.productionAt)} by ${event.by}: ${event.reason}`;
    case "ReleaseClosed":
      return "release closed: nothing is left to do";
    case "RecordSealed":
      return `record sealed in ${event.folder}: head ${short(event.head)}`;
    case "ReleaseEnded":
      return `release ${event.how} by ${event.by}: ${event.reason}`;
    case "CommandRefused":
      return refusal(event);
  }
};

/** Enough of a digest to tell two apart at a glance. */
const short = (digest: Digest): string => digest.slice(0, 19);

const evidence = ({ evidence: seen }: Of<"EvidenceRecorded">): string => {
  const key = evidenceKey(seen.requirement, seen.part);
  if (seen.report === null)
    return `evidence for ${key} cannot be read: ${seen.problem ?? "no reason given"} (${seen.format} from ${seen.source})`;
  const { figures, texts, findings } = seen.report;
  const against = seen.compared === undefined ? "" : `; ${compared(seen.compared)}`;
  const found = [
    ...Object.entries(figures).map(([name, value]) => `${name} ${value}`),
    ...Object.entries(texts).map(([name, value]) => `${name} ${value}`),
    ...(findings.length > 0 ? [`findings ${findings.length}`] : []),
  ];
  return `evidence for ${key}: ${found.join(", ") || "no figures"}${against} (${seen.format} from ${seen.source})`;
};

const compared = ({ raw, version, figures, problem }: Compared): string => {
  const found = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  const against = raw === null ? `nothing (${problem ?? "no reason given"})` : version;
  return `against ${against}: ${found.join(", ") || "no figures"}`;
};

const approval = (event: Of<"ApprovalGiven">): string => {
  const { requirement, role, statement, conflict, over = [] } = event;
  const although = conflict === null ? "" : ` (although ${conflict.duty}; ${conflict.reviewer} reviews it afterwards)`;
  const red = over.length === 0 ? "" : ` (signed over: ${over.join(", ")})`;
  return `${requirement} signed by ${signerInWords(event)} as ${role}: "${statement}"${although}${red}${provedBy(event)}`;
};

const refusal = ({ command, by, code, detail }: Of<"CommandRefused">): string => {
  const more = Object.entries(detail).filter(([, value]) => value !== by && value !== command && value !== "");
  const because = more.length === 0 ? "" : ` (${more.map(([name, value]) => `${name}: ${value}`).join("; ")})`;
  return `refused: ${command} by ${by}: ${code}${because}`;
};
