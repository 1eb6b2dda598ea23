/** Runs all tasks, never more than `limit` at a time; results are in the order of the tasks. Tasks must not reject. */
export const atMost = async <T>(limit: number, tasks: readonly (() => Promise<T>)[]): Promise<readonly T[]> => {
  const results: T[] = [];
  const left = [...tasks.entries()];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) results[next[0]] = await next[1]();
  };
  await Promise.all(Array.from({ length: Math.min(limit, tasks.length) }, work));
  return results;
};
