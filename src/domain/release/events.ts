import type { FailureEvent } from "../failure/events.ts";
import type { IncidentEvent } from "../incident/events.ts";
import type { NoticeEvent } from "../notice/events.ts";
import type { RolloutEvent } from "../rollout/events.ts";
import type { RoomEvent } from "../room/events.ts";
import type { Digest, Instant } from "../units.ts";
import type { ValidationEvent } from "../validation/events.ts";
import type { Via } from "./commands.ts";
import type { Evidence } from "./evidence.ts";
import type { Build, Plan } from "./plan.ts";

/** One thing that an approver was shown, and which one it was: a digest, or the fact itself. */
export type Shown = { readonly item: string; readonly of: string };

/** What a proposal would file; `sign` only asks for a signature. */
export type Draft =
  | { readonly kind: "sign" }
  | {
      readonly kind: "waiver";
      readonly reason: string;
      readonly risk: string;
      readonly control: string;
      readonly expires: Instant;
    }
  | { readonly kind: "record"; readonly fields: Readonly<Record<string, string>>; readonly raw: Digest };

/** Facts of one release. Written once, never edited; a changed shape gets a new name. */
export type ReleaseEvent = {
  /** Of an agent's act: the person on whose behalf. */
  readonly delegator?: string;
  /** Of an act that came over a server. */
  readonly via?: Via;
} & (
  | ({ readonly at: Instant } & (
      | {
          readonly type: "ReleaseOpened";
          readonly release: string;
          readonly service: string;
          readonly build: Build;
          readonly process: Digest;
          readonly config: Digest;
          readonly plan: Plan;
          readonly by: string;
        }
      /** A fix: everything that was said about the old build is void (T27). */
      | { readonly type: "BuildReplaced"; readonly build: Build; readonly reason: string; readonly by: string }
      | { readonly type: "EvidenceRecorded"; readonly evidence: Evidence }
      | {
          readonly type: "ApprovalGiven";
          readonly requirement: string;
          readonly by: string;
          readonly role: string;
          readonly statement: string;
          readonly shown: readonly Shown[];
          /** SHA-256 over the canonical JSON of statement, build and `shown`: what the signature is for. */
          readonly shownDigest: Digest;
          /** A duty that a small team could not keep, and who reviews it afterwards. */
          readonly conflict: { readonly duty: string; readonly reviewer: string } | null;
          /** In whose stead a deputy signed; absent = in the own right. */
          readonly for?: string;
          /** What was red beneath it, and by whose exception it was signed all the same. */
          readonly over?: readonly string[];
        }
      | {
          readonly type: "ApprovalRejected";
          readonly requirement: string;
          readonly for?: string;
          readonly by: string;
          readonly role: string;
          readonly reason: string;
        }
      | {
          readonly type: "WaiverRequested";
          readonly requirement: string;
          readonly by: string;
          readonly reason: string;
          readonly risk: string;
          readonly control: string;
          readonly expires: Instant;
        }
      | {
          readonly type: "WaiverGranted";
          readonly requirement: string;
          readonly by: string;
          readonly role: string;
          readonly for?: string;
        }
      /** One person opened a requirement in an emergency; somebody else looks at that by `reviewBy`. */
      | {
          readonly type: "GlassBroken";
          readonly requirement: string;
          readonly by: string;
          readonly reason: string;
          readonly reviewBy: Instant;
        }
      /** From now on people can do these, and are late after each one's moment. */
      | { readonly type: "BecameDue"; readonly until: Readonly<Record<string, Instant>> }
      /** Nobody can act on these for now; time does not count against anybody until somebody can again. */
      | { readonly type: "DueStopped"; readonly requirements: readonly string[] }
      /** Somebody was told that this is overdue, or could not be. `rung` counts from 1. */
      | {
          readonly type: "OverdueTold";
          readonly requirement: string;
          readonly rung: number;
          readonly to: string;
          readonly delivered: boolean;
          readonly detail: string;
        }
      /** What somebody would have a person do, with the words for it. */
      | {
          readonly type: "ProposalMade";
          readonly requirement: string;
          readonly by: string;
          readonly note: string;
          readonly draft: Draft;
        }
      | {
          readonly type: "RecordFiled";
          readonly requirement: string;
          readonly by: string;
          readonly fields: Readonly<Record<string, string>>;
          readonly raw: Digest;
        }
      | {
          readonly type: "DocumentWritten";
          readonly requirement: string;
          readonly document: Digest;
          readonly by: string;
          readonly madeFrom: readonly Shown[];
          /** What the process asks of such a page and it does not say, in words. */
          readonly lacks?: readonly string[];
        }
      | {
          readonly type: "MessageDelivered";
          readonly requirement: string;
          readonly to: string;
          readonly detail: string;
        }
      | { readonly type: "MessageBounced"; readonly requirement: string; readonly to: string; readonly detail: string }
      | { readonly type: "CheckRequested"; readonly requirement: string; readonly by: string }
      /** Somebody who was woken by a test alert says so. */
      | {
          readonly type: "AlertAcknowledged";
          readonly requirement: string;
          readonly alert: string;
          readonly by: string;
        }
      | { readonly type: "TaskClosed"; readonly task: string; readonly by: string; readonly note: string }
      | {
          readonly type: "ReleaseRescheduled";
          readonly productionAt: Instant;
          readonly by: string;
          readonly reason: string;
          /** It is the date that it had: people hear that it stands. */
          readonly stands?: true;
        }
      | { readonly type: "ReleaseClosed" }
      /** The sealed record of everything up to the entry with this hash. */
      | { readonly type: "RecordSealed"; readonly head: Digest; readonly folder: string }
      | {
          readonly type: "ReleaseEnded";
          readonly how: "rejected" | "cancelled";
          readonly by: string;
          readonly reason: string;
        }
      | {
          readonly type: "CommandRefused";
          readonly command: string;
          readonly code: string;
          readonly detail: Readonly<Record<string, string | number>>;
          readonly by: string;
        }
    ))
  | IncidentEvent
  | NoticeEvent
  | ValidationEvent
  | FailureEvent
  | RoomEvent
  | RolloutEvent
);
