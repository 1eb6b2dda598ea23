import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Digest, Instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import { verifyChain } from "./chain.ts";
import type { Actor, Entry, StreamHead } from "./port.ts";
import { damaged, translated } from "./sqlite-errors.ts";

type Row = Record<string, SQLOutputValue>;
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
  /** An early edit may only show at the end, so that the place of a damage is looked for from the first entry. */
  const firstDamage = (stream: string, found: AppError): AppError => {
    const chain = verifyChain(readable(stream, 0).entries);
    const isEarlier = !chain.ok && chain.where < Number(found.detail.version);
    return isEarlier ? damaged(stream, chain.where, chain.problem, found) : found;
  };

  return {
    headOf,
    /** @throws AppError `JOURNAL_DAMAGED` with `stream` and `version` for a stream that is not whole */
    entriesAfter(stream: string, after: number): readonly Entry[] {
      const { entries, damage } = readable(stream, after);
      if (damage !== null) throw firstDamage(stream, damage);
      return entries;
    },
  };
};

export const toHead = (row: Row): StreamHead => ({
  stream: String(row.stream),
  version: Number(row.version),
  hash: row.hash as Digest,
  at: row.at as Instant,
});

const toEntry = (row: Row, due: number): Entry => {
  const stream = String(row.stream);
  if (row.version !== due) throw damaged(stream, due, `the entry is gone; version ${row.version} comes next`);
  return {
    stream,
    version: due,
    at: row.at as Instant,
    actor: { kind: row.actor_kind as Actor["kind"], id: String(row.actor_id) },
    type: String(row.type),
    data: JSON.parse(String(row.data)),
    previous: row.previous as Digest,
    hash: row.hash as Digest,
  };
};

/** The damage that an error while reading shows; anything else goes on as it was. */
const asDamage = (error: unknown, stream: string, version: number): AppError => {
  if (error instanceof SyntaxError) return damaged(stream, version, "its data is not JSON", error);
  const known = translated(error, stream);
  if (!(known instanceof AppError) || known.code !== "JOURNAL_DAMAGED") throw known;
  return known === error ? known : damaged(stream, version, String(known.detail.problem), error);
};

/** A fold over a stream that lacks its end would decide on a state that never was. */
const endDamage = (
  entries: readonly Entry[],
  head: StreamHead | null,
  stream: string,
  after: number,
): AppError | null => {
  const last = entries.at(-1);
  const reached = last?.version ?? after;
  if (head === null) return last === undefined ? null : damaged(stream, 1, "the stream's head is gone");
  if (head.version > reached) return damaged(stream, reached + 1, `the entry is gone; the head is at ${head.version}`);
  if (last === undefined) return null;
  if (head.version < reached) return damaged(stream, head.version + 1, `put in: the head is at ${head.version}`);
  return last.hash === head.hash ? null : damaged(stream, reached, "its hash is not the one kept as the stream's head");
};
