import type { RolloutEvent } from "../rollout/events.ts";
import type { Digest } from "../units.ts";
import type { ReleaseEvent } from "./events.ts";

/** Digests in a history that name no kept bytes: builds, runbooks, and what signatures are for. */
export const outsideDigests = (events: readonly ReleaseEvent[]): readonly Digest[] => [
  ...new Set(events.flatMap(ofEvent)),
];

const ofEvent = (event: ReleaseEvent): readonly Digest[] => {
  if ("rollout" in event) return ofRollout(event);
  if ("trigger" in event || "issue" in event) return [];
  switch (event.type) {
    case "ReleaseOpened":
      return [event.build.digest, event.plan.runbook.digest];
    case "BuildReplaced":
      return [event.build.digest];
    case "EvidenceRecorded":
      return [event.evidence.build];
    case "ApprovalGiven":
      return [event.shownDigest];
    case "CommandRefused":
      // A refused report's build, or a refused runbook: words about what was never accepted.
      return Object.values(event.detail).filter((value): value is Digest => String(value).startsWith("sha256:"));
    case "RecordSealed":
      return [event.head];
    case "RecordFiled":
    case "DocumentWritten":
    case "ApprovalRejected":
    case "WaiverRequested":
    case "WaiverGranted":
    case "GlassBroken":
    case "BecameDue":
    case "DueStopped":
    case "OverdueTold":
    case "ProposalMade":
    case "MessageDelivered":
    case "MessageBounced":
    case "CheckRequested":
    case "AlertAcknowledged":
    case "TaskClosed":
    case "ReleaseRescheduled":
    case "ReleaseClosed":
    case "ReleaseEnded":
      return [];
  }
};

const ofRollout = (event: RolloutEvent): readonly Digest[] => {
  if (event.type === "RolloutRequested") return [event.candidate.digest, event.runbook];
  return event.type === "RolloutStarted" ? [event.baseline.digest] : [];
};
