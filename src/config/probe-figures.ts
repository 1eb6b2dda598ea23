import type { Check } from "../domain/process/process.ts";
import type { Rule } from "../domain/process/rule.ts";
import type { Binding } from "./checks.ts";
import type { Complaint, Path } from "./complaint.ts";
import { kindFigures, measures, ownFigures } from "./probe-measures.ts";

/**
 * Probes answer with figures, so the check must read them, and its rules must ask for no more than there is: what a rule
 * does not find makes it inconclusive, each time and for ever.
 */
export const probeFigureRules = (path: Path, bound: Binding, check: Check): readonly Complaint[] => {
  const { format } = bound;
  if (format !== undefined && format !== "figures")
    return [{ path: [...path, "format"], what: "probes answer with figures, whatever stands here", fix: "remove it" }];
  if (!check.reports.includes("figures"))
    return [
      {
        path: [...path, "probes"],
        what: "this check does not read figures, which is what probes answer with",
        fix: `bind a report instead: ${check.reports.join(" or ")}`,
      },
    ];
  const told = toldBy(bound, check);
  return told === null
    ? []
    : rulesOf(check, bound.part ?? "").flatMap((rule) => unanswered([...path, "probes"], rule, told));
};

const rulesOf = ({ rules }: Check, part: string): readonly Rule[] =>
  rules.filter((rule) => rule.part === undefined || rule.part === part);

/** Null where that cannot be told, because something is wrong with a probe. */
const toldBy = ({ probes }: Binding, { comparedWith }: Check): readonly string[] | null => {
  if (!Array.isArray(probes) || probes.some((probe) => probe === undefined)) return null;
  const isMeasured = probes.some((probe) => steady.some((kind) => probe !== undefined && Object.hasOwn(probe, kind)));
  return [
    ...ownFigures,
    ...(comparedWith === undefined ? [] : ofFindings),
    ...(comparedWith === undefined || !isMeasured ? [] : ["changed"]),
    ...probes.flatMap((probe) => [
      ...(probe?.figure === undefined ? [] : [probe.figure]),
      ...Object.entries(kindFigures).flatMap(([kind, figures]) =>
        probe !== undefined && Object.hasOwn(probe, kind) ? (figures ?? []) : [],
      ),
    ]),
  ];
};

/** What a comparison tells besides, of findings and of what was measured. */
const ofFindings = ["newCritical", "newHigh", "newMedium", "newLow", "known", "gone"];

/** Kinds that measure the world, and not how long a look at it took. */
const steady = [...Object.keys(measures), ...Object.keys(kindFigures)].filter((kind) => kind !== "http");

const unanswered = (path: Path, rule: Rule, told: readonly string[]): readonly Complaint[] => {
  switch (rule.kind) {
    case "figure":
      return told.includes(rule.figure)
        ? []
        : [
            {
              path,
              what: `the check also asks for the figure ${rule.figure}, which these probes do not tell`,
              fix: `add figure: ${rule.figure} to the probe that measures it`,
            },
          ];
    case "text":
      return [{ path, what: `the check asks for the text ${rule.text}, which no probe tells`, fix: "bind a report" }];
    case "covers":
      return [{ path, what: `the check asks for the list ${rule.list}, which no probe tells`, fix: "bind a report" }];
  }
};
