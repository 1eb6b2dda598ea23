import type { Millis } from "../domain/units.ts";

/** How much is too much, how sure to be, and what to do when nothing can be proven. */
export type Settings = {
  readonly guardrails: Guardrails;
  /** Probability of a false alarm over the whole rollout, in (0, 1). */
  readonly alpha: number;
  /** Probability of calling a step good that is worse than the margins, in (0, 1). */
  readonly beta: number;
  readonly errors: Outcome;
  /** null: latencies are held to the limit alone. */
  readonly latency: ComparedLatency | null;
  /** The user's own counters of good and bad outcomes, by name. */
  readonly counters: Readonly<Record<string, Outcome>>;
  /** The user's own gauges; advice only. `margin`: share by which the candidate's may lie above the baseline's. */
  readonly gauges: Readonly<Record<string, { readonly margin: number }>>;
  /** For how long after they are first given traffic new instances of the candidate are allowed to be slow to start. */
  readonly warmUp: Millis;
  /** Size of the clumps that errors come in: 1 where each request is routed by itself. */
  readonly dispersion: number;
  /** Share of the evidence of harm that one window may bring; Infinity where both sides are counted on one clock. */
  readonly cap: number;
  /** Fewest candidate requests before a step can pass. */
  readonly minRequests: number;
  /** Windows in a row without data after which nothing can be said, 1 or more. */
  readonly maxMissing: number;
  /** A candidate without a request for so long pauses the rollout. */
  readonly noTraffic: Millis;
  /** Time on a step after which `onInconclusive` says what to do. */
  readonly decideWithin: Millis;
  readonly onInconclusive: OnInconclusive;
};

export type ComparedLatency = {
  readonly weight: number;
  /** Share by which the candidate may be slower. */
  readonly margin: number;
  /** And so many ms are nothing, however short the answers. */
  readonly slack: Millis;
  /** As `cap`, for latency, on whatever clock: when an instance stalls, all requests that it holds are slow together. */
  readonly cap: number;
};

/** One kind of bad outcome that is compared with the baseline's. */
export type Outcome = {
  /** Relative to those of the other metrics. */
  readonly weight: number;
  /** Odds ratio that a good build stays below, at small weights (5 % and less) and above. */
  readonly margin: { readonly small: number; readonly large: number };
  /** Share of bad requests that is good enough whatever the baseline's, 0 … 1. */
  readonly floor: number;
};

/** Percent of the traffic; with so little only large margins can be shown in reasonable time. */
const smallWeight = 5;

export const marginAt = (weight: number, { small, large }: Outcome["margin"]): number =>
  weight <= smallWeight ? small : large;

/** Absolute limits. They also speak where there is nothing to compare with. */
export type Guardrails = {
  /** Share of requests that may fail, 0 … 1. */
  readonly errorRate: number;
  /** At most `share` (0 … 1) of requests may take longer than `slowerThan`. */
  readonly latency: { readonly slowerThan: Millis; readonly share: number };
  /**
   * What a broken limit does. `auto`: a rollback where all traffic is the candidate's, else a pause, for both sides may
   * suffer from the same outage, and the comparison tells.
   */
  readonly action: "auto" | "pause" | "rollback";
};

/** `auto`: on to the next step if the estimates lie within the margins and enough requests were seen, else a pause. */
export type OnInconclusive = "auto" | "promote" | "pause" | "rollback";

/** Odds ratio that a cold start may reach: errors twenty times as frequent for a minute are usual. */
export const coldOdds = 25;
/** How many times slower a cold instance may be. */
export const coldFactor = 4;

/** Share of the needed evidence that one window may bring for latency. */
export const latencyCap = ({ cap, latency }: Settings): number => Math.min(cap, latency?.cap ?? cap);
