import type { Report } from "../domain/release/evidence.ts";
import { junitRuns, type TestRuns } from "./junit-runs.ts";
import { keysOf } from "./test-names.ts";

/**
 * The tests of a report by name: of JUnit from its text; of other formats from the list `tests` and the findings, which
 * are the tests that failed. Null where a report does not name all of them.
 *
 * @param abridged  whether tests are told by fingerprints, because one of the reports to compare lists those
 */
export const testRuns = (
  read: { readonly format: string; readonly report: Report; readonly text: string },
  abridged = false,
): TestRuns | null => (read.format === "junit" ? junitRuns(read.text) : listed(read.report, abridged));

const listed = ({ figures, lists, findings }: Report, abridged: boolean): TestRuns | null => {
  if (lists.tests === undefined || (figures.failed ?? 0) > findings.length) return null;
  const key = (name: string): string => keysOf([name], abridged).keys().next().value ?? name;
  const failed = Map.groupBy(findings, ({ id }) => key(id));
  const all = Map.groupBy(lists.tests, key);
  return new Map(
    [...all].map(([name, { length }]) => [name, { total: length, failed: failed.get(name)?.length ?? 0 }]),
  );
};
