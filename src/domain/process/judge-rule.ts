import type { Report } from "../release/evidence.ts";
import type { Judgement } from "./judgement.ts";
import type { MetricTarget, Rule } from "./process.ts";

type Declared = Readonly<Record<string, readonly string[]>>;

const pass: Judgement = { state: "pass", reason: "" };

const words = (otherwise: string, value: number | string, limit: number | string, which = ""): string =>
  otherwise
    .replaceAll("{value}", String(value))
    .replaceAll("{limit}", String(limit))
    .replaceAll("{which}", () => which);

/** Names that a reason is worth; the rest stands in the evidence. */
const mostNamed = 5;

const named = (list: readonly string[] = []): string =>
  list.length === 0
    ? "the report names none"
    : list.slice(0, mostNamed).join(", ") + (list.length > mostNamed ? ` and ${list.length - mostNamed} more` : "");

/** Does this hold of the report? What the rule needs and the report lacks makes it inconclusive: absence proves nothing. */
export const judgeRule = (
  rule: Rule,
  report: Report,
  metrics: readonly MetricTarget[],
  declared: Declared,
): Judgement => {
  switch (rule.kind) {
    case "figure":
      return breached(rule, judgeFigure(rule, report, metrics));
    case "text": {
      const value = report.texts[rule.text];
      if (value === undefined) return { state: "inconclusive", reason: `the report does not say "${rule.text}"` };
      return rule.oneOf.includes(value)
        ? pass
        : { state: "fail", reason: words(rule.otherwise, value, rule.oneOf.join(" or ")) };
    }
    case "covers": {
      const listed = (report.lists[rule.list] ?? []).map((name) => name.toLowerCase());
      const open = (declared[rule.declared] ?? []).filter(
        (name) => !listed.some((entry) => entry.includes(name.toLowerCase())),
      );
      return open.length === 0
        ? pass
        : { state: "fail", reason: `${words(rule.otherwise, open.join(", "), "")}: ${open.join(", ")}` };
    }
  }
};

/** What the process makes of a figure that is out of bounds, or that a warning cannot find. */
const breached = ({ breach }: FigureRule, judged: Judgement): Judgement => {
  if (breach === undefined || judged.state === "pass") return judged;
  if (breach === "warning") return { state: "pass", reason: `warning: ${judged.reason}` };
  return judged.state === "fail" ? { ...judged, state: breach } : judged;
};

type FigureRule = Extract<Rule, { kind: "figure" }>;

const judgeFigure = (rule: FigureRule, report: Report, metrics: readonly MetricTarget[]): Judgement => {
  const few = tooFew(rule, report, metrics);
  if (few !== null) return few;
  const value = report.figures[rule.figure];
  if (value === undefined || Number.isNaN(value))
    return { state: "inconclusive", reason: `the report has no figure "${rule.figure}"` };
  const limit = brokenLimit(rule, value, metrics);
  if (limit === undefined) return pass;
  return { state: "fail", reason: words(rule.otherwise, value, limit, named(report.lists[rule.figure])) };
};

/** `below` and `above` name a target, which itself is not good enough; `min` and `max` are. */
const brokenLimit = (
  { min, max, below, above }: FigureRule,
  value: number,
  metrics: readonly MetricTarget[],
): number | undefined => {
  if (min !== undefined && value < min) return min;
  if (max !== undefined && value > max) return max;
  const [under, over] = [targetOf(metrics, below), targetOf(metrics, above)];
  if (under !== undefined && value >= under) return under;
  return over !== undefined && value <= over ? over : undefined;
};

const targetOf = (metrics: readonly MetricTarget[], id: string | undefined): number | undefined =>
  id === undefined ? undefined : metrics.find((metric) => metric.id === id)?.target;

/** A target is held against enough observations or not at all: one failure among three requests says nothing (R96). */
const tooFew = (
  { figure, below, above, of }: FigureRule,
  { figures }: Report,
  metrics: readonly MetricTarget[],
): Judgement | null => {
  const metric = of === undefined ? undefined : metrics.find(({ id }) => id === (below ?? above));
  if (of === undefined || metric === undefined) return null;
  const [sample, least] = [figures[of] ?? 0, metric.minSample];
  const reason = `insufficient data for ${figure}: ${sample} of at least ${least} ${of}`;
  return sample < least ? { state: "inconclusive", reason } : null;
};
