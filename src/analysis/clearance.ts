import { type Capped, capTo, uncapped } from "./capped.ts";
import { logOddsRatio, type Table } from "./conditional-odds.ts";

/** Evidence that the candidate is not worse than a margin allows, over the windows of one step. */
export type Clearance = { readonly logs: readonly number[]; readonly evidence: Capped };

/** Alternatives to "as bad as the margin or worse", and their weights. */
export type Alternatives = {
  readonly margin: number;
  readonly points: readonly number[];
  readonly weights: readonly number[];
};

/**
 * Errors: the margin is an odds ratio. A good build is equal to the baseline; those that look a little better do so by
 * chance half of the time, and alternatives below equal let that luck count. Tuned by `bench/verdicts`.
 */
export const againstOdds = (margin: number): Alternatives => ({
  margin: Math.log(margin),
  points: [0, -0.2, -0.45, -1],
  weights: [0.5, 0.2, 0.2, 0.1],
});

/** Latency: the margin is in the candidate's threshold already, so that a good build is slow less often. */
export const againstEqual: Alternatives = {
  margin: 0,
  points: [-0.1, -0.2, -0.4, -0.8],
  weights: [0.25, 0.25, 0.25, 0.25],
};

export const clearance: Clearance = { logs: [0, 0, 0, 0], evidence: uncapped };

/**
 * Add one window of warm instances. The exact form is needed here: the cheaper one that takes the total of bad outcomes
 * for a Poisson number is not valid against a margin.
 *
 * @source non-inferiority by the conditional-odds e-process, Ville (1939)
 */
export const clear = (
  before: Clearance,
  table: Table,
  { margin, points, weights }: Alternatives,
  { dispersion, cap }: { readonly dispersion: number; readonly cap: number },
): Clearance => {
  const least = logOddsRatio(table, margin);
  const logs = points.map((g, j) => (before.logs[j] ?? 0) + (logOddsRatio(table, g) - least) / dispersion);
  const most = Math.max(...logs);
  const mean = most + Math.log(logs.reduce((sum, log, j) => sum + (weights[j] ?? 0) * Math.exp(log - most), 0));
  return { logs, evidence: capTo(before.evidence, mean, cap) };
};
