import { join } from "node:path";
import { fileBlobs } from "./blobs.ts";
import type { Store } from "./port.ts";
import { openDatabase } from "./sqlite-database.ts";
import { sqliteFeed } from "./sqlite-feed.ts";
import { sqliteJournal } from "./sqlite-journal.ts";
import { sqliteLeases } from "./sqlite-leases.ts";
import { type Moving, moving } from "./sqlite-moving.ts";
import { sqliteVault } from "./sqlite-vault.ts";

export type EmbeddedStore = Store & { readonly moving: Moving };

/**
 * The embedded store: `journal.db` and `blobs/` in one folder, which is made when missing. Any number of processes of
 * one machine may have it open; a network file system does not keep SQLite's locks and is no place for it.
 *
 * @throws AppError `JOURNAL_FULL`, `JOURNAL_BUSY` or `JOURNAL_DAMAGED`; `USAGE` for a journal of a newer version.
 */
export const openSqliteJournal = (folder: string): EmbeddedStore => {
  const db = openDatabase(folder);
  const journal = sqliteJournal(db);
  return {
    journal,
    leases: sqliteLeases(db),
    blobs: fileBlobs(join(folder, "blobs")),
    vault: sqliteVault(db),
    feed: sqliteFeed(db),
    moving: moving(db, folder),
    close: () => journal.close(),
    [Symbol.asyncDispose]: () => journal.close(),
  };
};
