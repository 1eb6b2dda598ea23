import type { Guardrail } from "./guardrail.ts";
import { guardrail, logBreach, observe } from "./guardrail.ts";

/**
 * Do the requests arrive in the shares that were ordered? Where they do not, one side loses its requests before they are
 * counted, or the router does something else than it says, and no comparison of the two can be trusted.
 */
export type ShareCheck = { readonly over: Guardrail; readonly under: Guardrail };

/** Probability of a false alarm per step: this is a check of the plumbing, and must not cry wolf. */
export const shareAlpha = 0.001;

/** A router's shares are exact over some hundred requests only; what is within this is no fault. */
const tolerated = (weight: number): number => Math.max(0.02, 0.25 * Math.min(weight, 1 - weight));

/** @param weight share of the candidate that was ordered, in (0, 1) */
export const shareCheck = (weight: number): ShareCheck => ({
  over: guardrail(Math.min(1, weight + tolerated(weight))),
  under: guardrail(Math.min(1, 1 - weight + tolerated(weight))),
});

/** @source sequential test of a sample ratio mismatch (Lindon and Malek 2022), here by two bets against a tolerated band */
export const checkShare = (
  { over, under }: ShareCheck,
  candidate: number,
  baseline: number,
  dispersion = 1,
): ShareCheck => ({
  over: observe(over, candidate, candidate + baseline, dispersion),
  under: observe(under, baseline, candidate + baseline, dispersion),
});

/** Log evidence that the candidate gets more, or less, than the band allows: the mean of two e-values. */
export const logMismatch = ({ over, under }: ShareCheck): number =>
  Math.max(logBreach(over), logBreach(under)) - Math.log(2);
