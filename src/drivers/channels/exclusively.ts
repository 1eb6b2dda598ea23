import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

/** SQLite's code for "somebody else has it". */
const busy = 5;
/** ms between two tries. */
const pause = 5;

/**
 * Do something while no other process, nor another call in this one, does it under the same lock file. SQLite's lock is
 * used because the kernel lets go of it when its holder is killed: a lock file of one's own would have to be judged
 * stale by others, which races.
 */
export const exclusively = async <T>(lock: string, signal: AbortSignal, act: () => Promise<T>): Promise<T> => {
  using database = new DatabaseSync(lock, { timeout: 0 });
  while (!taken(database)) await sleep(pause, undefined, { signal });
  try {
    return await act();
  } finally {
    database.exec("ROLLBACK");
  }
};

const taken = (database: DatabaseSync): boolean => {
  try {
    database.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === busy) return false;
    throw error;
  }
};
