import type { SeverityId, TriggerChoice } from "./incident.ts";

/** What the tree has to know of a trigger to ask the right questions about it. */
export type Situation = {
  readonly severity: SeverityId;
  /** Harm of this severity is rolled back by itself in the end: watching it is no choice. */
  readonly isUrgent: boolean;
  /** Names of the fixes that were planned. */
  readonly fixes: readonly string[];
};

export type Option = { readonly answer: string; readonly leadsTo: string };
export type TreeQuestion = { readonly id: string; readonly asks: string; readonly options: readonly Option[] };

type Step =
  | { readonly kind: "ask"; readonly question: TreeQuestion }
  | { readonly kind: "outcome"; readonly choice: TriggerChoice; readonly says: string };

const rollBack = "roll back now, mend the build, and deploy it again by way of staging";

/** Critical? Roll back. Can a planned fix mend it in time? Fix it. Else roll back, mend, and deploy again (R125). */
export const nextInTree = (
  { severity, isUrgent, fixes }: Situation,
  answers: Readonly<Record<string, string>>,
): Step => {
  const lighter: Option = isUrgent
    ? { answer: "no", leadsTo: "the question whether a planned fix can mend it" }
    : { answer: "no", leadsTo: "the question whether it may be watched" };
  const critical = {
    id: "critical",
    asks: "Is the service down, is data being lost, or has somebody broken in?",
    options: [{ answer: "yes", leadsTo: rollBack }, lighter],
  };
  const watch = {
    id: "workaround",
    asks: `It is ${severity}. Can users work around it, so that it can be watched?`,
    options: [
      { answer: "yes", leadsTo: "watch it, and mend it in a later release" },
      { answer: "no", leadsTo: "the question whether a planned fix can mend it" },
    ],
  };
  const quick = {
    id: "quick-fix",
    asks: "Can a fix that was planned mend it in the time that is left?",
    options: [
      ...fixes.map((name) => ({ answer: name, leadsTo: `apply ${name}; a check of production has to pass after it` })),
      { answer: "no", leadsTo: rollBack },
    ],
  };
  if (!isAnswered(critical, answers)) return { kind: "ask", question: critical };
  if (answers.critical === "yes") return { kind: "outcome", choice: "roll-back", says: rollBack };
  if (!isUrgent) {
    if (!isAnswered(watch, answers)) return { kind: "ask", question: watch };
    if (answers.workaround === "yes") return { kind: "outcome", choice: "watch", says: "watch it" };
  }
  if (!isAnswered(quick, answers)) return { kind: "ask", question: quick };
  return answers["quick-fix"] === "no"
    ? { kind: "outcome", choice: "roll-back", says: rollBack }
    : { kind: "outcome", choice: "fix-in-place", says: `apply ${answers["quick-fix"]}` };
};

const isAnswered = ({ id, options }: TreeQuestion, answers: Readonly<Record<string, string>>): boolean =>
  options.some(({ answer }) => answer === answers[id]);
