import { type Capped, capTo, uncapped } from "./capped.ts";
import { logOddsRatio, type Table } from "./conditional-odds.ts";
import { type Lately, lately, since } from "./lately.ts";
import { advance, logMixture, type Mixture, mixture } from "./mixture.ts";

/**
 * Is a bad outcome more frequent among the candidate's requests than among the baseline's? Evidence over a whole rollout,
 * whatever its steps: weights and volumes cancel within each window.
 */
export type Comparison = {
  readonly harm: Mixture;
  readonly evidence: Capped;
  /** Log-likelihood ratios against "equal", at `intervalGrid`, where an interval is wanted; else they stay at 0. */
  readonly ratios: readonly number[];
  readonly lately: Lately;
};

/**
 * Log odds ratios of harm that are looked for, 1.2 … 150 times, and their weights. Tuned by simulation
 * (`bench/verdicts`): seven points lose less than the thirteen equal ones of the reference, because fewer of them
 * are far from the truth; the weight lies where teams would act, between 1.5 and 10 times.
 */
const harmPoints: readonly number[] = [0.2, 0.45, 0.9, 1.5, 2.2, 3.2, 5];
const rawWeights = [1, 1.6, 1.4, 1.7, 1.9, 1.3, 0.8];
const sumOfWeights = rawWeights.reduce((sum, weight) => sum + weight, 0);
export const harmWeights: readonly number[] = rawWeights.map((weight) => weight / sumOfWeights);

/** Log odds ratios at which the interval is read; between them it is widened to the next one. */
const intervalGrid: readonly number[] = [
  ...Array.from({ length: 12 }, (_, j) => -(0.15 * 1.32 ** (11 - j))),
  0,
  ...Array.from({ length: 15 }, (_, j) => 0.12 * 1.32 ** j),
];

export const comparison: Comparison = {
  harm: mixture(harmPoints.length),
  evidence: uncapped,
  ratios: intervalGrid.map(() => 0),
  lately,
};

export type Weighing = {
  /** Log odds ratio up to which the candidate may be worse; 0 = no worse at all. */
  readonly tolerated: number;
  /** Size of the clumps that bad outcomes come in, 1 or more: likelihood ratios are raised to its inverse. */
  readonly dispersion: number;
  /** Nats that one window may add. */
  readonly cap: number;
  /** Keep what an interval is read from: where it is shown, for windows in which all instances are warm. */
  readonly forInterval: boolean;
};

/**
 * Add one window. Alternatives that lie within what is tolerated prove nothing in it.
 *
 * Validity: given the past, the tolerated ratio and the exponent of this window are fixed numbers. Under "at most
 * `tolerated`" the expected ratio is at most 1 (monotone likelihood ratio), and so is that of its root.
 */
export const compare = (
  before: Comparison,
  table: Table,
  { tolerated, dispersion, cap, forInterval }: Weighing,
): Comparison => {
  const allowed = logOddsRatio(table, tolerated);
  const ratios = harmPoints.map((g) => (g > tolerated ? (logOddsRatio(table, g) - allowed) / dispersion : 0));
  const harm = advance(before.harm, ratios);
  const evidence = capTo(before.evidence, logMixture(harm, harmWeights), cap);
  return {
    harm,
    evidence,
    ratios: forInterval
      ? before.ratios.map((sum, j) => sum + logOddsRatio(table, intervalGrid[j] ?? 0) / dispersion)
      : before.ratios,
    lately: since(before.lately, evidence.log, table),
  };
};

export type Interval = { readonly low: number; readonly high: number };

/**
 * The odds ratios, candidate : baseline, that the windows so far leave possible. It holds at all looks together: with a
 * probability of at least 1 − alpha it never misses a ratio that stays the same over the rollout. For display; a verdict
 * rests on the evidence.
 *
 * @param alpha probability that it ever misses, in (0, 1)
 * @returns ratios, 0 … Infinity where nothing is known
 * @source Ville (1939), a mixture over `intervalGrid` against each ratio; log-likelihoods are concave, so it is an interval
 */
export const interval = ({ ratios }: Comparison, alpha: number): Interval => {
  const most = Math.max(...ratios);
  const mean = most + Math.log(ratios.reduce((sum, log) => sum + Math.exp(log - most), 0) / ratios.length);
  const left = ratios.map((log) => mean - log < -Math.log(alpha));
  const [first, last] = [left.indexOf(true), left.lastIndexOf(true)];
  // The next point on each side is known to be out; what lies between is not, so it stays in.
  const at = (j: number, none: number): number => {
    const g = intervalGrid[j];
    return g === undefined ? none : Math.exp(g);
  };
  return { low: at(first - 1, 0), high: at(last + 1, Number.POSITIVE_INFINITY) };
};
