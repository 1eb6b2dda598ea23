import type { Finding, Report } from "../domain/release/evidence.ts";
import { keptText } from "./kept-text.ts";
import { testNames } from "./test-names.ts";

export type Outcome = "passed" | "failed" | "skipped";

/** One test as it was run. `title` says why it failed; `ms` is null where the report does not tell. */
export type TestCase = {
  readonly id: string;
  readonly outcome: Outcome;
  readonly title: string;
  readonly where: string;
  readonly ms: number | null;
};

/** Findings that a report keeps; the rest is counted in the figure `findingsLeftOut`. */
export const mostFindings = 1_000;

/**
 * Counts test cases one by one, for every format of tests alike. Figures `total`, `passed`, `failed`, `skipped`,
 * `blocked` (the same as `skipped`), `durationMs` (only when every case has its time), `findingsLeftOut` (only when
 * there are); list `tests`: those that ran, where they are not too many to list; a finding per failed case.
 */
export const collectTests = () => {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const findings: Finding[] = [];
  const names = testNames();
  let ms: number | null = 0;
  const total = () => count.passed + count.failed + count.skipped;
  return {
    add(test: TestCase): void {
      count[test.outcome]++;
      ms = ms === null || test.ms === null ? null : ms + test.ms;
      if (test.outcome !== "skipped") names.add(keptText(test.id));
      if (test.outcome === "failed" && findings.length < mostFindings) findings.push(finding(test));
    },
    count,
    total,
    report(): Pick<Report, "figures" | "findings"> & { readonly lists: { readonly tests?: readonly string[] } } {
      const leftOut = count.failed - findings.length;
      const tests = names.list();
      return {
        figures: {
          total: total(),
          ...count,
          blocked: count.skipped,
          ...(ms !== null && total() > 0 && { durationMs: Math.round(ms) }),
          ...(leftOut > 0 && { findingsLeftOut: leftOut }),
        },
        lists: tests === null ? {} : { tests },
        findings,
      };
    },
  };
};

const finding = ({ id, title, where }: TestCase): Finding => ({
  id: keptText(id),
  severity: "high",
  title: keptText(title),
  where: keptText(where),
});
