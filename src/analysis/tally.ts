import type { JudgedWindow } from "../domain/rollout/window.ts";
import type { Instant } from "../domain/units.ts";
import { type Comparison, comparison } from "./comparison.ts";
import { type Gauge, gauge } from "./gauge.ts";
import { type LatencyHistory, noLatencies } from "./latency-history.ts";
import { type Limits, limits } from "./limits.ts";
import { quantiles } from "./quantiles.ts";
import type { Settings } from "./settings.ts";
import { type StepTally, stepTally } from "./step-tally.ts";

/** All that a verdict rests on, after some windows of a rollout. Plain values: the same windows give the same tally. */
export type Tally = {
  /** Over the whole rollout: bad outcomes against the baseline's. */
  readonly errors: Comparison;
  /** One per quantile of `quantiles`. */
  readonly latency: readonly Comparison[];
  readonly counters: Readonly<Record<string, Comparison>>;
  readonly gauges: Readonly<Record<string, Gauge>>;
  readonly history: LatencyHistory;
  /** Absolute limits, since the last time that a person let the rollout go on. */
  readonly limits: Limits;
  /** Over the present step alone. */
  readonly step: StepTally;
  readonly resumes: number;
  readonly windows: number;
  readonly missing: number;
  /** Windows at the end that were not measured. */
  readonly missingInARow: number;
  /** Why the last of them could not be measured, if the source said so. */
  readonly problem: string | null;
  /** Windows at the end in which no request to the candidate was seen, measured or not. */
  readonly quietInARow: number;
  /** The end of the last window in which the candidate had a request, or the beginning of the first one. */
  readonly servedAt: Instant | null;
  /** What proved harm first; later windows cannot take that back, and are not added. */
  readonly harmedBy: "comparison" | "limit" | null;
};

export const noTally = (settings: Settings): Tally => ({
  errors: comparison,
  latency: quantiles.map(() => comparison),
  counters: Object.fromEntries(Object.keys(settings.counters).map((name) => [name, comparison])),
  gauges: Object.fromEntries(Object.keys(settings.gauges).map((name) => [name, gauge])),
  history: noLatencies,
  limits,
  step: stepTally(settings, null),
  resumes: 0,
  windows: 0,
  missing: 0,
  missingInARow: 0,
  problem: null,
  quietInARow: 0,
  servedAt: null,
  harmedBy: null,
});

/** Both sides get traffic that is routed by chance; own people first, and all traffic on one side, are no comparison. */
export const isComparable = ({ weight }: Pick<JudgedWindow, "weight">): boolean => weight > 0 && weight < 100;
