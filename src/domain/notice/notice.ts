import type { SeverityId } from "../incident/incident.ts";
import type { Instant, Millis } from "../units.ts";

/** What may cause a notice. The list is closed: each is worked out from the history in `occurrences.ts`. */
export const occasions = [
  ...(["rollout-started", "rollout-halfway", "rollout-promoted", "rollout-paused", "rollout-escalated"] as const),
  ...(["rollback-decided", "rollback-running", "rollback-returned", "rollback-ended", "rollback-escalated"] as const),
  ...(["wait-begun", "wait-unanswered"] as const),
  ...(["hook-failed", "trigger-raised", "trigger-escalated", "trigger-not-restored"] as const),
  ...(["audience-quiet", "release-stands", "release-rescheduled", "release-cancelled", "release-rejected"] as const),
  "message-written" as const,
];

export type Occasion = (typeof occasions)[number];

/** A message that an event causes. No gate waits for it, but a rollout's first step does for the word that it starts. */
export type Notice = {
  readonly id: string;
  readonly on: Occasion;
  /** Only what happens there; without it, anywhere. */
  readonly environment?: string;
  /** Only what is so severe; without it, whatever it is. */
  readonly severities?: readonly SeverityId[];
  readonly audience?: string;
  /** Roles, `owner`, `everyone`, `told`: whoever was told anything of this release before, or `asked`: whoever is waited for. */
  readonly to: readonly string[];
  /** Of what lasts: told again this often. */
  readonly every?: Millis;
  /** The same notice is not sent again sooner than this after the last one. */
  readonly atMostEvery?: Millis;
  /** A recipient who cannot be reached is tried again for so long. */
  readonly giveUpAfter: Millis;
  readonly subject: string;
  readonly body: string;
};

/** How telling one recipient of one occurrence went. */
export type NoticeDelivery = {
  readonly state: "delivered" | "failing" | "given up";
  readonly at: Instant;
  /** When it was tried first. */
  readonly since: Instant;
  readonly tries: number;
  readonly detail: string;
};

/** What became of one notice about one occurrence. */
export type NoticeLog = {
  readonly notice: string;
  readonly occurrence: string;
  /** Why nobody is told of it any more, since when; null while somebody may be. */
  readonly skipped: { readonly at: Instant; readonly reason: string } | null;
  readonly to: Readonly<Record<string, NoticeDelivery>>;
};

export type NoticeLogs = Readonly<Record<string, NoticeLog>>;

export const logKey = (notice: string, occurrence: string): string => `${notice} ${occurrence}`;
