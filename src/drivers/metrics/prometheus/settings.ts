import type { Instant } from "../../../domain/units.ts";
import { AppError } from "../../../errors.ts";

export type PrometheusSettings = {
  readonly url: string;
  /** Selectors of raw counters: of all requests, of the failed ones, and of a histogram of seconds. */
  readonly requests: string;
  readonly errors: string;
  readonly latency: string;
  /** Selectors of raw counters of the service's own, by name. */
  readonly counters: Readonly<Record<string, { readonly total: string; readonly bad: string }>>;
  /** Selectors of gauges, by name. */
  readonly gauges: Readonly<Record<string, string>>;
  /** Label that holds the build's version. */
  readonly label: string;
  readonly now: () => Instant;
};

export const failed = (problem: string, fix: string, cause?: unknown): AppError =>
  new AppError("DRIVER_FAILED", { driver: "prometheus", act: "reading the counts", problem, fix }, { cause });
