import { bucketOf } from "../../src/analysis/histogram.ts";
import type { Settings } from "../../src/analysis/settings.ts";
import type { Counts, Window } from "../../src/analysis/window.ts";
import { instant, millis } from "../../src/domain/units.ts";

export const settings: Settings = {
  errorRate: 0.01,
  latency: { slowerThan: millis(500), share: 0.05 },
  alpha: 0.01,
  beta: 0.05,
  minRequests: 50,
  maxMissing: 6,
};

/** Counts of one window: `slow` requests took a second, all others 20 ms. */
export const counts = (requests: number, errors = 0, slow = 0): Counts => ({
  requests,
  errors,
  latency: [
    [bucketOf(20), requests - slow],
    [bucketOf(1000), slow],
  ],
});

/** One window of 5 s after another. */
export const windowsOf = (candidates: readonly (Counts | null)[]): Window[] =>
  candidates.map((candidate, i) => ({
    from: instant(5000 * i),
    to: instant(5000 * (i + 1)),
    candidate,
    baseline: null,
  }));

export const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);
