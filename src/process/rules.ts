import type { Complaint } from "../config/complaint.ts";
import { emergencyRules } from "./emergency-rules.ts";
import { nameRules } from "./name-rules.ts";
import { noticeRules } from "./notice-rules.ts";
import { orderRules } from "./order-rules.ts";
import { type Parts, type Placed, placed, placedRequirements } from "./parts.ts";

/** What the parts of a process owe each other: names exist, and once; everything can be reached; nothing is left out. */
export const processRules = (parts: Parts): readonly Complaint[] => [
  ...repetitions(parts),
  ...nameRules(parts),
  ...orderRules(parts),
  ...severityRules(parts),
  ...periodRules(parts),
  ...deferralRules(parts),
  ...answerRules(parts),
  ...scheduleRules(parts),
  ...sideRules(parts),
  ...noticeRules(parts),
  ...emergencyRules(parts),
];

const repetitions = (parts: Parts): readonly Complaint[] => {
  const requirements = placedRequirements(parts);
  const fields = requirements.map(({ at, it }) => (it.kind === "record" ? placed(it.fields, [...at, "fields"]) : []));
  const posts = requirements.map(({ at, it }) => (it.kind === "rollout" ? placed(it.posts, [...at, "posts"]) : []));
  return [
    ...lists.flatMap((key) => repeated(placed<{ readonly id?: string | undefined }>(parts[key], [key]), "id", idOf)),
    ...repeated(requirements, "id", idOf),
    ...fields.flatMap((form) => repeated(form, "name", ({ name }) => name)),
    ...posts.flatMap((list) => repeated(list, "id", idOf)),
  ];
};

const lists = [
  ...(["roles", "stages", "exit-gates", "severities", "metrics", "outputs", "questions"] as const),
  ...(["checklist", "evidence-kinds", "notices"] as const),
];
const idOf = ({ id }: { readonly id?: string | undefined }): string | undefined => id;

const repeated = <T>(
  list: readonly Placed<T>[],
  key: string,
  nameOf: (it: T) => string | undefined,
): readonly Complaint[] => {
  const seen = new Set<string>();
  return list.flatMap(({ at, it }): readonly Complaint[] => {
    const name = nameOf(it);
    if (name === undefined || !seen.has(name)) {
      if (name !== undefined) seen.add(name);
      return [];
    }
    return [{ path: [...at, key], what: `"${name}" is taken already`, fix: "rename one of the two" }];
  });
};

/** A trigger of a severity that the process does not name would have no clock. */
const severityRules = ({ severities }: Parts): readonly Complaint[] => {
  if (severities === undefined || severities.some((severity) => severity?.id === undefined)) return [];
  return (["critical", "high", "medium", "low"] as const)
    .filter((id) => !severities.some((severity) => severity?.id === id))
    .map((id) => ({ path: ["severities"], what: `does not say what ${id} means`, fix: `add { id: ${id}, means: … }` }));
};

/** What is severe cannot be put off as well. */
const deferralRules = ({ issues }: Parts): readonly Complaint[] =>
  (issues?.deferrable ?? []).flatMap((severity, i) =>
    severity === undefined || issues?.severe?.includes(severity) !== true
      ? []
      : [
          {
            path: ["issues", "deferrable", i],
            what: `"${severity}" is severe, and what is severe cannot be put off`,
            fix: "take it out of one of the two lists",
          },
        ],
  );

/** `waits.validation` of a service changes the one period there is. */
const periodRules = ({ stages }: Parts): readonly Complaint[] =>
  placed(stages, ["stages"])
    .filter(({ it }) => it.period !== undefined)
    .slice(1)
    .map(({ at }) => ({ path: [...at, "period"], what: "another stage has a period already", fix: "keep one" }));

const answerRules = (parts: Parts): readonly Complaint[] =>
  placedRequirements(parts).flatMap(({ at, it }): readonly Complaint[] => {
    if (it.kind !== "check" || Object.hasOwn(it, "probe") || !isEmptyOrAbsent(it, "reports", it.reports)) return [];
    return [{ path: at, what: "nothing can answer this check", fix: "add reports: [<format>], or a probe" }];
  });

/** Names under which other documents stand beside the reports of a check. */
const sideRules = (parts: Parts): readonly Complaint[] =>
  placedRequirements(parts).flatMap(({ at, it }) =>
    it.kind !== "check" || (it.vex === undefined && it["compared-with"] === undefined)
      ? []
      : placed(it.parts, [...at, "parts"])
          .filter(({ it: part }) => part === "vex" || /^(.*@)?production$/.test(part))
          .map(({ at: path, it: part }) => ({
            path,
            what: `"${part}" is the name of a document beside the reports of this check`,
            fix: "give the part another name",
          })),
  );

const isEmptyOrAbsent = (holder: object, key: string, list: readonly unknown[] | undefined): boolean =>
  list === undefined ? !Object.hasOwn(holder, key) : list.length === 0;

/** Each pause of a list but the last says how long it holds. */
const scheduleRules = (parts: Parts): readonly Complaint[] =>
  placedRequirements(parts).flatMap(({ at, it }) =>
    it.kind !== "check" || !Array.isArray(it.every)
      ? []
      : it.every.flatMap((entry: object | undefined, i: number, all: readonly unknown[]) => {
          const path = [...at, "every", i];
          if (entry === undefined || Object.hasOwn(entry, "for") === i < all.length - 1) return [];
          return i < all.length - 1
            ? [{ path, what: "does not say how long it holds", fix: "add for: 24h" }]
            : [{ path: [...path, "for"], what: "would end the looks before the period", fix: "remove it" }];
        }),
  );
