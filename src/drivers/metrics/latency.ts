import { bucketOf, lastBucket, upperEdge } from "../../analysis/histogram.ts";
import type { Counts } from "../port.ts";

/** How many took up to `edge` seconds; `Infinity` for the last. */
export type UpTo = { readonly edge: number; readonly count: number };

/**
 * Buckets of a classic histogram, which count everything up to their edge, as buckets of ours. Each request counts as
 * being as slow as its bucket allows; what is above the last edge, as the slowest there is.
 */
export const bucketsOf = (histogram: readonly UpTo[]): Counts["latency"] => {
  let below = Number.POSITIVE_INFINITY;
  const falling = histogram
    .toSorted((a, b) => b.edge - a.edge)
    .map(({ edge, count }) => {
      // One that is read while it is written may say more than the one above it; the requests are not there twice.
      below = Math.min(below, count);
      return { bucket: bucketAt(edge), upTo: below };
    });
  return added(falling.map(({ bucket, upTo }, i) => [bucket, upTo - (falling[i + 1]?.upTo ?? 0)] as const));
};

/** Counts of the same bucket added up, sorted by bucket; empty ones are left out. */
export const added = (all: Iterable<readonly [bucket: number, count: number]>): Counts["latency"] => {
  const counts = new Map<number, number>();
  for (const [bucket, count] of all) counts.set(bucket, (counts.get(bucket) ?? 0) + count);
  return [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
};

/**
 * The last bucket of ours whose edge is not above this one. An answer may have taken 2 % longer than it says; but a
 * limit that equals an edge of the histogram, as it should, is judged exactly, where the next bucket would call every
 * answer slow that just kept it.
 *
 * @param edge in seconds
 */
export const bucketAt = (edge: number): number => {
  if (edge === Number.POSITIVE_INFINITY) return lastBucket;
  const bucket = bucketOf(1_000 * Math.max(0, edge));
  return bucket > 0 && upperEdge(bucket) > 1_000 * edge * (1 + 1e-9) ? bucket - 1 : bucket;
};
