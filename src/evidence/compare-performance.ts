import type { Report } from "../domain/release/evidence.ts";
import type { Difference } from "./difference.ts";

type Figures = Report["figures"];

/** Figures that both may hold, and whether more of them is worse. */
const compared = [
  { figure: "p50Ms", name: "p50WorsePercent", moreIsWorse: true },
  { figure: "p95Ms", name: "p95WorsePercent", moreIsWorse: true },
  { figure: "p99Ms", name: "p99WorsePercent", moreIsWorse: true },
  { figure: "requestsPerSecond", name: "throughputWorsePercent", moreIsWorse: false },
] as const;

/**
 * By how much a load test is worse than a reference, in percent of the reference and to a tenth; below 0 is better. What
 * one of the two does not hold stays unknown.
 */
export const comparePerformance = (current: Figures, reference: Figures | null): Difference => ({
  figures: Object.fromEntries(
    compared.flatMap(({ figure, name, moreIsWorse }) => {
      const [now, then] = [current[figure], reference?.[figure]];
      if (now === undefined || then === undefined || then <= 0) return [];
      const percent = (100 * (moreIsWorse ? now - then : then - now)) / then;
      return [[name, Math.round(10 * percent) / 10]];
    }),
  ),
  lists: {},
  findings: [],
});
