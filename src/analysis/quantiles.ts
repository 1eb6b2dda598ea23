/** Shares of the baseline's requests that are faster than a threshold: at each, the candidate's slower ones are counted. */
export const quantiles: readonly number[] = [0.5, 0.95, 0.99];
