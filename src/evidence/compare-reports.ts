import type { Report } from "../domain/release/evidence.ts";
import { compareFigures } from "./compare-figures.ts";
import { compareFindings } from "./compare-findings.ts";
import { comparePerformance } from "./compare-performance.ts";
import { compareTests } from "./compare-tests.ts";
import type { Difference } from "./difference.ts";
import type { TestRuns } from "./junit-runs.ts";
import { isAbridged } from "./test-names.ts";
import { testRuns } from "./test-runs.ts";

/** A report as it was read, and the text that it was read from. */
export type Read = { readonly format: string; readonly report: Report; readonly text: string };

/**
 * What is different between two reports, by what the current one holds: tests, figures of a load test, else findings. A
 * function of the two texts alone, so that anybody who has them can see it again.
 *
 * @param reference  `none`: there is nothing to compare with; `lost`: there is, and it cannot be read
 */
export const compareReports = (current: Read, reference: Read | "none" | "lost"): Difference => {
  const other = typeof reference === "string" ? null : reference;
  const { figures, findings } = current.report;
  const abridged = [current, other].some((one) => isAbridged(one?.report.lists.tests ?? []));
  if (figures.passed !== undefined) return tests(testRuns(current, abridged), runsOf(reference, abridged));
  if (isLoad(current.report)) return comparePerformance(figures, other?.report.figures ?? null);
  if (current.format === "figures")
    return withLeftOut(current.report, compareFigures(current.report, other?.report ?? null));
  // A bill of materials that nobody held against anything has no finding, which proves nothing.
  if (figures.total === undefined && findings.length === 0) return nothing;
  return withLeftOut(current.report, compareFindings(findings, other?.report.findings ?? null));
};

const nothing: Difference = { figures: {}, lists: {}, findings: [] };

const isLoad = ({ figures: { p50Ms, p95Ms, p99Ms, requestsPerSecond } }: Report): boolean =>
  [p50Ms, p95Ms, p99Ms, requestsPerSecond].some((figure) => figure !== undefined);

/** A report that does not name its tests can be compared with nothing. */
const tests = (current: TestRuns | null, reference: TestRuns | "none" | "lost"): Difference =>
  current === null ? nothing : compareTests(current, reference);

const runsOf = (reference: Read | "none" | "lost", abridged: boolean): TestRuns | "none" | "lost" =>
  typeof reference === "string" ? reference : (testRuns(reference, abridged) ?? "lost");

/** Findings that are counted and not listed cannot be recognised, and so are new. */
const withLeftOut = ({ figures, findings }: Report, difference: Difference): Difference => {
  const more = severities.map(([severity, name]): [string, number] => {
    const listed = findings.filter((one) => one.severity === severity).length;
    return [name, (difference.figures[name] ?? 0) + Math.max(0, (figures[severity] ?? 0) - listed)];
  });
  return { ...difference, figures: { ...difference.figures, ...Object.fromEntries(more) } };
};

const severities = [
  ["critical", "newCritical"],
  ["high", "newHigh"],
  ["medium", "newMedium"],
  ["low", "newLow"],
] as const;
