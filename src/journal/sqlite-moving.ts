import type { DatabaseSync } from "node:sqlite";
import type { Instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import { openDatabase } from "./sqlite-database.ts";
import { translated, translating } from "./sqlite-errors.ts";

/** What the embedded store can do besides, so that its journal can be moved away. */
export type Moving = {
  /** Where the journal was moved; null when it is still in use here. */
  movedTo(): string | null;
  /** @throws AppError `JOURNAL_IN_USE` when anybody holds a lease */
  refuseInUse(now: Instant): void;
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
  async end(copyRest, to, now) {
    // A connection of its own, for the other one goes on reading.
    const locked = openDatabase(folder);
    try {
      locked.exec("BEGIN IMMEDIATE");
      refuseInUse(locked, now);
      await copyRest();
      if (movedTo(locked) === null) locked.exec(barred(to));
      locked.exec("COMMIT");
    } catch (error) {
      throw translated(error, folder);
    } finally {
      locked.close(); // which undoes what was not committed
    }
  },
});

const movedTo = (db: DatabaseSync): string | null => {
  const row = db.prepare("SELECT value FROM meta WHERE name = 'moved'").get();
  return row === undefined ? null : String(row.value);
};

const refuseInUse = (db: DatabaseSync, now: Instant): void => {
  const row = db.prepare("SELECT name, holder FROM leases WHERE holder IS NOT NULL AND until > ?").get(now);
  if (row !== undefined) throw new AppError("JOURNAL_IN_USE", { name: String(row.name), holder: String(row.holder) });
};

/** Triggers, because they bind also those who opened the file before. A lease may still be let go. */
const barred = (to: string): string => {
  const place = to.replaceAll("'", "''");
  const refuse = `BEGIN SELECT RAISE(ABORT, 'The journal was moved to PostgreSQL at ${place}'); END;`;
  return `
    INSERT INTO meta (name, value) VALUES ('moved', '${place}');
    CREATE TRIGGER moved_entries BEFORE INSERT ON entries ${refuse}
    CREATE TRIGGER moved_leases BEFORE INSERT ON leases ${refuse}
    CREATE TRIGGER moved_renewals BEFORE UPDATE ON leases WHEN NEW.holder IS NOT NULL ${refuse}`;
};
