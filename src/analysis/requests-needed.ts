import { guardrail, logMeets, observe } from "./guardrail.ts";

/** More than any step will see; beyond it a limit counts as out of reach. */
const most = 2 ** 40;

/**
 * How many requests it takes in all to show that the limit is kept, if no more than `bad` of them turn out bad.
 *
 * @param limit share of bad requests that is allowed, 0 … 1
 * @param bad   bad requests so far
 * @param beta  probability of calling a bad step good, in (0, 1)
 * @returns     null when no number would do: a limit of 0 cannot be shown
 *
 * @example
 * requestsNeeded(0.01, 0, 0.05) // → 390
 */
export const requestsNeeded = (limit: number, bad: number, beta: number): number | null => {
  const enough = (total: number) => logMeets(observe(guardrail(limit), bad, total)) >= -Math.log(beta);
  let high = Math.max(1, bad);
  while (!enough(high))
    if (high < most) high *= 2;
    else return null;
  let low = bad;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
};
