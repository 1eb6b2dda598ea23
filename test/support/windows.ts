import { bucketOf } from "../../src/analysis/histogram.ts";
import type { Settings } from "../../src/analysis/settings.ts";
import type { Counts } from "../../src/analysis/window.ts";
import type { JudgedWindow } from "../../src/domain/rollout/window.ts";
import { instant, millis, percent } from "../../src/domain/units.ts";

export const guardrails: Settings["guardrails"] = {
  errorRate: 0.01,
  latency: { slowerThan: millis(500), share: 0.05 },
  action: "auto",
};

/** The defaults of the product, with warm instances, and limits that a test reaches. */
export const settings: Settings = {
  guardrails,
  alpha: 0.01,
  beta: 0.05,
  errors: { weight: 6, margin: { small: 2, large: 1.5 }, floor: 0.001 },
  latency: { weight: 4, margin: 0.1, slack: millis(2), cap: 0.5 },
  counters: {},
  gauges: {},
  warmUp: millis(0),
  dispersion: 1,
  cap: Number.POSITIVE_INFINITY,
  minRequests: 50,
  maxMissing: 6,
  noTraffic: millis(300_000),
  decideWithin: millis(3_600_000),
  onInconclusive: "auto",
};

/** A tenth slower is no harm, however short the answers are. */
export const tenthSlower = { weight: 4, margin: 0.1, slack: millis(0), cap: Number.POSITIVE_INFINITY };

/** Counts of one window: `slow` requests took a second, all others 20 ms. */
export const counts = (requests: number, errors = 0, slow = 0): Counts => ({
  requests,
  errors,
  latency: [
    [bucketOf(20), requests - slow],
    [bucketOf(1000), slow],
  ],
});

/** One window of 5 s after another, with all traffic on the candidate. */
export const windowsOf = (candidates: readonly (Counts | null)[]): JudgedWindow[] =>
  candidates.map((candidate, i) => windowAt(i, candidate, null, 100));

export type Sides = readonly [candidate: Counts | null, baseline: Counts | null];

/** One window of 5 s after another, with a part of the traffic on the candidate. */
export const sidesOf = (sides: readonly Sides[], weight = 5, from = 0): JudgedWindow[] =>
  sides.map(([candidate, baseline], i) => windowAt(from + i, candidate, baseline, weight));

/** Where a rollout stands that sends the candidate all traffic. */
export const alone = { weight: percent(100), confirmedAt: instant(0), grownAt: instant(0), resumes: 0 };

export const windowAt = (
  i: number,
  candidate: Counts | null,
  baseline: Counts | null,
  weight: number,
): JudgedWindow => ({
  from: instant(5000 * i),
  to: instant(5000 * (i + 1)),
  candidate,
  baseline,
  ...alone,
  weight: percent(weight),
});

export const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);
