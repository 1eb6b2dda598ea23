import type { Signals } from "../domain/rollout/signals.ts";
import { type Instant, since } from "../domain/units.ts";
import { quantile } from "./histogram.ts";
import { measured } from "./latency-history.ts";
import type { KnownTraffic } from "./planned-step.ts";
import { slowRequests } from "./slow-requests.ts";
import type { Counts } from "./window.ts";

export const signalsOf = ({ requests, errors, latency }: Counts, from: Instant, to: Instant): Signals => ({
  from,
  to,
  requests,
  errors,
  measured: measured(latency),
  rps: to > from ? (1_000 * requests) / since(from, to) : 0,
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
