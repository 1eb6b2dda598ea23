import type { Report } from "../domain/release/evidence.ts";
import { compareFindings } from "./compare-findings.ts";
import { comparePerformance } from "./compare-performance.ts";
import { compareTests } from "./compare-tests.ts";
import type { Difference } from "./difference.ts";
import { junitRuns } from "./junit-runs.ts";

/** A report as it was read, and the text that it was read from. */
export type Read = { readonly format: string; readonly report: Report; readonly text: string };

/**
 * What is different between two reports, by what their formats hold: tests, figures of a load test, else findings. A
 * function of the two texts alone, so that anybody who has them can see it again.
 *
 * @param reference  `none`: there is nothing to compare with; `lost`: there is, and it cannot be read
 */
export const compareReports = (current: Read, reference: Read | "none" | "lost"): Difference => {
  const other = typeof reference === "string" ? null : reference;
  switch (current.format) {
    case "junit":
      return compareTests(junitRuns(current.text), runsOf(reference));
    case "k6":
      return comparePerformance(current.report.figures, other?.report.figures ?? null);
    // Every other format is a scan, or holds findings as one does.
    default:
      return isScan(current.report)
        ? compareFindings(current.report.findings, other?.report.findings ?? null)
        : { figures: {}, lists: {}, findings: [] };
  }
};

/** A bill of materials that nobody held against anything has no finding, which proves nothing. */
const isScan = ({ figures, findings }: Report): boolean => figures.total !== undefined || findings.length > 0;

/** Tests cannot be compared with a report that names none. */
const runsOf = (reference: Read | "none" | "lost") => {
  if (typeof reference === "string") return reference;
  return reference.format === "junit" ? junitRuns(reference.text) : "lost";
};
