import type { Cohort } from "../domain/rollout/step.ts";
import type { Digest, Instant, Percent } from "../domain/units.ts";

/**
 * The outside world behind small ports. Every call is idempotent and level-based: it makes things so, whatever they
 * were, and asking twice is the same as asking once. No implementation holds rollout state. All of them reject with
 * `AppError` (`DRIVER_FAILED`) and stop at once when the signal aborts.
 */
export type InstancesDriver = {
  readonly name: string;
  /**
   * Make `count` instances of this build run. Resolves when all are ready; rejects with the last probe answers when
   * they are not ready in time. Never lowers the number of instances of another build.
   */
  bring(build: BuildRef, count: number, signal: AbortSignal): Promise<readonly InstanceView[]>;
  /** Every instance that is there now, of whatever build, read from the world and not from memory. */
  observe(signal: AbortSignal): Promise<readonly InstanceView[]>;
  /** Stop the instances of this build gracefully, but for those of `keep`, by id. What is not there is no error. */
  remove(build: Digest, keep: readonly string[], signal: AbortSignal): Promise<void>;
  /** The last lines that each instance of this build printed, without what it was given as secret; absent or null where the driver cannot. */
  output?(build: Digest, lines: number, signal: AbortSignal): Promise<readonly InstanceOutput[] | null>;
  /** How many more instances there is room for, of whatever build; null when nobody can know. */
  room(signal: AbortSignal): Promise<number | null>;
};

export type BuildRef = { readonly digest: Digest; readonly version: string };

export type InstanceOutput = { readonly id: string; readonly lines: readonly string[] };

export type InstanceView = {
  readonly id: string;
  /** The build that this instance really runs, read back. */
  readonly build: Digest;
  /** `host:port` where the router reaches it. */
  readonly endpoint: string;
  readonly ready: boolean;
  /** The last answer of its readiness probe, in words: `200 in 3 ms`, `connection refused`. */
  readonly answer: string;
};

/** One side of the traffic: which build, where, and its share. */
export type Route = {
  readonly build: Digest;
  readonly endpoints: readonly string[];
  readonly weight: Percent;
  /** Requests that carry it go to this side whatever its weight, as long as it has an endpoint. At most one side has one. */
  readonly cohort?: Cohort;
};

/** Orders acts of different conductors: the higher one wins, the lower one is refused. Compared pairwise. */
export type Fence = readonly [hold: number, lease: number];

export type TrafficDriver = {
  readonly name: string;
  /**
   * Make these the routes, in one step: no request is lost to the change. Weights sum to 100; without any route every
   * request gets the maintenance answer (503 with Retry-After). An older fence than the last one is refused.
   */
  set(routes: readonly Route[], fence: Fence, signal: AbortSignal): Promise<void>;
  /** The routes in force right now, read back from the router itself. Empty when nothing is routed. */
  read(signal: AbortSignal): Promise<readonly Route[]>;
  /**
   * Resolves when no request is in flight to these endpoints; one that was never routed is drained already. Rejects
   * while one of them can still get requests: it stands in a route that has a weight or a cohort.
   */
  drain(endpoints: readonly string[], signal: AbortSignal): Promise<void>;
};

/** Cumulative counts of one build since the counter began; a reset shows as smaller numbers. */
export type Counts = {
  readonly requests: number;
  /** Answers 500 … 599 and requests that the instance did not answer. */
  readonly errors: number;
  /** Requests per latency bucket: `[bucket, count]`, sorted; the edges come from `analysis/histogram.ts`. */
  readonly latency: readonly (readonly [bucket: number, count: number])[];
  /**
   * Running totals of what else the service counts, by the name that it has in `headgate.yaml`, such as `checkout`. An
   * absent name is no data, never zero; a counter that has a total and no series of bad ones has 0 of those.
   */
  readonly counters?: Readonly<Record<string, Counter>>;
  /** What stands now, by name: the mean over the instances of the build. An absent name is no data, never zero. */
  readonly gauges?: Readonly<Record<string, number>>;
};

/** Of `total` events, `bad` went wrong. */
export type Counter = { readonly total: number; readonly bad: number };

export type Sample = {
  readonly at: Instant;
  /** Absent build = no data, which is not the same as zero. */
  readonly builds: Readonly<Record<Digest, Counts>>;
};

export type MetricsDriver = {
  readonly name: string;
  /** Counts of these builds; one that the source has nothing of is absent. */
  read(builds: readonly BuildRef[], signal: AbortSignal): Promise<Sample>;
};

/** What somebody handed over, a folder or a zip file; names in it use `/` and lead nowhere else. */
export type Package = {
  /** Bytes of a file in it as they come. Rejects with `FILE_UNREADABLE`, also where a link is in the way. */
  read(path: string): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
};

export type Delivery = { readonly delivered: boolean; readonly detail: string };

export type ChannelDriver = {
  readonly name: string;
  /** Deliver one message to one recipient. The same key twice is delivered once. */
  deliver(
    message: { readonly key: string; readonly to: string; readonly subject: string; readonly body: string },
    signal: AbortSignal,
  ): Promise<Delivery>;
};
