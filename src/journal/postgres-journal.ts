import { AppError } from "../errors.ts";
import { canonical } from "./canonical.ts";
import { seal } from "./chain.ts";
import type { Entry, Journal, NewEntry, StreamHead } from "./port.ts";
import type { Database } from "./postgres-pool.ts";
import { postgresReader } from "./postgres-reader.ts";
import { type Row, toHead } from "./rows.ts";

type Place = Pick<StreamHead, "version" | "hash">;

/** Heads that are remembered, so that an append need not ask where its stream stands. */
const remembered = 1_000;

/**
 * The journal over a pool. An append is one statement: it moves the head from where the caller saw it, and only if it
 * did, adds the entries, to their stream and to the feed. No lock outlives it, and a client that is stopped in between stops nobody.
 */
export const postgresJournal = ({ ask, close }: Database): Journal => {
  const heads = recent(remembered);
  const reader = postgresReader(ask, heads.put);

  /** False when the stream stands elsewhere. */
  const keep = async (stream: string, from: Place | null, sealed: readonly Entry[]): Promise<boolean> => {
    const last = sealed.at(-1)!;
    const place = [stream, last.version, last.hash, last.at];
    const { rows, repeated } = await ask(
      stream,
      from === null ? begin : extend,
      from === null ? [...place, ...columns(sealed)] : [...place, ...columns(sealed), from.version, from.hash],
    );
    if (Number(rows[0]?.kept) > 0) return true;
    // The answer to an earlier try was lost on the way. The hash tells whether it was ours that was kept.
    return repeated && (await reader.hashAt(stream, last.version)) === last.hash;
  };

  const append = async (stream: string, expected: number, entries: readonly NewEntry[], head: Place | null) => {
    const actual = head?.version ?? 0;
    if (actual !== expected) throw new AppError("JOURNAL_CONFLICT", { stream, expected, actual });
    const sealed = chained(stream, head, entries);
    const last = sealed.at(-1);
    if (last === undefined) return sealed;
    if (!(await keep(stream, head, sealed))) return null;
    heads.put(stream, last);
    return sealed;
  };

  return {
    read: (stream, after = 0) => reader.entriesAfter(stream, after),
    async append(stream, expected, entries) {
      const known = heads.get(stream);
      const first = known?.version === expected ? known : await reader.headOf(stream);
      const kept = await append(stream, expected, entries, first);
      if (kept !== null) return kept;
      const now = await reader.headOf(stream);
      const again = await append(stream, expected, entries, now);
      if (again !== null) return again;
      throw new AppError("JOURNAL_CONFLICT", { stream, expected, actual: (await reader.headOf(stream))?.version ?? 0 });
    },
    async list(prefix) {
      return (await ask("the list of streams", list, [prefix])).rows.map(toHead);
    },
    async headless(prefix) {
      const { rows } = await ask("the list of streams", headless, [prefix]);
      return rows.map((row: Row) => String(row.stream));
    },
    close,
  };
};

const chained = (stream: string, head: Place | null, entries: readonly NewEntry[]): readonly Entry[] => {
  const sealed: Entry[] = [];
  for (const entry of entries) sealed.push(seal(stream, sealed.at(-1) ?? head, entry));
  return sealed;
};

/** The entries by column, as the arrays $5 to $12 of a statement. */
const columns = (sealed: readonly Entry[]): readonly (readonly unknown[])[] => [
  sealed.map(({ version }) => version),
  sealed.map(({ at }) => at),
  sealed.map(({ actor }) => actor.kind),
  sealed.map(({ actor }) => actor.id),
  sealed.map(({ type }) => type),
  sealed.map(({ data }) => canonical(data)),
  sealed.map(({ previous }) => previous),
  sealed.map(({ hash }) => hash),
];

const recent = (limit: number) => {
  const places = new Map<string, Place>();
  return {
    get: (stream: string): Place | undefined => places.get(stream),
    put(stream: string, { version, hash }: Place): void {
      places.delete(stream);
      places.set(stream, { version, hash });
      if (places.size > limit) places.delete(places.keys().next().value!);
    },
  };
};

const entriesOfMoved = `
  kept AS (
    INSERT INTO headgate.entries (stream, version, at, actor_kind, actor_id, type, data, previous, hash)
    SELECT moved.stream, new.* FROM moved, unnest(
      $5::int[], $6::float8[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[]
    ) AS new (version, at, actor_kind, actor_id, type, data, previous, hash)
    RETURNING stream, version
  ), fed AS (
    INSERT INTO headgate.feed (xid, stream, version)
    SELECT pg_current_xact_id(), stream, version FROM kept ORDER BY version
  )
  SELECT count(*) AS kept FROM kept`;

// Either waits for another append to the same stream, and then sees what that one left.
const begin = `
  WITH moved AS (
    INSERT INTO headgate.heads (stream, version, hash, at) VALUES ($1, $2, $3, $4)
    ON CONFLICT DO NOTHING RETURNING stream
  ), ${entriesOfMoved}`;

const extend = `
  WITH moved AS (
    UPDATE headgate.heads SET version = $2, hash = $3, at = $4
    WHERE stream = $1 AND version = $13 AND hash = $14 RETURNING stream
  ), ${entriesOfMoved}`;

// No text that begins with the prefix sorts after the prefix followed by the highest code point.
const inPrefix = "stream >= $1 AND stream < $1 || chr(1114111)";

const list = `SELECT stream, version, hash, at FROM headgate.heads WHERE ${inPrefix} ORDER BY stream`;

// One look-up per stream: a DISTINCT would read every entry there is.
const headless = `
  WITH RECURSIVE names (stream) AS (
    SELECT min(stream) FROM headgate.entries WHERE ${inPrefix}
    UNION ALL
    SELECT (SELECT min(stream) FROM headgate.entries WHERE stream > names.stream AND stream < $1 || chr(1114111))
    FROM names WHERE names.stream IS NOT NULL
  )
  SELECT stream FROM names WHERE stream IS NOT NULL AND stream NOT IN (SELECT stream FROM headgate.heads)`;
