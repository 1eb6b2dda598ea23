import type { MetricTarget } from "../process/metric-target.ts";
import type { Process } from "../process/process.ts";
import { type Figure, judgeFigure, releaseFigures } from "../release/figures.ts";
import type { Release } from "../release/release.ts";

/** A metric of the process as this release came out. */
export type Measured = MetricTarget & Figure & { readonly result: "met" | "missed" | "unknown" };

/** All metrics of one release, each with its formula, source, sample and target (R178). */
export const measured = (process: Process, release: Release): readonly Measured[] => {
  const figures = releaseFigures(process, release);
  return process.metrics.map((metric) => {
    const figure = figures[metric.id] ?? { actual: null, source: "not measured", sample: null };
    return { ...metric, ...figure, result: judgeFigure(metric, figure) };
  });
};
