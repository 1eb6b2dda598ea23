import { type Buckets, lastBucket, upperEdge } from "../../src/analysis/histogram.ts";
import type { Counts } from "../../src/analysis/window.ts";

/** Counts of one side that windows are added to; it is changed in place, for judges add half a million of them. */
export type RunningCounts = {
  requests: number;
  errors: number;
  /** Requests by bucket. */
  readonly slots: Float64Array;
};

export const noCounts = (): RunningCounts => ({ requests: 0, errors: 0, slots: new Float64Array(lastBucket + 1) });

/** A window that was not measured adds nothing. */
export const add = (running: RunningCounts, counts: Counts | null): void => {
  if (counts === null) return;
  running.requests += counts.requests;
  running.errors += counts.errors;
  for (const [bucket, count] of counts.latency) running.slots[bucket]! += count;
};

export const clear = (running: RunningCounts): void => {
  running.requests = 0;
  running.errors = 0;
  running.slots.fill(0);
};

export const bucketsOf = ({ slots }: RunningCounts): Buckets => {
  const buckets: [number, number][] = [];
  for (let bucket = 0; bucket < slots.length; bucket++) if (slots[bucket]! > 0) buckets.push([bucket, slots[bucket]!]);
  return buckets;
};

/** ms; from the middle of each bucket. Not a number without requests. */
export const meanLatency = ({ slots }: RunningCounts): number => {
  let [sum, requests] = [0, 0];
  for (let bucket = 0; bucket < slots.length; bucket++) {
    const count = slots[bucket]!;
    if (count === 0) continue;
    sum += count * Math.sqrt(upperEdge(bucket) * upperEdge(bucket - 1));
    requests += count;
  }
  return sum / requests;
};
