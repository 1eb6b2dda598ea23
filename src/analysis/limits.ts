import { breachRatios, harmGrid } from "./guardrail.ts";
import { advance, logMixture, type Mixture, mixture } from "./mixture.ts";

/** Evidence that the candidate breaks its absolute limits, from whenever on, over all steps. */
export type Limits = { readonly errors: Mixture; readonly slow: Mixture };

export const limits: Limits = { errors: mixture(harmGrid.length), slow: mixture(harmGrid.length) };

const equal: readonly number[] = harmGrid.map(() => 1 / harmGrid.length);

export type BadOf = { readonly bad: number; readonly total: number };

export const watchLimit = (before: Mixture, limit: number, { bad, total }: BadOf, dispersion = 1): Mixture =>
  advance(
    before,
    breachRatios(limit, bad, total).map((ratio) => ratio / dispersion),
  );

/** Log evidence that a limit is broken. */
export const logBroken = (limit: Mixture): number => logMixture(limit, equal);
