import type { Finding, Report } from "../domain/release/evidence.ts";
import { mostFindings } from "./collect-tests.ts";
import { isAbridged, keysOf } from "./test-names.ts";

export type Compared = { readonly figures: Readonly<Record<string, number>>; readonly findings: readonly Finding[] };

/**
 * A report of tests against that of the build in production. Figures `removed`: tests that ran then and do not run now,
 * be they gone or skipped; `newFailures`: tests that fail now and did not then, new ones included. A finding for each,
 * up to 1,000. Where a list of tests is not kept, `removed` is by count, and absent when the count does not show any:
 * tests may have gone while others came, so a rule finds nothing and cannot pass.
 */
export const compareTests = (current: Report, reference: Report): Compared => {
  const removed = removedTests(current, reference);
  const failures = newFailures(current, reference);
  return {
    figures: { ...removed.figures, newFailures: failures.count },
    findings: [...failures.findings, ...removed.findings].slice(0, mostFindings),
  };
};

const removedTests = (current: Report, reference: Report): Compared => {
  const [now, then] = [current.lists.tests, reference.lists.tests];
  if (now === undefined || then === undefined) return removedByCount(current, reference);
  const abridged = isAbridged(now) || isAbridged(then);
  const there = keysOf(now, abridged);
  const gone = [...keysOf(then, abridged)].flatMap(([key, name]) => (there.has(key) ? [] : [name]));
  return {
    figures: { removed: gone.length },
    findings: gone.map((id) => ({
      id,
      severity: "medium",
      title: "ran in the last release and does not run now",
      where: "",
    })),
  };
};

const ranIn = ({ figures: { passed, failed } }: Report): number | null =>
  passed === undefined || failed === undefined ? null : passed + failed;

const removedByCount = (current: Report, reference: Report): Compared => {
  const [now, then] = [ranIn(current), ranIn(reference)];
  if (now === null || then === null || then <= now) return { figures: {}, findings: [] };
  const title = `${then - now} tests fewer than in the last release; which ones was not kept`;
  return {
    figures: { removed: then - now },
    findings: [{ id: "removed tests", severity: "medium", title, where: "" }],
  };
};

/** Failures that were not listed can be of either kind: as many as there are more of now are new at least. */
const newFailures = (current: Report, reference: Report) => {
  const failedThen = new Set(reference.findings.map(({ id }) => id));
  const findings = current.findings.filter(({ id }) => !failedThen.has(id));
  const more = (current.figures.failed ?? 0) - (reference.figures.failed ?? 0);
  return { count: Math.max(findings.length, more), findings };
};
