import { type Buckets, lastBucket } from "./histogram.ts";

/** Latencies of the baseline so far, the older ones fading: what "slow" means in the next window is read from them. */
export type LatencyHistory = {
  /** Number of requests per bucket, in units that grow from window to window, so that older ones count for less. */
  readonly counts: readonly number[];
  readonly total: number;
  /** What one request of the next window counts. */
  readonly unit: number;
  /** Buckets that requests of either side were ever counted in: those of a coarse histogram are few and far between. */
  readonly used: readonly boolean[];
};

/** Share that is left of a window's weight after the next one: half of the weight lies on the last 17 windows. */
const fading = 0.96;
/** Fewer requests than this say nothing about a quantile. */
const enough = 20;
/** Where the unit starts anew, long before a number overflows. */
const largestUnit = 1e100;

export const noLatencies: LatencyHistory = {
  counts: Array.from({ length: lastBucket + 1 }, () => 0),
  total: 0,
  unit: 1,
  used: Array.from({ length: lastBucket + 1 }, () => false),
};

export const remember = (before: LatencyHistory, baseline: Buckets, candidate: Buckets): LatencyHistory => {
  const { counts: old, total: sum, unit, used } = before.unit > largestUnit ? rescaled(before) : before;
  const counts = old.slice();
  let total = sum;
  for (const [bucket, count] of baseline) {
    counts[bucket] = (counts[bucket] ?? 0) + count * unit;
    total += count * unit;
  }
  return { counts, total, unit: unit / fading, used: withUsed(used, baseline, candidate) };
};

const rescaled = ({ counts, total, unit, used }: LatencyHistory): LatencyHistory => ({
  counts: counts.map((count) => count / unit),
  total: total / unit,
  unit: 1,
  used,
});

const withUsed = (used: readonly boolean[], ...sides: readonly Buckets[]): readonly boolean[] => {
  const isNew = ([bucket, count]: Buckets[number]): boolean => count > 0 && used[bucket] === false;
  if (!sides.some((side) => side.some(isNew))) return used;
  const more = used.slice();
  for (const side of sides) for (const [bucket, count] of side) if (count > 0) more[bucket] = true;
  return more;
};

/** From which bucket on a request counts as slow, on either side; and the odds that are tolerated where edges are coarse. */
export type Threshold = { readonly baseline: number; readonly candidate: number; readonly tolerated: number };

/** Log odds that a difference in speed of about a tenth makes at the quantiles that are looked at. */
const coarseTolerance = 0.3;

/**
 * The threshold of the next window: the bucket that holds the baseline's `q`-quantile is the last fast one; the
 * candidate's lies `shift` buckets higher, or at the next edge that the source has. It is fixed before the window is
 * seen, which is all that its validity needs: no independence, no steady load.
 *
 * Where the source has no edge within the shift (a classic histogram of Prometheus), both sides share the edge, and odds
 * up to those of a tenth more time are tolerated instead.
 *
 * @param q in (0, 1)
 * @returns null while too little is known
 */
export const threshold = (
  { counts, total, unit, used }: LatencyHistory,
  q: number,
  shift: number,
): Threshold | null => {
  if (total < enough * fading * unit) return null;
  let left = q * total;
  let edge = 0;
  while (edge < lastBucket && left > (counts[edge] ?? 0)) left -= counts[edge++] ?? 0;
  const next = used.indexOf(true, edge + 1);
  return next === -1 || next <= edge + shift || shift === 0
    ? { baseline: edge, candidate: edgeFrom(used, edge + shift), tolerated: 0 }
    : { baseline: edge, candidate: edge, tolerated: coarseTolerance };
};

/** The next edge that the source has: between two of its edges it cannot tell the slow from the fast. */
const edgeFrom = (used: readonly boolean[], bucket: number): number => {
  const edge = used.indexOf(true, bucket);
  return edge === -1 ? bucket : edge;
};

/** Requests slower than the upper edge of `bucket`. */
export const slowerThan = (latency: Buckets, bucket: number): number =>
  latency.reduce((sum, [at, count]) => sum + (at > bucket ? count : 0), 0);

/** Requests whose latency is known. */
export const measured = (latency: Buckets): number => latency.reduce((sum, [, count]) => sum + count, 0);
