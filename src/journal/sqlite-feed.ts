import type { DatabaseSync } from "node:sqlite";
import { AppError } from "../errors.ts";
import type { Entry, Feed } from "./port.ts";
import { readableEntry } from "./rows.ts";
import { translating } from "./sqlite-errors.ts";
import { asDamage } from "./sqlite-reader.ts";

/** Where nothing has been appended yet. */
const start = 0;

/** The feed of an open database. There is one writer at a time, so that positions are in the order of the commits. */
export const sqliteFeed = (db: DatabaseSync): Feed => {
  const last = db.prepare("SELECT max(position) AS position FROM feed");
  const page = db.prepare("SELECT position, stream, version FROM feed WHERE position >= ? ORDER BY position LIMIT ?");
  const row = db.prepare("SELECT * FROM entries WHERE stream = ? AND version = ?");
  // Entry by entry, so that a bad page among them takes no other along.
  const entryOf = (stream: string, version: number): Entry | null => {
    try {
      return readableEntry(row.get(stream, version), version);
    } catch (error) {
      asDamage(error, stream, version);
      return null;
    }
  };
  return {
    async end() {
      return String(translating("the feed", () => last.get())?.position ?? start);
    },
    async after(position, limit) {
      const from = numberOf(position);
      // The row of the position itself comes first: it shows that there is such a position.
      const rows = translating("the feed", () => page.all(from, from === start ? limit : limit + 1));
      if (from !== start && rows.shift()?.position !== from) throw new AppError("FEED_POSITION_UNKNOWN", {});
      return rows.map((fed) => {
        const [stream, version] = [String(fed.stream), Number(fed.version)];
        return { position: String(fed.position), stream, version, entry: entryOf(stream, version) };
      });
    },
  };
};

const numberOf = (position: string): number => {
  if (!/^(0|[1-9]\d{0,14})$/.test(position)) throw new AppError("FEED_POSITION_UNKNOWN", {});
  return Number(position);
};
