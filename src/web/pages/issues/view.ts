import type { IssuesAnswer } from "../../../api/issues-answer.ts";
import type { TriggersAnswer } from "../../../api/triggers-answer.ts";

type Issue = IssuesAnswer["issues"][number];
export type Trigger = TriggersAnswer["triggers"][number];

const severities = ["critical", "high", "medium", "low"] as const;
const bySeverity = (a: { readonly severity: Issue["severity"] }, b: { readonly severity: Issue["severity"] }): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity);

/** Open ones first, the worst first; then what was put off, and what is closed. */
export const sortedIssues = (issues: readonly Issue[]): readonly Issue[] => {
  const order = ["open", "deferred", "closed"];
  return issues.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || bySeverity(a, b) || b.at - a.at);
};

export const openTriggers = (triggers: readonly Trigger[]): readonly Trigger[] =>
  triggers.filter(({ settled }) => settled === null).toSorted(bySeverity);

export const settledTriggers = (triggers: readonly Trigger[]): readonly Trigger[] =>
  triggers.filter(({ settled }) => settled !== null).toSorted((a, b) => b.at - a.at);

export const issuesSay = (issues: readonly Issue[], triggers: readonly Trigger[]): string => {
  const open = issues.filter(({ state }) => state === "open").length;
  const signs = openTriggers(triggers).length;
  if (open + signs === 0) return "Nothing is known to be wrong.";
  return `${open === 1 ? "One issue is" : `${open} issues are`} open; ${signs === 0 ? "no sign of harm is" : signs === 1 ? "one sign of harm is" : `${signs} signs of harm are`} undecided or not over.`;
};

/** What became of a sign of harm, in a few words. */
export const fateOf = ({ settled, decision, fix }: Trigger): string => {
  if (settled !== null) return settled.how;
  if (fix !== null)
    return fix.verifiedAt === null ? `${fix.name} was applied, and is not verified yet` : `${fix.name} is verified`;
  if (decision !== null)
    return `${decision.by} decided: ${decision.choice.replaceAll("-", " ")}, for ${decision.reason}`;
  return "nobody has decided yet";
};
