import type { MetricTarget } from "../domain/process/metric-target.ts";
import { judgeFigure, releaseFigures } from "../domain/release/figures.ts";
import { figure } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { type Markdown, table } from "./markdown.ts";

const results = { met: "met", missed: "MISSED", unknown: "cannot tell" } as const;

/** A fraction stands beside its percentage, which people compare more easily. */
const inUnit = (shown: string, value: number, unit: string): string =>
  unit === "fraction" ? `${shown} (${Number((100 * value).toPrecision(6))} %)` : `${shown} ${unit}`;

/** Targets are exclusive: exactly the target is a miss. */
export const targetText = ({ better, target, unit }: MetricTarget): string =>
  `${better === "lower" ? "less" : "more"} than ${inUnit(String(target), target, unit)}`;

/** Plan and reality, side by side (R178). `TBD` only while there is no data. */
export const metricsTable = ({ process, release }: DocumentInput): Markdown => {
  const figures = releaseFigures(process, release);
  return table(
    ["Metric", "Plan", "Actual", "Result", "How it is computed", "Source"],
    process.metrics.map((metric) => {
      const measured = figures[metric.id] ?? { actual: null, source: "not measured", sample: null };
      const { actual, source } = measured;
      const result = judgeFigure(metric, measured);
      const sample = actual !== null && result === "unknown" ? `; fewer than ${metric.minSample} observations` : "";
      return [
        metric.title,
        metric.reason === undefined ? targetText(metric) : `${targetText(metric)}, because: ${metric.reason}`,
        actual === null ? "TBD" : inUnit(figure(actual, metric.target), actual, metric.unit),
        actual === null ? "TBD" : results[result] + sample,
        metric.formula,
        source,
      ];
    }),
  );
};
