import { logChoose } from "./log-factorial.ts";

/** Requests of both sides in one window, and how many of them were bad: failed, or too slow. */
export type Table = {
  readonly candidate: { readonly total: number; readonly bad: number };
  readonly baseline: { readonly total: number; readonly bad: number };
};

export const noTable: Table = { candidate: { total: 0, bad: 0 }, baseline: { total: 0, bad: 0 } };

export const addTables = (a: Table, b: Table): Table => ({
  candidate: { total: a.candidate.total + b.candidate.total, bad: a.candidate.bad + b.candidate.bad },
  baseline: { total: a.baseline.total + b.baseline.total, bad: a.baseline.bad + b.baseline.bad },
});

/** Terms below this share of the largest one change nothing in 53 bits. */
const negligible = 1e-18;

/**
 * Whether a window can tell the sides apart at all: both had requests, and some but not all of them were bad. Otherwise
 * every likelihood ratio is exactly 1.
 */
export const isInformative = ({ candidate, baseline }: Table): boolean => {
  const bad = candidate.bad + baseline.bad;
  return candidate.total > 0 && baseline.total > 0 && bad > 0 && bad < candidate.total + baseline.total;
};

/**
 * Log-likelihood ratio of "the odds of a bad request are e^g times the baseline's" against "they are equal", given how
 * many requests each side had and how many were bad in all: g·x − A(g), with A(g) = log Σ_j H(j)·e^(g·j) and H the central
 * hypergeometric distribution. Whatever both sides share in a window (its error rate, the weight, the volume) cancels,
 * so that drift and ramps prove nothing.
 *
 * The terms are log-concave: they are summed outwards from the largest one, by ratios of neighbours.
 *
 * Do not use where the sides are not routed by chance from the same users, such as a cohort of the firm's own people.
 *
 * @param g log odds ratio, candidate : baseline
 * @returns 0 for a window that tells nothing
 * @source Fisher's non-central hypergeometric distribution; the likelihood of stratified 2×2 tables (Cochran, Mantel and
 *         Haenszel); made sequential as by Lindon and Malek (2022) and the package safestats. Checked against exact
 *         rational arithmetic: `check-values.py`.
 */
export const logOddsRatio = (table: Table, g: number): number => {
  if (g === 0 || !isInformative(table)) return 0;
  const { total: n, bad: x } = table.candidate;
  const { total: other } = table.baseline;
  const bad = x + table.baseline.bad;
  return g * x - logNormalizer(n, other, bad, g);
};

/** A(g): log of the mean of e^(g·j), j central hypergeometric: `bad` drawn from `n + other`, of which `n` are ours. */
export const logNormalizer = (n: number, other: number, bad: number, g: number): number => {
  const least = Math.max(0, bad - other);
  const most = Math.min(n, bad);
  const odds = Math.exp(g);
  const top = Math.min(most, Math.max(least, mode(n, other, bad, odds)));
  let sum = 1;
  for (let j = top, term = 1; j < most; j++) {
    term *= (((n - j) * (bad - j)) / ((j + 1) * (other - bad + j + 1))) * odds;
    sum += term;
    if (term < negligible * sum) break;
  }
  for (let j = top, term = 1; j > least; j--) {
    term *= (j * (other - bad + j)) / ((n - j + 1) * (bad - j + 1) * odds);
    sum += term;
    if (term < negligible * sum) break;
  }
  return logChoose(n, top) + logChoose(other, bad - top) - logChoose(n + other, bad) + g * top + Math.log(sum);
};

/** Where the terms are largest, or next to it: the root of the quadratic in which neighbours are equal (Liao and Rosen 2001). */
const mode = (n: number, other: number, bad: number, odds: number): number => {
  const a = odds - 1;
  const b = -((n + bad + 2) * odds + other - bad);
  const c = (n + 1) * (bad + 1) * odds;
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  // The numerically stable form of the smaller root; it holds for a = 0 as well.
  return Math.floor((2 * c) / (-b + root));
};
