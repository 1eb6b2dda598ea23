import { type Buckets, upperEdge } from "../../src/analysis/histogram.ts";

/**
 * ms below which a share `q` of the requests lies, by a straight line through the bucket that holds it, as Prometheus's
 * `histogram_quantile` draws it: the product's own quantile rounds up, which would move the limits of other tools.
 *
 * @returns null without any request
 */
export const smoothQuantile = (buckets: Buckets, q: number): number | null => {
  let left = q * buckets.reduce((sum, [, count]) => sum + count, 0);
  for (const [bucket, count] of buckets) {
    const [low, high] = [upperEdge(bucket - 1), upperEdge(bucket)];
    if (left <= count) return low + (high - low) * (left / count);
    left -= count;
  }
  return null;
};
