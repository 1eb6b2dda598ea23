import type { Finding } from "../domain/release/evidence.ts";
import type { Difference } from "./difference.ts";

/**
 * Which findings are new against a reference: those whose `key` (weakness and component, without line and version) the
 * reference does not hold, or holds less often. Figures `newCritical`, `newHigh`, `newMedium`, `newLow`, `known`, `gone`,
 * and lists of the same names (but for `known`) with the ids, `returning` with what is critical or high in the reference; findings with the new ones first.
 *
 * @param reference  null when there is none: then everything is new
 */
export const compareFindings = (current: readonly Finding[], reference: readonly Finding[] | null): Difference => {
  const left = counted(reference ?? []);
  const [fresh, known]: [Finding[], Finding[]] = [[], []];
  for (const finding of current) (take(left, keyOf(finding)) ? known : fresh).push(finding);
  const gone = [...left.values()].flat();
  const lists = {
    newCritical: idsOf(fresh, "critical"),
    newHigh: idsOf(fresh, "high"),
    newMedium: idsOf(fresh, "medium"),
    newLow: idsOf(fresh, "low"),
    gone: gone.map(({ id }) => id),
  };
  const counts = Object.fromEntries(Object.entries(lists).map(([name, ids]) => [name, ids.length]));
  // What is grave about the reference itself: whoever goes back to it has it again.
  const returning = (reference ?? [])
    .filter(({ severity }) => severity === "critical" || severity === "high")
    .map(({ severity, id }) => `${severity} ${id}`);
  const withReturning = reference === null ? lists : { ...lists, returning: [...new Set(returning)] };
  return { figures: { ...counts, known: known.length }, lists: withReturning, findings: [...fresh, ...known] };
};

const keyOf = ({ key, id }: Finding): string => key ?? id;

const idsOf = (findings: readonly Finding[], severity: Finding["severity"]): readonly string[] =>
  findings.filter((one) => one.severity === severity).map(({ id }) => id);

const counted = (findings: readonly Finding[]): Map<string, Finding[]> => Map.groupBy(findings, keyOf);

/** One of that key, if there is one left. */
const take = (left: ReadonlyMap<string, Finding[]>, key: string): boolean => left.get(key)?.pop() !== undefined;
