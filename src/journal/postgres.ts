import type { Store } from "./port.ts";
import { postgresBlobs } from "./postgres-blobs.ts";
import { postgresFeed } from "./postgres-feed.ts";
import { postgresJournal } from "./postgres-journal.ts";
import { postgresLeases } from "./postgres-leases.ts";
import { openPool } from "./postgres-pool.ts";
import { makeTables } from "./postgres-schema.ts";
import { connectionOf } from "./postgres-url.ts";
import { postgresVault } from "./postgres-vault.ts";

/** `where`: host, port and database, for people. */
export type PostgresStore = Store & { readonly where: string };

/**
 * The store for several machines: journal, leases, blobs, vault and feed in the schema `headgate` of one PostgreSQL database, made
 * when missing. Terms of leases are measured by the server's clock.
 *
 * @param url       see `connectionOf`; what is in it appears in no error
 * @param patience  for how long, in ms, a statement is tried again while PostgreSQL cannot be reached
 * @throws AppError `JOURNAL_UNREACHABLE`, which passes by itself: every call may be made again. `USAGE` when the url,
 *         the user or the server cannot be used. `append` that threw `JOURNAL_UNREACHABLE` may have been kept all the
 *         same: read again before deciding again.
 */
export const openPostgresJournal = async (url: string, { patience = 5_000 } = {}): Promise<PostgresStore> => {
  const database = openPool(connectionOf(url), patience);
  try {
    await makeTables(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    where: database.where,
    journal: postgresJournal(database),
    leases: postgresLeases(database.ask),
    blobs: postgresBlobs(database.ask),
    vault: postgresVault(database.ask),
    feed: postgresFeed(database.ask),
    close: database.close,
    [Symbol.asyncDispose]: database.close,
  };
};
