import type { Report } from "../domain/release/evidence.ts";
import { compareFindings } from "./compare-findings.ts";
import type { Difference } from "./difference.ts";

type Said = Pick<Report, "figures" | "findings">;

/** How a look went, and not what it saw. */
const ofTheLook = /^(?:checked|failed|slowestMs)$|\.(?:millis|waitedMs)$/;

/**
 * Two answers to the same questions: figures that are not what they were (`changed`, with what each was and is), and
 * findings that are new. Where no figure is in both, nothing is said of changes.
 *
 * @param reference  null when there is none
 */
export const compareFigures = (current: Said, reference: Said | null): Difference => {
  const findings = compareFindings(current.findings, reference?.findings ?? null);
  const before = seenBy(reference ?? { figures: {}, findings: [] });
  if (before.length === 0) return findings;
  const now = current.figures;
  const changed = before
    .filter(([name, value]) => now[name] !== value)
    .map(([name, value]) => `${name} was ${value}, is ${now[name] ?? "not told"}`);
  return {
    ...findings,
    figures: { ...findings.figures, changed: changed.length },
    lists: { ...findings.lists, changed },
  };
};

const seenBy = ({ figures }: Said): readonly (readonly [string, number])[] =>
  Object.entries(figures).filter(([name]) => !ofTheLook.test(name));
