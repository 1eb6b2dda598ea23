import type { z } from "zod";
import type { analysis } from "./analysis.ts";
import type { Complaint } from "./complaint.ts";
import type { environments } from "./environments.ts";
import { meant } from "./nearest.ts";
import type { Sound } from "./sound.ts";

type Given = Sound<z.input<typeof analysis>>;
type Production = NonNullable<Sound<z.input<typeof environments>>["production"]>;

/** A metric that no source counts could never clear a step: what `analysis:` names must be counted in production. */
export const analysisRules = (given: Given | undefined, production: Production | undefined): readonly Complaint[] =>
  (["counters", "gauges"] as const).flatMap((kind) => {
    const counted = countedBy(production, kind);
    return Object.keys(given?.[kind] ?? {})
      .filter((name) => !counted.includes(name))
      .map((name) => ({
        path: ["analysis", kind, name],
        what: `is not among the ${kind} of environments.production.metrics`,
        fix: counted.length === 0 ? "name it there, for Prometheus or a web page" : meant(name, counted, kind),
      }));
  });

export const countedBy = (production: Production | undefined, kind: "counters" | "gauges"): readonly string[] => {
  const metrics = production?.metrics;
  // Written as names for a web page, as selectors by name for Prometheus; the router counts none.
  const named: unknown = metrics !== undefined && kind in metrics ? Reflect.get(metrics, kind) : {};
  return Array.isArray(named) ? named.map(String) : Object.keys(named ?? {});
};
