import type { Report } from "../domain/release/evidence.ts";
import type { Digest } from "../domain/units.ts";
import { blank } from "./blank.ts";
import { csaf } from "./csaf.ts";
import { cyclonedxVex } from "./cyclonedx-vex.ts";
import { openvex } from "./openvex.ts";
import { severityFigures } from "./severity-figures.ts";
import { excuse, type Vex } from "./vex.ts";

/** VEX documents by the name of their format. */
const vexes: ReadonlyMap<string, (text: string) => Vex> = new Map([
  ["openvex", openvex],
  ["cyclonedx-vex", cyclonedxVex],
  ["csaf", csaf],
]);

/**
 * A VEX document as a report: figures `statements`, and `excusing`, those that could take a finding out; text `author`.
 *
 * @throws Unreadable
 */
export const vexReport =
  (parse: (text: string) => Vex) =>
  (text: string): Report => {
    const { author, madeAt, statements } = parse(text);
    const excusing = statements.filter(({ status }) => status === "not_affected" || status === "fixed").length;
    return { ...blank, figures: { statements: statements.length, excusing }, texts: { author }, madeAt };
  };

/**
 * The report of a scan without the findings that a VEX document takes out. They are counted by the figure `excusedByVex`
 * and named, with the reason and the author, in the list of that name.
 *
 * @param text  of a document that was read as `format` before
 * @param build what the scan is about
 */
export const withVex = (report: Report, format: string, text: string, build: Digest): Report => {
  const vex = vexes.get(format)?.(text);
  if (vex === undefined) return report;
  const { open, excused } = excuse(report.findings, vex, build);
  if (excused.length === 0) return report;
  const told = excused.map(({ finding, by }) => `${finding.id}: ${by.because || by.status} (${vex.author})`);
  return {
    ...report,
    findings: open,
    figures: { ...report.figures, ...severityFigures(open), excusedByVex: excused.length },
    lists: { ...report.lists, excusedByVex: told },
  };
};
