import { logMean } from "./log-mean.ts";

/**
 * Evidence for and against "at most `limit` of the requests are bad", kept up while they come in. Looking at it after
 * every window costs nothing: its guarantees hold for all looks together.
 */
export type Guardrail = {
  /** Share of bad requests that is still allowed, 0 … 1. */
  readonly limit: number;
  /** Log-likelihood ratio of each point of `harmGrid` against the limit. */
  readonly breach: readonly number[];
  /** The same for `goodGrid`. */
  readonly meets: readonly number[];
};

/** Log odds ratios above the limit: 1.1 … 290 times its odds, of equal weight. */
export const harmGrid: readonly number[] = Array.from({ length: 13 }, (_, j) => 0.1 * 1.4 ** j);
/** Log odds ratios below the limit: 1/2, 1/4 and 1/10 of its odds, of equal weight. */
export const goodGrid: readonly number[] = [-0.7, -1.4, -2.3];

/**
 * No evidence yet.
 *
 * @param limit share of bad requests that is still allowed, 0 … 1. At 0 nothing is ever shown to meet it.
 * @throws RangeError outside 0 … 1
 */
export const guardrail = (limit: number): Guardrail => {
  if (!(limit >= 0 && limit <= 1)) throw new RangeError(`a limit is a share of 0 … 1, got ${limit}`);
  return { limit, breach: harmGrid.map(() => 0), meets: goodGrid.map(() => 0) };
};

/**
 * Add what was seen: l(g) += g·bad − total·log(1 + limit·(e^g − 1)).
 *
 * @param bad   how many of `total` were bad, e.g. failed or too slow
 * @param total requests; 0 changes nothing
 * @param dispersion size of the clumps that bad requests come in, 1 or more
 * @throws RangeError unless both are whole and 0 ≤ bad ≤ total
 * @source betting martingale of Waudby-Smith & Ramdas (2024), sub-Bernoulli case of Howard et al. (2021). It needs only
 *         that the chance of a bad request is at most the limit given the past: no independence, no fixed traffic.
 *         Checked against 50-digit arithmetic: `check-values.py`.
 */
export const observe = ({ limit, breach, meets }: Guardrail, bad: number, total: number, dispersion = 1): Guardrail => {
  if (!(Number.isSafeInteger(bad) && Number.isSafeInteger(total) && bad >= 0 && bad <= total))
    throw new RangeError(`${bad} bad of ${total} requests is no count`);
  return {
    limit,
    breach: breach.map((sum, j) => sum + logRatio(limit, harmGrid[j] ?? 0, bad, total) / dispersion),
    meets: meets.map((sum, j) => sum + logRatio(limit, goodGrid[j] ?? 0, bad, total) / dispersion),
  };
};

const logRatio = (limit: number, g: number, bad: number, total: number): number =>
  g * bad - total * Math.log1p(limit * Math.expm1(g));

/** What these requests add to the evidence of each point of `harmGrid`. */
export const breachRatios = (limit: number, bad: number, total: number): readonly number[] =>
  harmGrid.map((g) => logRatio(limit, g, bad, total));

/**
 * Natural logarithm of the evidence that the limit is broken. It ever reaches `log(1/alpha)` with a probability of at
 * most `alpha` while the share of bad requests so far is at most the limit.
 */
export const logBreach = ({ breach }: Guardrail): number => logMean(breach);

/**
 * Natural logarithm of the evidence that the limit is kept. It ever reaches `log(1/beta)` with a probability of at most
 * `beta` when every request has at least the limit as its chance to be bad.
 */
export const logMeets = ({ meets }: Guardrail): number => logMean(meets);
