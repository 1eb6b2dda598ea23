import type { Millis } from "../domain/units.ts";
import { quantile } from "./histogram.ts";
import { measured } from "./latency-history.ts";
import type { KnownTraffic } from "./planned-step.ts";
import { slowRequests } from "./slow-requests.ts";
import type { Counts } from "./window.ts";

/** The three signals of a service over a window: errors, latency, throughput; with what they were read from. */
export type Signals = {
  readonly requests: number;
  readonly errors: number;
  readonly window: Millis;
  readonly rps: number;
  /** 0 … 1; null without a request: no data is no rate. */
  readonly errorRate: number | null;
  /** Null while no latency is known. */
  readonly p95: Millis | null;
};

export const signalsOf = ({ requests, errors, latency }: Counts, window: Millis): Signals => ({
  requests,
  errors,
  window,
  rps: window > 0 ? (1_000 * requests) / window : 0,
  errorRate: requests > 0 ? errors / requests : null,
  p95: quantile(latency, 0.95),
});

/**
 * What to plan with after a short look. Half an error more than were seen: without any, traffic would seem unable to show
 * one.
 *
 * @param slowerThan the limit for latency, in ms
 */
export const trafficOf = (counts: Counts, rps: number, slowerThan: number): KnownTraffic => {
  const known = measured(counts.latency);
  return {
    rps,
    badShare: (counts.errors + 0.5) / (counts.requests + 1),
    slowShare: known > 0 ? slowRequests(counts.latency, slowerThan) / known : 0,
  };
};
