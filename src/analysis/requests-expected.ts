import { requestsNeeded } from "./requests-needed.ts";

/** Far more rounds than it takes where there is an end. */
const rounds = 1_000;

/**
 * How many requests it takes in all to show that the limit is kept, about, while `share` of them are bad: half of all
 * runs have no more bad ones by then than the median, which for a Poisson number lies a third above the mean, cut down.
 *
 * @param limit share of bad requests that is allowed, 0 … 1
 * @param share of the requests that are bad, 0 … 1
 * @param beta  probability of calling a bad step good, in (0, 1)
 * @returns     null when no number would do: the share is too close to the limit
 *
 * @example
 * requestsExpected(0.001, 0, 0.05) // → 3911
 */
export const requestsExpected = (limit: number, share: number, beta: number): number | null => {
  let total = requestsNeeded(limit, 0, beta);
  for (let round = 0; total !== null && round < rounds; round++) {
    const next = requestsNeeded(limit, Math.floor(total * share + 1 / 3), beta);
    if (next === total) return total;
    total = next;
  }
  return null;
};
