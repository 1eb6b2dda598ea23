import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

/** SQLite's code for "somebody else has it". */
const busy = 5;
/** ms between two tries. */
const pause = 5;

/**
 * Take a lock among the processes of this machine. SQLite's is used because the kernel lets go of it when its holder is
 * killed: a lock file of one's own would have to be judged stale by others, which races.
 *
 * @returns null when another process, or another call in this one, holds it
 */
export const tryLock = (path: string): Disposable | null => {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === busy) return null;
    throw error;
  }
};

/** Do something while nobody else does it under the same lock. */
export const exclusively = async <T>(path: string, signal: AbortSignal, act: () => Promise<T>): Promise<T> => {
  for (;;) {
    using lock = tryLock(path);
    if (lock !== null) return await act();
    await sleep(pause, undefined, { signal });
  }
};
