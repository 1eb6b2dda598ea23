import type { Process } from "../process/process.ts";
import { requirementOf } from "../process/requirement-of.ts";
import type { Release } from "../release/release.ts";
import { analysisIdOf, type Failure, isLocking, owesAnalysis } from "./failure.ts";

/** Why nothing goes on in this stage: an attempt failed and no new one has begun. */
export const lockOf = ({ failures }: Pick<Release, "failures">, stage: string): Failure | null =>
  failures.find((one) => one.stage === stage && isLocking(one)) ?? null;

/** The failed attempt before the present one, whose requirement is tried first; null in a first attempt (R64). */
export const retestOf = ({ failures }: Pick<Release, "failures">, stage: string): Failure | null =>
  failures.findLast((one) => one.stage === stage && one.owes.includes("diagnosis") && one.next !== null) ?? null;

/** A rollback in this stage that nobody has understood yet: nothing is started there again before (R130). */
export const notUnderstood = ({ failures }: Pick<Release, "failures">, stage: string): Failure | null =>
  failures.find((one) => one.stage === stage && owesAnalysis(one)) ?? null;

/**
 * What this one has to wait for besides the process file's `after`: the lock, what a rollback taught, or the check that
 * failed last time.
 */
export const lockedBehind = (
  process: Process,
  release: Pick<Release, "failures">,
): ((one: { readonly id: string; readonly stage: string }) => readonly string[]) => {
  if (release.failures.length === 0) return () => [];
  return ({ id, stage }) => {
    const known = requirementOf(process, id);
    if (known === undefined) return [];
    const lock = lockOf(release, stage);
    if (lock !== null) return [lock.id];
    const owed = known.kind === "rollout" ? notUnderstood(release, stage) : null;
    if (owed !== null) return [analysisIdOf(owed)];
    const first = retestOf(release, stage)?.requirement;
    const isBefore = first === undefined || first === id || ancestors(process, first).has(id);
    return isBefore ? [] : [first];
  };
};

const ancestors = (process: Process, id: string): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (one: string): void => {
    for (const before of requirementOf(process, one)?.after ?? [])
      if (!found.has(before)) {
        found.add(before);
        visit(before);
      }
  };
  visit(id);
  return found;
};

/** A stage with everything that comes before it. */
export const stageAndBefore = (process: Process, stage: string): readonly string[] => {
  const found: string[] = [];
  const visit = (id: string): void => {
    if (found.includes(id)) return;
    found.push(id);
    for (const before of process.stages.find((one) => one.id === id)?.after ?? []) visit(before);
  };
  visit(stage);
  return found;
};
