import { join } from "node:path";
import { fileBlobs } from "./blobs.ts";
import type { Blobs, Journal, Leases } from "./port.ts";
import { openDatabase } from "./sqlite-database.ts";
import { sqliteJournal } from "./sqlite-journal.ts";
import { sqliteLeases } from "./sqlite-leases.ts";

/** Everything that Headgate keeps on one machine. Closing twice is harmless. */
export type Store = {
  readonly journal: Journal;
  readonly leases: Leases;
  readonly blobs: Blobs;
  close(): Promise<void>;
} & AsyncDisposable;

/**
 * The embedded store: `journal.db` and `blobs/` in one folder, which is made when missing. Any number of processes of
 * one machine may have it open; a network file system does not keep SQLite's locks and is no place for it.
 *
 * @throws AppError `JOURNAL_FULL`, `JOURNAL_BUSY` or `JOURNAL_DAMAGED`; `USAGE` for a journal of a newer version.
 */
export const openSqliteJournal = (folder: string): Store => {
  const db = openDatabase(folder);
  const journal = sqliteJournal(db);
  return {
    journal,
    leases: sqliteLeases(db),
    blobs: fileBlobs(join(folder, "blobs")),
    close: () => journal.close(),
    [Symbol.asyncDispose]: () => journal.close(),
  };
};
