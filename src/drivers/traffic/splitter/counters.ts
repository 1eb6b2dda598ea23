import { bucketOf, lastBucket } from "../../../analysis/histogram.ts";
import type { Digest } from "../../../domain/units.ts";

/** What became of one request. `abandoned`: the client left before the answer was complete. */
export type Outcome = "answered" | "failed" | "refused" | "abandoned";

/** Live counts of one build. They outlive its routes, and begin anew with the process. */
export type Counter = {
  requests: number;
  /** Answers 500 … 599, and answers that broke off or never came. */
  errors: number;
  /** Requests that no instance took; not among `errors`. */
  refused: number;
  inFlight: number;
  readonly latency: Float64Array;
};

export type Counters = {
  of(build: Digest): Counter;
  all(): ReadonlyMap<Digest, Counter>;
};

export const counters = (): Counters => {
  const byBuild = new Map<Digest, Counter>();
  const of = (build: Digest): Counter => {
    const known = byBuild.get(build) ?? none();
    byBuild.set(build, known);
    return known;
  };
  return { of, all: () => byBuild };
};

const none = (): Counter => ({
  requests: 0,
  errors: 0,
  refused: 0,
  inFlight: 0,
  latency: new Float64Array(lastBucket + 1),
});

export const begin = (counter: Counter): void => {
  counter.inFlight++;
};

/**
 * Count a request once it is over, all its figures together, so that no snapshot sees half of it. A request without an
 * answer has no latency; an abandoned one took at least as long as the client waited, and leaving it out would hide an
 * instance that hangs.
 */
export const count = (counter: Counter, outcome: Outcome, status: number, ms: number): void => {
  counter.requests++;
  if (outcome === "refused") counter.refused++;
  if (outcome === "failed" || (outcome === "answered" && status >= 500)) counter.errors++;
  if (outcome === "answered" || outcome === "abandoned") counter.latency[bucketOf(ms)]!++;
};

export const end = (counter: Counter): void => {
  counter.inFlight--;
};
