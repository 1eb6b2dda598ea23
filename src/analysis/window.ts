import type { Instant } from "../domain/units.ts";

/** Requests of one build: cumulative as a driver reads them, or those of one window. */
export type Counts = {
  readonly requests: number;
  readonly errors: number;
  /** Requests per latency bucket of `histogram.ts`: `[bucket, count]`. */
  readonly latency: readonly (readonly [bucket: number, count: number])[];
  /** What else the service counts, by name; an absent one was not measured, which is not zero. */
  readonly counters?: Readonly<Record<string, Counter>>;
  /** What stood at the end of the window, by name: a mean over instances, not a count. */
  readonly gauges?: Readonly<Record<string, number>>;
};

/** Of `total` events, `bad` went wrong. */
export type Counter = { readonly total: number; readonly bad: number };

/** What happened from `from` to `to`. `null` = not measured, which is not the same as no requests. */
export type Window = {
  readonly from: Instant;
  readonly to: Instant;
  readonly candidate: Counts | null;
  readonly baseline: Counts | null;
};

/**
 * The counts of a window, from two cumulative readings. A counter that only one of them has was not measured in it. The
 * gauges are those of the later one; what is no number is no data.
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
    ...countersBetween(before, after),
    ...gaugesOf(after),
  };
  return vanished || !isSound(counts) ? null : counts;
};

/** Whole, not negative, and nowhere more bad ones than there are in all. */
export const isSound = ({ requests, errors, latency, counters = {}, gauges = {} }: Counts): boolean =>
  [{ total: requests, bad: errors }, ...Object.values(counters)].every(
    ({ total, bad }) => isCount(total) && isCount(bad) && bad <= total,
  ) &&
  latency.every(([bucket, count]) => isCount(bucket) && isCount(count)) &&
  Object.values(gauges).every(Number.isFinite);

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

const countersBetween = (before: Counts, after: Counts): Pick<Counts, "counters"> => {
  if (after.counters === undefined) return {};
  const earlier = new Map(Object.entries(before.counters ?? {}));
  const counters = Object.entries(after.counters).flatMap(([name, { total, bad }]) => {
    const was = earlier.get(name);
    return was === undefined ? [] : [[name, { total: total - was.total, bad: bad - was.bad }] as const];
  });
  return { counters: Object.fromEntries(counters) };
};

const gaugesOf = ({ gauges }: Counts): Pick<Counts, "gauges"> =>
  gauges === undefined
    ? {}
    : { gauges: Object.fromEntries(Object.entries(gauges).filter(([, value]) => Number.isFinite(value))) };
