import type { DatabaseSync } from "node:sqlite";
import type { Instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Kept } from "./port.ts";
import { openDatabase } from "./sqlite-database.ts";
import { translated, translating } from "./sqlite-errors.ts";
import { everythingKept } from "./sqlite-vault.ts";

/** What the embedded store can do besides, so that its journal can be moved away. */
export type Moving = {
  /** Where the journal was moved; null when it is still in use here. */
  movedTo(): string | null;
  /** @throws AppError `JOURNAL_IN_USE` when anybody holds a lease */
  refuseInUse(now: Instant): void;
  /**
   * What the vault holds and was not moved yet. Empty once `end` has moved it: what was removed since where it is now
   * shall not come back.
   */
  vault(now: Instant): readonly Kept[];
  /**
   * Ends all writing here, for every process that has the journal open and for ever; reading goes on. While
   * `copyRest` runs nobody can write, so that what it leaves behind is nothing.
   * @param to  where it is now, for people
   * @throws AppError `JOURNAL_IN_USE`; then, or when `copyRest` fails, all stays as it was
   */
  end(copyRest: () => Promise<void>, to: string, now: Instant): Promise<void>;
};

export const moving = (db: DatabaseSync, folder: string): Moving => ({
  movedTo: () => translating(folder, () => movedTo(db)),
  refuseInUse: (now) => translating(folder, () => refuseInUse(db, now)),
  vault: (now) => translating(folder, () => (said(db, "moved-vault") === null ? everythingKept(db, now) : [])),
  async end(copyRest, to, now) {
    // A connection of its own, for the other one goes on reading.
    const locked = openDatabase(folder);
    try {
      locked.exec("BEGIN IMMEDIATE");
      refuseInUse(locked, now);
      await copyRest();
      locked.exec(barred(to));
      locked.exec("COMMIT");
    } catch (error) {
      throw translated(error, folder);
    } finally {
      locked.close(); // which undoes what was not committed
    }
  },
});

const movedTo = (db: DatabaseSync): string | null => said(db, "moved");

const said = (db: DatabaseSync, name: string): string | null => {
  const row = db.prepare("SELECT value FROM meta WHERE name = ?").get(name);
  return row === undefined ? null : String(row.value);
};

const refuseInUse = (db: DatabaseSync, now: Instant): void => {
  const row = db.prepare("SELECT name, holder FROM leases WHERE holder IS NOT NULL AND until > ?").get(now);
  if (row !== undefined) throw new AppError("JOURNAL_IN_USE", { name: String(row.name), holder: String(row.holder) });
};

/**
 * Triggers, because they bind also those who opened the file before. A lease may still be let go. Some may be there
 * already: an older Headgate moved the journal without a vault.
 */
const barred = (to: string): string => {
  const place = to.replaceAll("'", "''");
  const bar = (name: string, what: string): string => `
    CREATE TRIGGER IF NOT EXISTS moved_${name} BEFORE ${what}
    BEGIN SELECT RAISE(ABORT, 'The journal was moved to PostgreSQL at ${place}'); END;`;
  return `
    INSERT INTO meta (name, value) VALUES ('moved', '${place}'), ('moved-vault', '${place}') ON CONFLICT DO NOTHING;
    ${bar("entries", "INSERT ON entries")}
    ${bar("leases", "INSERT ON leases")}
    ${bar("renewals", "UPDATE ON leases WHEN NEW.holder IS NOT NULL")}
    ${bar("items", "INSERT ON vault")}
    ${bar("changes", "UPDATE ON vault")}
    ${bar("removals", "DELETE ON vault")}`;
};
