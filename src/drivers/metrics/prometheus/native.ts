import type { Digest } from "../../../domain/units.ts";
import { bucketAt } from "../latency.ts";
import type { Bucket } from "./ask.ts";
import type { Memory } from "./memory.ts";
import { type NativeReading, sameTarget } from "./readings.ts";

/** One native histogram over all the times that its instance was restarted. */
export type TrackedNative = NativeReading & {
  /** Sum of its increases, by bucket of ours. */
  readonly totals: ReadonlyMap<number, number>;
};

/**
 * Take in native histograms, before the counters of the same answer. One that counts less than before was restarted: all
 * that it shows now is new. One that is met for the first time counts in full, unless its instance had requests before:
 * then nobody knows how many of its latencies are old.
 *
 * @param isFirst whether this is the first reading of a build, which everything is counted from
 * @returns builds of which it is not known what they did since the last reading; they are counted from this one on
 */
export const takeInNative = (
  memory: Memory,
  readings: readonly NativeReading[],
  isFirst: (build: Digest) => boolean,
): ReadonlySet<Digest> => {
  const unknown = new Set<Digest>();
  for (const reading of readings) {
    const known = memory.natives.get(reading.group);
    if (known !== undefined && reading.at <= known.at) continue;
    const increase =
      known === undefined && !isFirst(reading.build) && hadRequests(memory, reading)
        ? null
        : increaseOf(known ?? { count: 0, buckets: [] }, reading);
    if (increase === null) unknown.add(reading.build);
    memory.natives.set(reading.group, { ...reading, totals: plus(known?.totals ?? new Map(), increase ?? []) });
  }
  return unknown;
};

const hadRequests = ({ counters }: Memory, { build, target }: NativeReading): boolean =>
  [...counters.values()].some(
    (one) => one.part === "requests" && one.build === build && one.value > 0 && sameTarget(one.target, target),
  );

type Shown = Pick<NativeReading, "count" | "buckets">;

/**
 * What came in between. Prometheus may have made the buckets coarser meanwhile: an old bucket then lies inside of a new
 * one, for edges of a coarser scale are edges of the finer one as well.
 *
 * @returns null when the two do not fit together though the count did not fall
 */
const increaseOf = (before: Shown, after: Shown): readonly Bucket[] | null => {
  if (after.count < before.count) return after.buckets;
  const grown = after.buckets.map((one) => {
    const old = before.buckets.filter((was) => isAbove(was.upper, one.lower) && !isAbove(was.upper, one.upper));
    return { ...one, count: one.count - sumOf(old), old: sumOf(old) };
  });
  const isWhole = grown.reduce((sum, { old }) => sum + old, 0) === sumOf(before.buckets);
  return isWhole && grown.every(({ count }) => count >= 0) ? grown : null;
};

/** Edges are computed, and may differ in the last digit. */
const isAbove = (a: number, b: number): boolean => a > b + 1e-9 * Math.abs(b);

const sumOf = (buckets: readonly Bucket[]): number => buckets.reduce((sum, { count }) => sum + count, 0);

const plus = (totals: ReadonlyMap<number, number>, buckets: readonly Bucket[]): ReadonlyMap<number, number> => {
  const sum = new Map(totals);
  for (const { upper, count } of buckets) sum.set(bucketAt(upper), (sum.get(bucketAt(upper)) ?? 0) + count);
  return sum;
};
