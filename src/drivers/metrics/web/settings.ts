import type { Instant, Millis } from "../../../domain/units.ts";
import { AppError } from "../../../errors.ts";

export type WebSettings = {
  readonly url: string;
  /** A page that says it was counted longer ago is no data. */
  readonly maxAge: Millis;
  /** Names of counters and gauges of the service's own that are taken from the page. */
  readonly counters: readonly string[];
  readonly gauges: readonly string[];
  readonly now: () => Instant;
};

export const failed = (problem: string, fix: string, cause?: unknown): AppError =>
  new AppError("DRIVER_FAILED", { driver: "web", act: "reading the counts", problem, fix }, { cause });

/** What the page says cannot be used, not even in part. */
export const strange = (problem: string): AppError =>
  failed(problem, "Mend the page: docs/data-planes/web.md shows what it must tell. Nothing was decided from this.");
