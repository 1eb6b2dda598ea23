import type { DatabaseSync } from "node:sqlite";
import type { Instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { StreamHead } from "./port.ts";
import { transaction } from "./sqlite-database.ts";
import { translating } from "./sqlite-errors.ts";

/** What the embedded store can do besides, so that its journal can be moved away. */
export type Moving = {
  /** Where the journal was moved; null when it is still in use here. */
  movedTo(): string | null;
  /** @throws AppError `JOURNAL_IN_USE` when anybody holds a lease */
  refuseInUse(now: Instant): void;
  /**
   * Ends all writing here, for every process that has the journal open and for ever, provided that it still ends where
   * `heads` say; false when it does not. Reading goes on.
   * @param to  where it is now, for people
   * @throws AppError `JOURNAL_IN_USE`
   */
  end(heads: readonly StreamHead[], to: string, now: Instant): boolean;
};

export const moving = (db: DatabaseSync): Moving => {
  const held = db.prepare("SELECT name, holder FROM leases WHERE holder IS NOT NULL AND until > ? ORDER BY name");
  const heads = db.prepare("SELECT stream, hash FROM heads ORDER BY stream");
  const moved = db.prepare("SELECT value FROM meta WHERE name = 'moved'");
  const refuseInUse = (now: Instant): void => {
    const row = held.get(now);
    if (row !== undefined) throw new AppError("JOURNAL_IN_USE", { name: String(row.name), holder: String(row.holder) });
  };
  const movedTo = (): string | null => {
    const row = moved.get();
    return row === undefined ? null : String(row.value);
  };
  return {
    movedTo: () => translating("the journal", movedTo),
    refuseInUse: (now) => translating("the leases", () => refuseInUse(now)),
    end: (copied, to, now) =>
      translating("the journal", () =>
        transaction(db, "BEGIN IMMEDIATE", () => {
          refuseInUse(now);
          const known = new Map(copied.map(({ stream, hash }) => [stream, hash as string]));
          const here = heads.all();
          if (here.length !== known.size || here.some(({ stream, hash }) => known.get(String(stream)) !== hash))
            return false;
          if (movedTo() === null) db.exec(barred(to));
          return true;
        }),
      ),
  };
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
