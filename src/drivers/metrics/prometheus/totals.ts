import { bucketOf, lastBucket, upperEdge } from "../../../analysis/histogram.ts";
import type { Counts } from "../../port.ts";
import type { Tracked } from "./memory.ts";

/** The sum of all counters of one build. Without a series of errors there were none: it appears with the first. */
export const totalsOf = (counters: readonly Tracked[]): Counts => {
  const of = (part: Tracked["part"]): readonly Tracked[] => counters.filter((one) => one.part === part);
  const sum = (all: readonly Tracked[]): number => all.reduce((total, one) => total + one.total, 0);
  return { requests: sum(of("requests")), errors: sum(of("errors")), latency: latencyOf(of("latency")) };
};

/**
 * Buckets of a classic histogram, which count everything up to their edge, as buckets of ours. Each request counts as
 * being as slow as its bucket allows; what is above the last edge, as the slowest there is.
 */
const latencyOf = (buckets: readonly Tracked[]): Counts["latency"] => {
  const counts = new Map<number, number>();
  for (const histogram of Map.groupBy(buckets, ({ group }) => group).values()) {
    let below = Number.POSITIVE_INFINITY;
    const falling = histogram
      .toSorted((a, b) => b.edge! - a.edge!)
      .map((one) => {
        // One that is read while it is written may say more than the one above it; the requests are not there twice.
        below = Math.min(below, one.total);
        return { bucket: bucketAt(one.edge!), upTo: below };
      });
    for (const [i, { bucket, upTo }] of falling.entries())
      counts.set(bucket, (counts.get(bucket) ?? 0) + upTo - (falling[i + 1]?.upTo ?? 0));
  }
  return [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
};

/**
 * The last bucket of ours whose edge is not above this one. An answer may have taken 2 % longer than it says; but a
 * limit that equals an edge of the histogram, as it should, is judged exactly, where the next bucket would call every
 * answer slow that just kept it.
 *
 * @param edge in seconds
 */
const bucketAt = (edge: number): number => {
  if (edge === Number.POSITIVE_INFINITY) return lastBucket;
  const bucket = bucketOf(1_000 * Math.max(0, edge));
  return bucket > 0 && upperEdge(bucket) > 1_000 * edge * (1 + 1e-9) ? bucket - 1 : bucket;
};
