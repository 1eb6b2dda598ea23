import { setTimeout as sleep } from "node:timers/promises";
import type { Millis } from "../../domain/units.ts";

export type Rest =
  | { readonly rested: true; readonly value: number }
  | { readonly rested: false; readonly value: number | null };

/**
 * Reads a number until it is good enough and has stood still for `settle` ms, or until the limit; then the last one that
 * was read. Null is no data, which is never at rest.
 */
export const atRest = async (
  read: (signal: AbortSignal) => Promise<number | null>,
  isEnough: (value: number) => boolean,
  settle: Millis,
  signal: AbortSignal,
  limit: AbortSignal,
): Promise<Rest> => {
  let [value, since] = [await read(signal), performance.now()];
  while (!limit.aborted) {
    if (value !== null && isEnough(value) && performance.now() - since >= settle) return { rested: true, value };
    await sleep(Math.min(500, Math.max(20, settle / 4)), undefined, { signal });
    const next = await read(signal);
    if (next !== value) [value, since] = [next, performance.now()];
  }
  return { rested: false, value };
};
