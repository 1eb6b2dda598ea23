import type { Digest, Instant, Millis } from "../units.ts";

/** A service's own small stream of restore drills: what was restored, by whom, and what came back. Failed ones, too. */
export type BackupEvent = { readonly type: "BackupDrillRun" } & DrillRun;

export type DrillRun = {
  readonly at: Instant;
  readonly store: string;
  /** Person id, or `headgate`. */
  readonly by: string;
  /** As the drill's own report has them: `rowsRestored`, `rowsDamaged`, `restoreSeconds`, `schemaMatches`. */
  readonly figures: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
  /** The whole answer, kept. */
  readonly raw: Digest;
};

export const backupStream = (service: string): string => `backups/${service}`;

/** The last drill of each store. */
export type LastDrills = ReadonlyMap<string, DrillRun>;

export const lastDrills = (events: readonly BackupEvent[]): LastDrills =>
  new Map(events.map(({ type: _, ...run }) => [run.store, run]));

/** One that failed is tried again whenever somebody asks: the backup may be another one by now. */
export const isDrillDue = (last: DrillRun | undefined, every: Millis, now: Instant): boolean =>
  last === undefined || last.problems.length > 0 || now - last.at >= every;
