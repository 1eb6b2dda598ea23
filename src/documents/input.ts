import type { Process } from "../domain/process/process.ts";
import type { ReleaseStatus } from "../domain/process/status.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import type { Release } from "../domain/release/release.ts";
import type { Signals } from "../domain/rollout/signals.ts";
import type { Instant } from "../domain/units.ts";

/** Facts that documents are made from. A document never states what is not in here. */
export type DocumentInput = {
  readonly process: Process;
  readonly release: Release;
  readonly status: ReleaseStatus;
  /** The history so far, oldest first, with who caused each line and its hash. */
  readonly history: readonly {
    readonly event: ReleaseEvent;
    readonly actor: string;
    readonly hash: string;
    readonly version: number;
  }[];
  readonly now: Instant;
  /** Text of the documents that people filed, by requirement id; without it a document can only refer to them. */
  readonly texts?: Readonly<Record<string, string>>;
  /** What the new build was like on its way up in production, until it had all traffic; null when nobody could tell. */
  readonly climb?: Signals | null;
};
