import { AppError } from "../errors.ts";
import type { Entry, StreamHead } from "./port.ts";
import type { Ask } from "./postgres-pool.ts";
import { damaged, endDamage, firstDamage, type Row, toEntry, toHead } from "./rows.ts";

/** What could be read of a stream, and what kept the rest from it. */
type Found = { readonly entries: readonly Entry[]; readonly head: StreamHead | null; readonly damage: AppError | null };

// One statement, so that entries and head are one snapshot. There is a row even for a stream that nobody began.
const read = `
  SELECT asked.stream, e.version, e.at, e.actor_kind, e.actor_id, e.type, e.data, e.previous, e.hash,
    h.version AS head_version, h.hash AS head_hash, h.at AS head_at
  FROM (SELECT $1::text COLLATE "C" AS stream) asked
  LEFT JOIN headgate.heads h ON h.stream = asked.stream
  LEFT JOIN headgate.entries e ON e.stream = asked.stream AND e.version > $2 AND e.version <= $3
  ORDER BY e.version`;

/** @param saw  told where a sound stream ends, whenever one was read */
export const postgresReader = (ask: Ask, saw: (stream: string, head: StreamHead) => void) => {
  const headOf = async (stream: string): Promise<StreamHead | null> => {
    const sql = "SELECT stream, version, hash, at FROM headgate.heads WHERE stream = $1";
    const [row] = (await ask(stream, sql, [stream])).rows;
    return row === undefined ? null : toHead(row);
  };
  const readable = async (stream: string, after: number): Promise<Found> => {
    const upTo = async (last: number) => found((await ask(stream, read, [stream, after, last])).rows, stream, after);
    try {
      return await upTo(newest);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "JOURNAL_DAMAGED") throw error;
      const head = await headOf(stream);
      const sound = await lastReadable(after, head?.version ?? after, upTo);
      const damage = damaged(stream, sound.last + 1, String(error.detail.problem), error);
      return { entries: sound.found?.entries ?? [], head, damage };
    }
  };
  return {
    headOf,
    /** Null when the stream has no such version. */
    async hashAt(stream: string, version: number): Promise<string | null> {
      const sql = "SELECT hash FROM headgate.entries WHERE stream = $1 AND version = $2";
      const [row] = (await ask(stream, sql, [stream, version])).rows;
      return row === undefined ? null : String(row.hash);
    },
    /** @throws AppError `JOURNAL_DAMAGED` with `stream` and `version` for a stream that is not whole */
    async entriesAfter(stream: string, after: number): Promise<readonly Entry[]> {
      const { entries, head, damage } = await readable(stream, after);
      if (damage !== null) throw firstDamage(stream, (await readable(stream, 0)).entries, damage);
      if (head !== null) saw(stream, head);
      return entries;
    },
  };
};

const newest = 2 ** 31 - 1;

/** PostgreSQL refuses a whole answer for one bad page. The entries before it are found by halves. */
const lastReadable = async (after: number, end: number, upTo: (last: number) => Promise<Found>) => {
  let [last, bad, sound] = [after, end + 1, null as Found | null];
  while (bad - last > 1) {
    const middle = (last + bad) >> 1;
    try {
      sound = await upTo(middle);
      last = middle;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "JOURNAL_DAMAGED") throw error;
      bad = middle;
    }
  }
  return { last, found: sound };
};

const found = (rows: readonly Row[], stream: string, after: number): Found => {
  const head = headIn(rows[0] ?? {});
  const entries: Entry[] = [];
  try {
    for (const row of rows) if (row.version !== null) entries.push(toEntry(row, after + entries.length + 1));
  } catch (error) {
    return { entries, head, damage: asDamage(error, stream, after + entries.length + 1) };
  }
  return { entries, head, damage: endDamage(entries, head, stream, after) };
};

const headIn = ({ stream, head_version: version, head_hash: hash, head_at: at }: Row): StreamHead | null =>
  version === null || version === undefined ? null : toHead({ stream, version, hash, at });

const asDamage = (error: unknown, stream: string, version: number): AppError => {
  if (error instanceof SyntaxError) return damaged(stream, version, "its data is not JSON", error);
  return error as AppError; // the only other thing that `toEntry` throws
};
