import { breachRatios, harmGrid } from "./guardrail.ts";
import { type Lately, lately, since } from "./lately.ts";
import { advance, logMixture, type Mixture, mixture } from "./mixture.ts";

/** Evidence that the candidate breaks an absolute limit, from whenever on, over all steps. */
export type Limit = { readonly breach: Mixture; readonly lately: Lately };

export type Limits = { readonly errors: Limit; readonly slow: Limit };

const untouched: Limit = { breach: mixture(harmGrid.length), lately };

export const limits: Limits = { errors: untouched, slow: untouched };

const equal: readonly number[] = harmGrid.map(() => 1 / harmGrid.length);

export type BadOf = { readonly bad: number; readonly total: number };

/** @param limit share of bad requests that is allowed @param dispersion size of the clumps that they come in */
export const watchLimit = (before: Limit, limit: number, { bad, total }: BadOf, dispersion = 1): Limit => {
  const ratios = breachRatios(limit, bad, total).map((ratio) => ratio / dispersion);
  const breach = advance(before.breach, ratios);
  const seen = { candidate: { bad, total }, baseline: { bad: 0, total: 0 } };
  return { breach, lately: since(before.lately, logMixture(breach, equal), seen) };
};

/** Log evidence that a limit is broken. */
export const logBroken = ({ breach }: Limit): number => logMixture(breach, equal);
