import type { CalendarView } from "../calendar/hindrance.ts";
import type { HeldBack } from "../environment.ts";
import type { FailureCommand, FixGiven } from "../failure/commands.ts";
import type { IncidentCommand } from "../incident/commands.ts";
import type { NoticeCommand } from "../notice/commands.ts";
import type { RolloutOrder, RolloutReport } from "../rollout/commands.ts";
import type { BuildRef } from "../rollout/rollout.ts";
import type { RoomCommand } from "../room/commands.ts";
import type { Digest, Instant } from "../units.ts";
import type { ValidationCommand } from "../validation/commands.ts";
import type { Draft, Shown } from "./events.ts";
import type { Evidence } from "./evidence.ts";
import type { Build, Plan } from "./plan.ts";

/** Who acts: a person or an agent of the plan, or the conductor. */
export type Actor = { readonly kind: "human" | "agent" | "system"; readonly id: string; readonly via?: Via };

/** How an act came in over a server: nothing of it opens a door, for it stands in the history. */
export type Via = {
  /** Digest of the key under which it may be repeated and is done once. */
  readonly request?: Digest;
  /** Id of the session or of the token. */
  readonly session?: string;
  readonly token?: string;
  /** Name of the webhook, for what another system sent. */
  readonly hook?: string;
  /** By what the person proved again who they are, at the moment of signing (R201). */
  readonly proof?: Proof;
};

export type Proof = "password" | "code" | "passkey" | "single sign-on";

/** What somebody asks of a release. Even the time comes inside. */
export type Command = { readonly at: Instant; readonly by: Actor } & (
  | {
      readonly type: "OpenRelease";
      readonly release: string;
      readonly service: string;
      readonly build: Build;
      readonly process: Digest;
      readonly config: Digest;
      readonly plan: Plan;
    }
  /** `fix`: what a failed attempt asks of the new build. */
  | { readonly type: "ReplaceBuild"; readonly build: Build; readonly reason: string; readonly fix?: FixGiven }
  | FailureCommand
  | {
      readonly type: "RecordEvidence";
      readonly evidence: Evidence;
      readonly origin: "import" | "probe";
      /** The build that runs in production, for a report that is about that one; null when nothing does. */
      readonly inProduction?: Digest | null;
    }
  | {
      readonly type: "Approve";
      readonly requirement: string;
      readonly shown: readonly Shown[];
      readonly shownDigest: Digest;
      /** The build that was shown: a signature is never for another one. */
      readonly build: Digest;
    }
  | { readonly type: "Reject"; readonly requirement: string; readonly reason: string }
  | {
      readonly type: "RequestWaiver";
      readonly requirement: string;
      readonly reason: string;
      readonly risk: string;
      readonly control: string;
      readonly expires: Instant;
    }
  | { readonly type: "GrantWaiver"; readonly requirement: string }
  | { readonly type: "BreakGlass"; readonly requirement: string; readonly reason: string }
  | { readonly type: "Propose"; readonly requirement: string; readonly note: string; readonly draft: Draft }
  /** A person makes the proposal their own act. */
  | { readonly type: "TakeUp"; readonly requirement: string }
  | { readonly type: "NoteDue" }
  | {
      readonly type: "RecordTold";
      readonly requirement: string;
      readonly rung: number;
      readonly to: string;
      readonly delivered: boolean;
      readonly detail: string;
    }
  | {
      readonly type: "FileRecord";
      readonly requirement: string;
      readonly fields: Readonly<Record<string, string>>;
      readonly raw: Digest;
    }
  | {
      readonly type: "FileDocument";
      readonly requirement: string;
      readonly document: Digest;
      readonly madeFrom: readonly Shown[];
      /** What the process asks of such a page and it does not say, in words. */
      readonly lacks?: readonly string[];
    }
  | {
      readonly type: "RecordDelivery";
      readonly requirement: string;
      readonly to: string;
      readonly delivered: boolean;
      readonly detail: string;
    }
  | RoomCommand
  | { readonly type: "RequestCheck"; readonly requirement: string }
  | { readonly type: "AcknowledgeAlert"; readonly alert: string }
  | { readonly type: "CloseTask"; readonly task: string; readonly note: string }
  | { readonly type: "Reschedule"; readonly productionAt: Instant; readonly reason: string }
  | { readonly type: "Cancel"; readonly reason: string }
  | { readonly type: "CloseRelease" }
  | ValidationCommand
  | { readonly type: "RecordSeal"; readonly head: Digest; readonly folder: string }
  | {
      readonly type: "StartRollout";
      readonly requirement: string;
      /** Digest of the runbook as it stands now; another one than was rehearsed is refused (R53). */
      readonly runbook: Digest;
      /** The build in service there, or null when nothing was adopted yet. */
      readonly runs: BuildRef | null;
      /** Why this build may not go there by itself again; null when nothing stands against it. */
      readonly heldBack: HeldBack | null;
      /** Freezes, windows and stopped lines as they are now, for this release. */
      readonly calendar: CalendarView;
    }
  | IncidentCommand
  | { readonly type: "Order"; readonly environment: string; readonly order: RolloutOrder }
  | { readonly type: "Report"; readonly rollout: string; readonly report: RolloutReport }
  | NoticeCommand
);
