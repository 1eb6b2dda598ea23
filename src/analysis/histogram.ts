import { type Millis, millis } from "../domain/units.ts";

/** Requests per latency bucket, sorted by bucket; buckets without requests are left out. */
export type Buckets = readonly (readonly [bucket: number, count: number])[];

/** Each bucket is 2 % wide, so that a quantile is right to 2 % at any scale, for 6 kB per build. */
const gamma = 1.02;
/** ms; faster answers share bucket 0. */
const fastest = 0.1;
/** ms; slower answers share the last bucket, so its edge reads "at least". */
const slowest = 120_000;
const logGamma = Math.log(gamma);

export const lastBucket = Math.ceil(Math.log(slowest / fastest) / logGamma);

/**
 * The bucket of a latency: `upperEdge(bucket − 1) < ms ≤ upperEdge(bucket)`.
 *
 * @param ms 0 or more
 * @returns 0 … `lastBucket`
 * @throws RangeError when negative or not a number
 */
export const bucketOf = (ms: number): number => {
  if (!(ms >= 0)) throw new RangeError(`a latency is 0 ms or more, got ${ms}`);
  // A hair is taken off, so that an edge itself falls into the bucket below it in spite of rounding.
  const bucket = Math.ceil(Math.log(ms / fastest) / logGamma - 1e-9);
  return Math.max(0, Math.min(lastBucket, bucket));
};

const edgeOf = (bucket: number): Millis => millis(fastest * gamma ** bucket);
/** They are asked for several times for each bucket of each window. */
const edges: readonly Millis[] = Array.from({ length: lastBucket + 1 }, (_, bucket) => edgeOf(bucket));

/** The slowest latency of a bucket, in ms. */
export const upperEdge = (bucket: number): Millis => edges[bucket] ?? edgeOf(bucket);

/**
 * The latency that a share `q` of the requests did not exceed: the upper edge of the bucket that holds it, so at most
 * 2 % above the true one and never below (nearest rank, no interpolation).
 *
 * @param q in (0, 1]; 0.99 is p99
 * @returns null without any request: no data is not a latency of 0
 * @throws RangeError when `q` lies outside (0, 1]
 */
export const quantile = (buckets: Buckets, q: number): Millis | null => {
  if (!(q > 0 && q <= 1)) throw new RangeError(`a quantile lies in (0, 1], got ${q}`);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  let left = Math.ceil(q * total);
  for (const [bucket, count] of buckets) {
    left -= count;
    if (count > 0 && left <= 0) return upperEdge(bucket);
  }
  return null;
};
