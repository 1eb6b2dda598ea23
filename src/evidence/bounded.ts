import type { Finding, Report } from "../domain/release/evidence.ts";
import { mostFindings } from "./collect-tests.ts";

const order: readonly Finding["severity"][] = ["critical", "high", "medium", "low", "info"];

/** A report becomes part of an event: of more than 1,000 findings the gravest are kept, and the rest is counted. */
export const bounded = (report: Report): Report => {
  const { findings, figures } = report;
  if (findings.length <= mostFindings) return report;
  const gravest = findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return {
    ...report,
    findings: gravest.slice(0, mostFindings),
    figures: { ...figures, findingsLeftOut: (figures.findingsLeftOut ?? 0) + findings.length - mostFindings },
  };
};
