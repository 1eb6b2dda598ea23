import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AppError } from "../errors.ts";
import { translated, translating } from "./sqlite-errors.ts";

const schemaVersion = 1;

// `at` and `until` are REAL, for an Instant may have a fraction. Entries are clustered by stream (WITHOUT ROWID), so
// that reading a stream touches few pages and a bad page harms few streams.
//
// The feed is filled by the database itself, so that a process of an older Headgate, which knows of no feed and may have
// the file open since before, leaves no holes in it. That is why feed and vault came without a new version.
const meta = `
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO meta (name, value) VALUES ('schema', '${schemaVersion}') ON CONFLICT DO NOTHING;
`;

const schema = `
  CREATE TABLE IF NOT EXISTS entries (
    stream TEXT NOT NULL, version INTEGER NOT NULL, at REAL NOT NULL,
    actor_kind TEXT NOT NULL, actor_id TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL,
    previous TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (stream, version)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS heads (
    stream TEXT PRIMARY KEY, version INTEGER NOT NULL, hash TEXT NOT NULL, at REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS leases (
    name TEXT PRIMARY KEY, holder TEXT, fence INTEGER NOT NULL, until REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS vault (
    kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, until REAL, version INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS feed (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL) STRICT;
  CREATE TRIGGER IF NOT EXISTS fed AFTER INSERT ON entries BEGIN
    INSERT INTO feed (stream, version) VALUES (NEW.stream, NEW.version);
  END;
`;

/** How long a statement waits for another process's lock, in ms. A write takes about one. */
const busyTimeout = 5_000;
/** Between two tries of our own, in ms. */
const pause = 5;

/**
 * Opens `journal.db` in this folder, creating both when missing. Several processes may hold it open at once.
 * @throws AppError `JOURNAL_FULL`, `JOURNAL_BUSY`, `JOURNAL_DAMAGED`, or `USAGE` for a journal of a newer version.
 */
export const openDatabase = (folder: string): DatabaseSync => {
  const path = join(folder, "journal.db");
  makeFolder(folder);
  keepFromOthers(path);
  const db = translating(path, () => new DatabaseSync(path, { timeout: busyTimeout }));
  try {
    setUp(db, path);
    return db;
  } catch (error) {
    db.close();
    throw translated(error, path);
  }
};

const setUp = (db: DatabaseSync, path: string): void => {
  // FULL: NORMAL lost acknowledged commits in simulated power cuts. `fullfsync` does the same for macOS, where a plain
  // fsync stops at the drive's cache.
  db.exec("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;");
  enterWal(db);
  transaction(db, "BEGIN IMMEDIATE", () => {
    db.exec(meta);
    refuseNewer(db, path);
    db.exec(schema);
  });
};

/** SQLite does not wait for a lock while it changes to WAL, so processes that open a new journal at once would fail. */
const enterWal = (db: DatabaseSync): void => {
  for (let waited = 0; ; waited += pause) {
    try {
      db.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      const isBusy = error instanceof Error && "errcode" in error && error.errcode === 5;
      if (!isBusy || waited >= busyTimeout) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
};

const refuseNewer = (db: DatabaseSync, path: string): void => {
  const found = db.prepare("SELECT value FROM meta WHERE name = 'schema'").get()?.value;
  if (found === String(schemaVersion)) return;
  const problem = `The journal ${path} has the format ${found}; this Headgate knows ${schemaVersion}.`;
  throw new AppError("USAGE", { problem, fix: "Use the version of Headgate that wrote it, or a newer one." });
};

const makeFolder = (folder: string): void => {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined || process.platform === "win32") return;
  // Each new folder is a name in its parent, and that name must survive a power cut too.
  for (let made = resolve(folder); made.length >= resolve(first).length; made = dirname(made)) {
    const parent = openSync(dirname(made), "r");
    fsyncSync(parent);
    closeSync(parent);
  }
};

/**
 * The vault is in it, so that only its owner and their group may read it; -wal and -shm take over its mode when they are
 * made. What cannot be done here SQLite says in its own words, a moment later.
 */
const keepFromOthers = (path: string): void => {
  try {
    // Only a file that is not there yet is opened: closing it would end the locks that this process has on it.
    if (!existsSync(path)) closeSync(openSync(path, "wx", 0o660));
    for (const file of [path, `${path}-wal`, `${path}-shm`]) {
      const found = statSync(file, { throwIfNoEntry: false });
      if (found !== undefined && (found.mode & 0o007) !== 0) chmodSync(file, found.mode & 0o770);
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
};

/** All of `act` or nothing. IMMEDIATE takes the write lock first, so that what was read still holds at the end. */
export const transaction = <Result>(
  db: DatabaseSync,
  begin: "BEGIN" | "BEGIN IMMEDIATE",
  act: () => Result,
): Result => {
  db.exec(begin);
  try {
    const result = act();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    // A full disk ends the transaction by itself.
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
};
