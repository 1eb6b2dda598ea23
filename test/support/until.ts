import { setTimeout as sleep } from "node:timers/promises";

/** Wait for a condition; fails when it does not hold within `within` ms. */
export const until = async (what: string, holds: () => boolean | Promise<boolean>, within = 10_000): Promise<void> => {
  const limit = AbortSignal.timeout(within);
  while (!(await holds())) {
    if (limit.aborted) throw new Error(`not within ${within} ms: ${what}`);
    await sleep(10);
  }
};
