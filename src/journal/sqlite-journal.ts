import type { DatabaseSync } from "node:sqlite";
import { AppError } from "../errors.ts";
import { canonical } from "./canonical.ts";
import { seal } from "./chain.ts";
import type { Entry, Journal } from "./port.ts";
import { toHead } from "./rows.ts";
import { transaction } from "./sqlite-database.ts";
import { translating } from "./sqlite-errors.ts";
import { sqliteReader } from "./sqlite-reader.ts";

/** The journal over an open database. Calls block for the length of one fsync: a millisecond or less on an SSD. */
export const sqliteJournal = (db: DatabaseSync): Journal => {
  const sql = statements(db);

  const reader = sqliteReader(db);
  const write = (entry: Entry): void => {
    const { stream, version, at, actor, type, data, previous, hash } = entry;
    sql.insert.run(stream, version, at, actor.kind, actor.id, type, canonical(data), previous, hash);
  };

  return {
    async read(stream, after = 0) {
      // One snapshot, so that another process's append does not look like damage.
      return translating(stream, () => transaction(db, "BEGIN", () => reader.entriesAfter(stream, after)));
    },
    async append(stream, expected, entries) {
      const seals = () => {
        let head = reader.headOf(stream);
        const actual = head?.version ?? 0;
        if (actual !== expected) throw new AppError("JOURNAL_CONFLICT", { stream, expected, actual });
        const sealed = entries.map((entry) => (head = seal(stream, head, entry)));
        for (const entry of sealed) write(entry);
        if (head !== null) sql.moveHead.run(stream, head.version, head.hash, head.at);
        return sealed as Entry[];
      };
      return translating(stream, () => transaction(db, "BEGIN IMMEDIATE", seals));
    },
    async list(prefix) {
      return translating("the list of streams", () => sql.heads.all(prefix, prefix).map(toHead));
    },
    async headless(prefix) {
      const rows = translating("the list of streams", () => sql.headless.all(prefix, prefix, prefix));
      return rows.map((row) => String(row.stream));
    },
    async close() {
      if (db.isOpen) db.close();
    },
  };
};

// No text that begins with the prefix sorts after the prefix followed by the highest code point.
const inPrefix = "stream >= ? AND stream < ? || char(0x10FFFF)";

const statements = (db: DatabaseSync) => ({
  insert: db.prepare("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
  heads: db.prepare(`SELECT * FROM heads WHERE ${inPrefix} ORDER BY stream`),
  // One look-up per stream: a DISTINCT would read every entry there is.
  headless: db.prepare(`
    WITH RECURSIVE names (stream) AS (
      SELECT min(stream) FROM entries WHERE ${inPrefix}
      UNION ALL
      SELECT (SELECT min(stream) FROM entries WHERE stream > names.stream AND stream < ? || char(0x10FFFF))
      FROM names WHERE names.stream IS NOT NULL
    )
    SELECT stream FROM names WHERE stream IS NOT NULL AND stream NOT IN (SELECT stream FROM heads)`),
  moveHead: db.prepare("INSERT OR REPLACE INTO heads VALUES (?, ?, ?, ?)"),
});
