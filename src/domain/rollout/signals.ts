import type { Instant } from "../units.ts";

/** The three signals of a service over a window: throughput, errors, latency; and what they were read from. */
export type Signals = {
  readonly from: Instant;
  readonly to: Instant;
  readonly requests: number;
  readonly errors: number;
  /** Requests whose latency is known. */
  readonly measured: number;
  /** Requests per second. */
  readonly rps: number;
  /** 0 … 1; null without a request: no data is no rate. */
  readonly errorRate: number | null;
  /** In ms; null while no latency is known. */
  readonly p95: number | null;
};
