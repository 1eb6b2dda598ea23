import type { Instant, Percent } from "../units.ts";

/** What happened to one side in one window: differences, never running totals. */
export type WindowCounts = {
  readonly requests: number;
  readonly errors: number;
  /** `[bucket, count]`, sorted by bucket; the edges are those of `analysis/histogram.ts`. */
  readonly latency: readonly (readonly [bucket: number, count: number])[];
  /** What else the service counts, by name: of `total` events, `bad` went wrong. An absent one was not measured. */
  readonly counters?: Readonly<Record<string, { readonly total: number; readonly bad: number }>>;
  /** What stood at the end of the window, by name: a mean over instances, not a count. */
  readonly gauges?: Readonly<Record<string, number>>;
};

/** A closed window. A side that could not be measured is null, which is not the same as zero requests. */
export type Window = {
  readonly from: Instant;
  readonly to: Instant;
  readonly candidate: WindowCounts | null;
  readonly baseline: WindowCounts | null;
  /** What the source said when it did not answer. */
  readonly problem?: string;
};

/** A window, and where the rollout stood in it: all that a verdict needs to know of the rollout. */
export type JudgedWindow = Window & {
  /** The candidate's weight that was in force. */
  readonly weight: Percent;
  /** When the present step's weight was read back; null while the next step is on its way. */
  readonly confirmedAt: Instant | null;
  /** When the candidate was last given instances that had no traffic before: they may be slow to start. */
  readonly grownAt: Instant;
  /** How often a person let the rollout go on: what had paused it until then is not held against it again. */
  readonly resumes: number;
};
