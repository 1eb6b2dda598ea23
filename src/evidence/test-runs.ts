import type { Report } from "../domain/release/evidence.ts";
import { junitRuns, type TestRuns } from "./junit-runs.ts";

/**
 * The tests of a report by name: of JUnit from its text; of other formats from the list `tests` and the findings, which
 * are the tests that failed. Null where a report does not name all of them.
 */
export const testRuns = (read: {
  readonly format: string;
  readonly report: Report;
  readonly text: string;
}): TestRuns | null => (read.format === "junit" ? junitRuns(read.text) : listed(read.report));

const listed = ({ figures, lists, findings }: Report): TestRuns | null => {
  if (lists.tests === undefined || (figures.failed ?? 0) > findings.length) return null;
  const failed = Map.groupBy(findings, ({ id }) => id);
  const all = Map.groupBy(lists.tests, (name) => name);
  return new Map(
    [...all].map(([name, { length }]) => [name, { total: length, failed: failed.get(name)?.length ?? 0 }]),
  );
};
