/** What is known of the traffic before a rollout. */
export type Traffic = {
  /** Requests per second to both sides together. */
  readonly rps: number;
  /** Share of the baseline's requests that are bad, 0 … 1. */
  readonly badShare: number;
};

/** Nats beyond log(1/alpha) that the search for the unknown size and start of the harm costs, and overshoot. */
export const search = 2;

/**
 * Expected evidence of harm per second, in nats: how fast the truth "bad requests are `ratio` times as frequent" shows.
 *
 * @param weight the candidate's share, in (0, 1)
 * @source expectation of the conditional log-likelihood ratio, with thinning for the hypergeometric (small bad shares)
 */
export const evidencePerSecond = ({ rps, badShare }: Traffic, weight: number, ratio: number): number => {
  const bad = Math.min(1, badShare * ratio);
  const all = weight * bad + (1 - weight) * badShare;
  return rps * (weight * bad * Math.log(ratio) - all * Math.log1p(weight * (ratio - 1)));
};

/** Seconds until a rise to `ratio` times is proven, about; Infinity when it never is. */
export const secondsToProve = (traffic: Traffic, weight: number, ratio: number, alpha: number): number => {
  const speed = evidencePerSecond(traffic, weight, ratio);
  return speed > 0 ? (-Math.log(alpha) + search) / speed : Number.POSITIVE_INFINITY;
};

/** Ratios beyond this are a service that is down. */
const most = 1_000;

/** The smallest rise that is proven within so many seconds, as a ratio; null when not even the largest is. */
export const smallestRise = (traffic: Traffic, weight: number, seconds: number, alpha: number): number | null => {
  const isSeen = (ratio: number): boolean => secondsToProve(traffic, weight, ratio, alpha) <= seconds;
  const highest = Math.min(most, 1 / traffic.badShare);
  if (!isSeen(highest)) return null;
  let [low, high] = [1, highest];
  while (high / low > 1.005) {
    const middle = Math.sqrt(low * high);
    if (isSeen(middle)) high = middle;
    else low = middle;
  }
  return high;
};

/** Of a walk to a threshold of a few nats, half have arrived after this share of the mean time (inverse Gaussian). */
const halfway = 0.75;

/** Seconds until half of all builds that are as good as the baseline are shown to stay below the margin, about. */
export const secondsToClear = ({ rps, badShare }: Traffic, weight: number, margin: number, beta: number): number => {
  const speed = rps * badShare * (Math.log1p(weight * (margin - 1)) - weight * Math.log(margin));
  return speed > 0 ? (halfway * -Math.log(beta)) / speed : Number.POSITIVE_INFINITY;
};
