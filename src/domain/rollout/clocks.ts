import type { Millis } from "../units.ts";
import type { Answer } from "./person-waits.ts";

/** What of the process and the plan decides when something is due. */
export type RolloutClocks = {
  /** Length of a window of counts while a step bakes, and while a promoted build is watched. */
  readonly interval: Millis;
  readonly watchInterval: Millis;
  /** Harm that would be rolled back by itself is open: the way back is kept beyond its window. */
  readonly armed?: boolean;
  /** A rollback that takes longer than this is escalated; it goes on all the same. */
  readonly rollbackTarget: Millis;
  /** How long a pause may last; absent = for ever, as in a plan from before there was an end to it. */
  readonly pauses?: Answer | undefined;
  readonly checksData: boolean;
  /** Why the calendar lets nothing begin here, and why nothing advance; null when it does. */
  readonly calendar: { readonly start: string | null; readonly advance: string | null };
};
