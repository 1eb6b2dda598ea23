import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import type { Running } from "../support/start-headgate.ts";

/**
 * Stopped inside a write, a process keeps SQLite's lock, and everybody else is told so (`JOURNAL_BUSY`): nothing can be
 * done, and nothing is. That is another case; this one is about a conductor that others can go on without.
 */
export const stopBetweenWrites = async (process: Running, path: string): Promise<void> => {
  using db = new DatabaseSync(path, { timeout: 0 });
  for (let tries = 0; tries < 100; tries++, await sleep(5)) {
    await process.signal("SIGSTOP");
    // A signal takes a moment to arrive, so one look is not enough.
    await sleep(10);
    if (canWrite(db)) return;
    await process.signal("SIGCONT");
  }
  throw new Error("the conductor was in a write each time that it was stopped");
};

const canWrite = (db: DatabaseSync): boolean => {
  try {
    db.exec("BEGIN IMMEDIATE; ROLLBACK");
    return true;
  } catch {
    return false;
  }
};
