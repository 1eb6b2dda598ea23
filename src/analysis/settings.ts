import type { Millis } from "../domain/units.ts";

/** How much is too much, and how sure to be. */
export type Settings = {
  /** Share of requests that may fail, 0 … 1. */
  readonly errorRate: number;
  /** At most `share` (0 … 1) of requests may take longer than `slowerThan`. */
  readonly latency: { readonly slowerThan: Millis; readonly share: number };
  /** Probability of a false alarm over all windows that are judged together, in (0, 1). */
  readonly alpha: number;
  /** Probability of calling a bad step good, in (0, 1). */
  readonly beta: number;
  /** Fewest candidate requests before a step can pass. */
  readonly minRequests: number;
  /** Windows in a row without data after which nothing can be said, 1 or more. */
  readonly maxMissing: number;
};
