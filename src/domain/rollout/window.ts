import type { Instant } from "../units.ts";

/** What happened to one side in one window: differences, never running totals. */
export type WindowCounts = {
  readonly requests: number;
  readonly errors: number;
  /** `[bucket, count]`, sorted by bucket; the edges are those of `analysis/histogram.ts`. */
  readonly latency: readonly (readonly [bucket: number, count: number])[];
};

/** A closed window. A side that could not be measured is null, which is not the same as zero requests. */
export type Window = {
  readonly from: Instant;
  readonly to: Instant;
  readonly candidate: WindowCounts | null;
  readonly baseline: WindowCounts | null;
};
