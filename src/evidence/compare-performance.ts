import type { Finding, Report } from "../domain/release/evidence.ts";
import type { Compared } from "./compare-tests.ts";

/** By so much worse than the reference is a warning. */
const tolerated = 0.1;

type Measure = {
  readonly figure: string;
  readonly words: string;
  readonly unit: string;
  readonly better: "lower" | "higher";
};

const measures: readonly Measure[] = [
  { figure: "p95Ms", words: "95th percentile", unit: "ms", better: "lower" },
  { figure: "p99Ms", words: "99th percentile", unit: "ms", better: "lower" },
  { figure: "requestsPerSecond", words: "throughput", unit: "requests a second", better: "higher" },
];

/**
 * A report of a load test against the reference, which is that of the entry stage or of the build in production. Figures
 * `p95MsWorse`, `p99MsWorse`, `requestsPerSecondWorse`: by what share of the reference it is worse, 0 when it is not;
 * absent when either report lacks it. `warnings`: how many are worse by more than 10 %, with a finding for each; absent
 * when nothing could be compared, so that a rule on it cannot pass. Whether a target is kept is not asked here.
 */
export const comparePerformance = (current: Report, reference: Report): Compared => {
  const compared = measures.flatMap((measure) => {
    const [now, then] = [current.figures[measure.figure], reference.figures[measure.figure]];
    const worse = now === undefined || then === undefined ? null : worseBy(now, then, measure.better);
    return worse === null ? [] : [{ measure, now: now ?? 0, before: then ?? 0, worse }];
  });
  const warned = compared.filter(({ worse }) => worse > tolerated);
  return {
    figures: {
      ...Object.fromEntries(compared.map(({ measure, worse }) => [`${measure.figure}Worse`, worse])),
      ...(compared.length > 0 && { warnings: warned.length }),
    },
    findings: warned.map(({ measure, now, before, worse }) => finding(measure, now, before, worse)),
  };
};

/** Null where nothing can be said: a share of nothing is none. */
const worseBy = (now: number, then: number, better: Measure["better"]): number | null => {
  if (then === 0) return null;
  return Math.max(0, better === "lower" ? now / then - 1 : 1 - now / then);
};

const finding = ({ figure, words, unit }: Measure, now: number, then: number, worse: number): Finding => ({
  id: `${figure} worse`,
  severity: "medium",
  title: `${words} is worse by ${Math.round(100 * worse)} %: ${rounded(then)} → ${rounded(now)} ${unit}`,
  where: figure,
});

const rounded = (value: number): number => Number(value.toPrecision(4));
