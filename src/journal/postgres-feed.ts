import { AppError } from "../errors.ts";
import type { Fed, Feed } from "./port.ts";
import type { Ask } from "./postgres-pool.ts";
import { type Row, readableEntry } from "./rows.ts";

/** A row of the feed: the transaction that appended it, and its number. */
type Place = { readonly xid: string; readonly id: string };

/** Where nothing has been appended yet; no row is there. */
const start: Place = { xid: "0", id: "0" };

// Numbers are given before the commit, so that a higher one may be seen before a lower. Transactions below the oldest
// that is still under way are over: nothing more comes from them, and whoever reads these alone, by transaction, skips
// nothing. A transaction that takes long, of any database of the same server, holds the feed up for as long.
const settled = "xid < pg_snapshot_xmin(pg_current_snapshot())";

const end = `SELECT xid, id FROM headgate.feed WHERE ${settled} ORDER BY xid DESC, id DESC LIMIT 1`;

const page = `
  SELECT xid, id, stream, version FROM headgate.feed
  WHERE (xid, id) >= ($1::xid8, $2::bigint) AND ${settled} ORDER BY xid, id LIMIT $3`;

// OFFSET 0 keeps it at one look-up per entry, which touches no other.
const withEntries = `
  WITH page AS MATERIALIZED (${page})
  SELECT page.xid, page.id, page.stream, page.version AS due, e.version, e.at, e.actor_kind, e.actor_id, e.type,
    e.data, e.previous, e.hash
  FROM page LEFT JOIN LATERAL (
    SELECT * FROM headgate.entries WHERE stream = page.stream AND version = page.version OFFSET 0
  ) e ON true
  ORDER BY page.xid, page.id`;

const placesAlone = `SELECT xid, id, stream, version AS due FROM (${page}) page ORDER BY xid, id`;

const entry = `
  SELECT version, at, actor_kind, actor_id, type, data, previous, hash FROM headgate.entries
  WHERE stream = $1 AND version = $2`;

export const postgresFeed = (ask: Ask): Feed => {
  const rowsFrom = async (from: Place, limit: number): Promise<readonly Row[]> => {
    const values = [from.xid, from.id, limit];
    const whole = await orDamage(async () => (await ask("the feed", withEntries, values)).rows);
    if (whole !== null) return whole;
    // PostgreSQL refuses a whole answer for one bad page: then entry by entry.
    const places = (await ask("the feed", placesAlone, values)).rows;
    return await Promise.all(places.map(async (place) => ({ ...place, ...(await rowOf(place)) })));
  };
  const rowOf = ({ stream, due }: Row): Promise<Row | null> =>
    orDamage(async () => (await ask(String(stream), entry, [stream, due])).rows[0] ?? {});

  return {
    async end() {
      return positionOf((await ask("the feed", end)).rows[0] ?? start);
    },
    async after(position, limit) {
      const from = placeOf(position);
      if (position === positionOf(start)) return (await rowsFrom(from, limit)).map(toFed);
      // The row of the position itself comes first: it shows that there is such a position.
      const [first, ...rows] = await rowsFrom(from, limit + 1);
      if (first === undefined || positionOf(first) !== position) throw new AppError("FEED_POSITION_UNKNOWN", {});
      return rows.map(toFed);
    },
  };
};

const toFed = (row: Row): Fed => {
  const [stream, version] = [String(row.stream), Number(row.due)];
  return { position: positionOf(row), stream, version, entry: readableEntry({ ...row, stream }, version) };
};

const positionOf = ({ xid, id }: Row | Place): string => `${xid}.${id}`;

const placeOf = (position: string): Place => {
  const [, xid, id] = /^(\d{1,18})\.(\d{1,18})$/.exec(position) ?? [];
  if (xid === undefined || id === undefined) throw new AppError("FEED_POSITION_UNKNOWN", {});
  return { xid, id };
};

const orDamage = async <Result>(look: () => Promise<Result>): Promise<Result | null> => {
  try {
    return await look();
  } catch (error) {
    if (error instanceof AppError && error.code === "JOURNAL_DAMAGED") return null;
    throw error;
  }
};
