import { type Buckets, lastBucket, upperEdge } from "./histogram.ts";

/**
 * Requests that took longer than so many ms. A bucket that holds the threshold is slow as a whole, so that the answer errs
 * by 2 % of the threshold at most, and to the safe side.
 */
export const slowRequests = (latency: Buckets, slowerThan: number): number =>
  latency.reduce((sum, [bucket, n]) => sum + (isSlow(bucket, slowerThan) ? n : 0), 0);

/** The last bucket has no upper edge: whatever is in it may have taken any time. */
const isSlow = (bucket: number, slowerThan: number): boolean => bucket >= lastBucket || upperEdge(bucket) > slowerThan;
