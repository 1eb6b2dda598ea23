import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

/** A row of the table `entries`, as the version 0.1 wrote it. */
export type OldRow = {
  readonly stream: string;
  readonly version: number;
  readonly at: number;
  readonly type: string;
  readonly data: string;
  readonly hash: string;
};

const fixture = fileURLToPath(new URL("../fixtures/journal-0.1/", import.meta.url));

/** What 0.1 made in an empty file. */
const tables = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE entries (
    stream TEXT NOT NULL, version INTEGER NOT NULL, at REAL NOT NULL,
    actor_kind TEXT NOT NULL, actor_id TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL,
    previous TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (stream, version)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE heads (
    stream TEXT PRIMARY KEY, version INTEGER NOT NULL, hash TEXT NOT NULL, at REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE leases (
    name TEXT PRIMARY KEY, holder TEXT, fence INTEGER NOT NULL, until REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO meta (name, value) VALUES ('schema', '1')`;

/** A journal of the demo of 0.1: two releases to their ends, and their two environments. By stream and version. */
export const oldRows: readonly OldRow[] = JSON.parse(readFileSync(join(fixture, "entries.json"), "utf8"));

/** Puts that journal, and the process and configuration that its releases pin, into a state folder. */
export const oldJournal = async (folder: string): Promise<void> => {
  cpSync(join(fixture, "blobs"), join(folder, "blobs"), { recursive: true });
  using db = new DatabaseSync(join(folder, "journal.db"));
  db.exec(`${tables}; BEGIN`);
  const columns = "stream, version, at, actor_kind, actor_id, type, data, previous, hash";
  const insert = db.prepare(`INSERT INTO entries SELECT ${columnsOf("value", columns)} FROM json_each(?)`);
  insert.run(JSON.stringify(oldRows));
  db.exec(`INSERT INTO heads SELECT stream, max(version), hash, at FROM entries GROUP BY stream; COMMIT`);
};

const columnsOf = (source: string, columns: string): string =>
  columns
    .split(", ")
    .map((name) => `${source} ->> '${name}'`)
    .join(", ");
