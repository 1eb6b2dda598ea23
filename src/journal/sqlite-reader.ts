import type { DatabaseSync } from "node:sqlite";
import { AppError } from "../errors.ts";
import type { Entry, StreamHead } from "./port.ts";
import { damaged, endDamage, firstDamage, toEntry, toHead } from "./rows.ts";
import { translated } from "./sqlite-errors.ts";

/** What could be read of a stream, and what kept the rest from it. */
type Found = { readonly entries: Entry[]; readonly damage: AppError | null };

/** Reads streams inside a transaction of the caller's, which makes entries and head one snapshot. */
export const sqliteReader = (db: DatabaseSync) => {
  const entryRows = db.prepare("SELECT * FROM entries WHERE stream = ? AND version > ? ORDER BY version");
  const headRow = db.prepare("SELECT * FROM heads WHERE stream = ?");

  const headOf = (stream: string): StreamHead | null => {
    const row = headRow.get(stream);
    return row === undefined ? null : toHead(row);
  };
  const readable = (stream: string, after: number): Found => {
    const entries: Entry[] = [];
    try {
      for (const row of entryRows.iterate(stream, after)) entries.push(toEntry(row, after + entries.length + 1));
    } catch (error) {
      return { entries, damage: asDamage(error, stream, after + entries.length + 1) };
    }
    return { entries, damage: endDamage(entries, headOf(stream), stream, after) };
  };

  return {
    headOf,
    /** @throws AppError `JOURNAL_DAMAGED` with `stream` and `version` for a stream that is not whole */
    entriesAfter(stream: string, after: number): readonly Entry[] {
      const { entries, damage } = readable(stream, after);
      if (damage !== null) throw firstDamage(stream, readable(stream, 0).entries, damage);
      return entries;
    },
  };
};

/** The damage that an error while reading shows; anything else goes on as it was. */
export const asDamage = (error: unknown, stream: string, version: number): AppError => {
  if (error instanceof SyntaxError) return damaged(stream, version, "its data is not JSON", error);
  const known = translated(error, stream);
  if (!(known instanceof AppError) || known.code !== "JOURNAL_DAMAGED") throw known;
  return known === error ? known : damaged(stream, version, String(known.detail.problem), error);
};
