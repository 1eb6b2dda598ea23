import type { Instant } from "../domain/units.ts";

/** Requests of one build: cumulative as a driver reads them, or those of one window. */
export type Counts = {
  readonly requests: number;
  readonly errors: number;
  /** Requests per latency bucket of `histogram.ts`: `[bucket, count]`. */
  readonly latency: readonly (readonly [bucket: number, count: number])[];
};

/** What happened from `from` to `to`. `null` = not measured, which is not the same as no requests. */
export type Window = {
  readonly from: Instant;
  readonly to: Instant;
  readonly candidate: Counts | null;
  readonly baseline: Counts | null;
};

/**
 * The counts of a window, from two cumulative readings.
 *
 * @returns null when they make no window: a counter ran backwards (the instance was restarted), a bucket vanished, or
 *          something is no count at all. Such a window is dropped, for nobody knows what happened in it.
 */
export const difference = (before: Counts, after: Counts): Counts | null => {
  const earlier = new Map(before.latency);
  const later = new Map(after.latency);
  const latency = [...later].map(([bucket, count]) => [bucket, count - (earlier.get(bucket) ?? 0)] as const);
  const vanished = before.latency.some(([bucket, count]) => count > 0 && !later.has(bucket));
  const counts = {
    requests: after.requests - before.requests,
    errors: after.errors - before.errors,
    latency: latency.filter(([, count]) => count !== 0),
  };
  return vanished || !isSound(counts) ? null : counts;
};

/** Whole, not negative, and no more errors than requests. */
export const isSound = ({ requests, errors, latency }: Counts): boolean =>
  [requests, errors, ...latency.flat()].every((n) => Number.isSafeInteger(n) && n >= 0) && errors <= requests;
