import type { Report } from "../domain/release/evidence.ts";
import type { TestRuns } from "./junit-runs.ts";
import { isAbridged, keysOf } from "./test-names.ts";

/**
 * The tests of two reports by what they list: those that ran, and those of them that failed. Where either lists
 * fingerprints, both are told by fingerprint; where either lists none, or not every failure, the reference counts as lost.
 *
 * @param otherwise  what there is when there is no reference
 */
export const listedRuns = (
  current: Report,
  reference: Report | null,
  otherwise: "none" | "lost",
): readonly [current: TestRuns, reference: TestRuns | "none" | "lost"] => {
  const [now, then] = [current.lists.tests, reference?.lists.tests];
  const abridged = isAbridged(now ?? []) || isAbridged(then ?? []);
  const runs = runsOf(current, now ?? current.findings.map(({ id }) => id), abridged);
  if (reference === null) return [runs, now === undefined ? "lost" : otherwise];
  const lacks = now === undefined || then === undefined || reference.figures.findingsLeftOut !== undefined;
  return [runs, lacks ? "lost" : runsOf(reference, then, abridged)];
};

const runsOf = ({ findings }: Report, tests: readonly string[], abridged: boolean): TestRuns => {
  const failed = new Set(
    keysOf(
      findings.map(({ id }) => id),
      abridged,
    ).keys(),
  );
  return new Map(
    [...keysOf(tests, abridged).keys()].map((key) => [key, { total: 1, failed: failed.has(key) ? 1 : 0 }]),
  );
};
