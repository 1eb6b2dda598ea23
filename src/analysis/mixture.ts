/**
 * Evidence that grows while likelihood ratios of several alternatives come in, each of which may hold from the start or
 * from any later window on. A build that was good for an hour and then leaks is found nearly as fast as one that was bad
 * from the start. The mean of martingales is a martingale: its expectation stays 1 under the hypothesis.
 */
export type Mixture = {
  /** Per alternative: log of the sum, over the windows it may have begun with, of weight × likelihood ratio since then. */
  readonly logs: readonly number[];
  readonly looks: number;
};

/** Weight of "from the first window on"; the rest is spread over the later ones. */
const fromStart = 0.65;
/** Windows after which half of that rest is spent; it never ends, but thins out as 1/k². */
const spread = 36;

/** Weight of "from window `look` on", 0 being the first; all of them sum to 1. */
export const startShare = (look: number): number =>
  look === 0 ? fromStart : ((1 - fromStart) * spread) / ((look - 1 + spread) * (look + spread));

/** Weight of all that begins after so many looks. */
const laterShare = (looks: number): number => (looks === 0 ? 1 : ((1 - fromStart) * spread) / (looks - 1 + spread));

/** Nothing seen, of so many alternatives. */
export const mixture = (alternatives: number): Mixture => ({
  logs: Array.from({ length: alternatives }, () => Number.NEGATIVE_INFINITY),
  looks: 0,
});

/** @param ratios log-likelihood ratio of this window, one per alternative */
export const advance = ({ logs, looks }: Mixture, ratios: readonly number[]): Mixture => {
  const begins = Math.log(startShare(looks));
  return { logs: logs.map((log, j) => logSum(log, begins) + (ratios[j] ?? 0)), looks: looks + 1 };
};

/** Log of the evidence. @param weights of the alternatives, summing to 1 */
export const logMixture = ({ logs, looks }: Mixture, weights: readonly number[]): number =>
  logs.reduce((sum, log, j) => logSum(sum, log + Math.log(weights[j] ?? 0)), Math.log(laterShare(looks)));

/** log(e^a + e^b), without overflow. */
export const logSum = (a: number, b: number): number => {
  const most = Math.max(a, b);
  return most === Number.NEGATIVE_INFINITY ? most : most + Math.log1p(Math.exp(Math.min(a, b) - most));
};
