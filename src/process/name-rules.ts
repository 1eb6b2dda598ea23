import type { Complaint, Path } from "../config/complaint.ts";
import { meant } from "../config/nearest.ts";
import { idsOf, type Parts, type Placed, placed, placedRequirements, type RequirementPart } from "./parts.ts";

/** Every name that a process mentions exists in it. */
export const nameRules = (parts: Parts): readonly Complaint[] => {
  const names = namesOf(parts);
  return [
    ...placed(parts.stages, ["stages"]).flatMap(({ at, it }) => all([...at, "after"], it.after, names.stage, "stage")),
    ...placed(parts.stages, ["stages"]).flatMap(({ at, it }) => [
      ...exists([...at, "attempts", "owner"], it.attempts?.owner, names.role, "role"),
      ...exists([...at, "analysis", "owner"], it.analysis?.owner, names.role, "role"),
    ]),
    ...placedRequirements(parts).flatMap((one) => requirementNames(one, names)),
    ...placed(parts["exit-gates"], ["exit-gates"]).flatMap(({ at, it }) =>
      all([...at, "requires"], it.requires, names.requirement, "requirement"),
    ),
    ...placed(parts.checklist, ["checklist"]).flatMap(({ at, it }) =>
      all([...at, "requires"], it.requires, names.requirement, "requirement"),
    ),
    ...placed(parts["evidence-kinds"], ["evidence-kinds"]).flatMap(({ at, it }) =>
      all([...at, "shown-by"], it["shown-by"], names.requirement, "requirement"),
    ),
    ...placed(parts.roles, ["roles"]).flatMap(({ at, it }) => shownNames([...at, "sees"], it.sees, names)),
    ...placed(parts.roles, ["roles"]).flatMap(({ at, it }) =>
      placed(it.duties, [...at, "duties"]).flatMap((duty) =>
        shownBy([...duty.at, "shown-by"], duty.it["shown-by"], names, parts),
      ),
    ),
    ...all(["calendar-roles"], parts["calendar-roles"], names.role, "role"),
    ...all(["messages-by"], parts["messages-by"], names.role, "role"),
    ...placed(parts.outputs, ["outputs"]).flatMap(({ at, it }) =>
      exists([...at, "requirement"], it.requirement, names.requirement, "requirement"),
    ),
    ...emergencyNames(parts, names),
    ...incidentNames(parts, names),
  ];
};

type Noun = "role" | "stage" | "metric" | "requirement" | "approval" | "check" | "rollout";
type Names = Readonly<Record<Noun, readonly string[] | null>>;

const namesOf = (parts: Parts): Names => {
  const lists = (parts.stages ?? [undefined]).map((stage) => stage?.requirements);
  const requirements = lists.every((list) => list !== undefined) ? lists.flat() : undefined;
  const checks = requirements?.filter((one) => one?.kind === undefined || one.kind === "check");
  const rollouts = requirements?.filter((one) => one?.kind === undefined || one.kind === "rollout");
  const approvals = requirements?.filter((one) => one?.kind === undefined || one.kind === "approval");
  return {
    role: idsOf(parts.roles),
    stage: idsOf(parts.stages),
    metric: Object.hasOwn(parts, "metrics") ? idsOf(parts.metrics) : [],
    requirement: idsOf(requirements),
    check: requirements === undefined ? null : idsOf(checks),
    approval: requirements === undefined ? null : idsOf(approvals),
    rollout: requirements === undefined ? null : idsOf(rollouts),
  };
};

const requirementNames = ({ at, it }: Placed<RequirementPart>, names: Names): readonly Complaint[] => [
  ...exists([...at, "owner"], it.owner, names.role, "role"),
  ...all([...at, "after"], it.after, names.requirement, "requirement"),
  ...namesByKind({ at, it }, names),
];

const namesByKind = ({ at, it }: Placed<RequirementPart>, names: Names): readonly Complaint[] => {
  switch (it.kind) {
    case "check":
      return [
        ...all([...at, "signers"], it.signers, names.role, "role"),
        ...exists([...at, "freshness", "at"], it.freshness?.at, names.stage, "stage"),
        ...exists([...at, "until"], it.until, names.stage, "stage"),
        ...exists([...at, "compared-with"], comparedCheck(it["compared-with"]), names.check, "check"),
        ...exists([...at, "tasks-in"], it["tasks-in"], names.stage, "stage"),
        ...exists([...at, "during"], it.during, names.rollout, "rollout"),
        ...shownNames([...at, "looks-at"], it["looks-at"], names),
        ...Object.keys(it.applies ?? {}).flatMap((part) => partNames([...at, "applies", part], part, it.parts)),
        ...placed(it.rules, [...at, "rules"]).flatMap((rule) => metricNames(rule, names)),
        ...placed(it.rules, [...at, "rules"]).flatMap((rule) => rulePart(rule, it.parts)),
      ];
    case "approval":
      return [
        ...shownNames([...at, "shows"], it.shows, names),
        ...exists([...at, "expires", "at"], it.expires?.at, names.stage, "stage"),
        ...placed(it.duties, [...at, "duties"]).flatMap((duty) => signerNames(duty, names)),
      ];
    case "document":
      return shownNames([...at, "shows"], it.shows, names);
    case "rollout":
      return [
        ...placed(it.posts, [...at, "posts"]).flatMap((post) =>
          exists([...post.at, "role"], post.it.role, names.role, "role"),
        ),
        ...all([...at, "recheck", "checks"], it.recheck?.checks, names.check, "check"),
      ];
    case "record":
    case "message":
    case undefined:
      return [];
  }
};

type RulePart = NonNullable<NonNullable<Extract<RequirementPart, { kind?: "check" | undefined }>["rules"]>[number]>;
type DutyPart = NonNullable<NonNullable<Extract<RequirementPart, { kind?: "approval" | undefined }>["duties"]>[number]>;

/** `production` is the environment; everything else names a check. */
const comparedCheck = (name: string | undefined): string | undefined => (name === "production" ? undefined : name);

const partNames = (
  path: Path,
  part: string,
  parts: readonly (string | undefined)[] | undefined,
): readonly Complaint[] => {
  const known = (parts ?? []).filter((one) => one !== undefined);
  return known.includes(part)
    ? []
    : [{ path, what: `this check has no part "${part}"`, fix: meant(part, known, "parts") }];
};

const metricNames = ({ at, it }: Placed<RulePart>, names: Names): readonly Complaint[] =>
  "figure" in it
    ? [
        ...exists([...at, "below"], it.below, names.metric, "metric"),
        ...exists([...at, "above"], it.above, names.metric, "metric"),
      ]
    : [];

const rulePart = ({ at, it }: Placed<RulePart>, parts: readonly (string | undefined)[] | undefined) =>
  it.part === undefined ? [] : partNames([...at, "part"], it.part, parts);

const signerNames = ({ at, it }: Placed<DutyPart>, names: Names): readonly Complaint[] => {
  if ("not-signer-of" in it) return exists([...at, "not-signer-of"], it["not-signer-of"], names.approval, "approval");
  if ("not-writer-of" in it)
    return exists([...at, "not-writer-of"], it["not-writer-of"], names.requirement, "requirement");
  return "not-sole-writer-of" in it
    ? all([...at, "not-sole-writer-of"], it["not-sole-writer-of"], names.requirement, "requirement")
    : [];
};

/** Who is told, and who reviews: roles, or those whom the release itself names. */
const emergencyNames = (parts: Parts, names: Names): readonly Complaint[] => [
  ...all(["break-glass", "reviewers"], parts["break-glass"]?.reviewers, names.role, "role"),
  ...all(["emergency", "reviewers"], parts.emergency?.reviewers, names.role, "role"),
  ...all(["emergency", "requires"], parts.emergency?.requires, names.requirement, "requirement"),
  ...placed(parts.escalation?.ladder, ["escalation", "ladder"]).flatMap(({ at, it }) =>
    all(
      [...at, "to"],
      it.to?.map((name) => (name !== undefined && whom.includes(name) ? undefined : name)),
      names.role,
      "role",
    ),
  ),
];

const incidentNames = ({ issues, triggers }: Parts, names: Names): readonly Complaint[] => [
  ...all(["issues", "stops"], issues?.stops, names.requirement, "requirement"),
  ...all(["issues", "deferred-by"], issues?.["deferred-by"], names.role, "role"),
  ...all(["triggers", "decided-by"], triggers?.["decided-by"], names.role, "role"),
  ...all(["triggers", "escalate-to"], triggers?.["escalate-to"], names.role, "role"),
];

const whom = ["holders", "deputies", "owner"];

const acts = ["act:note", "act:decision", "act:message", "act:order", "act:issue", "act:trigger"];

/** By what one sees that a duty was done: requirements, posts of rollouts, and acts of whoever holds the role. */
const shownBy = (at: Path, given: readonly (string | undefined)[] | undefined, names: Names, parts: Parts) => {
  const posts = placedRequirements(parts).flatMap(({ it }) =>
    it.kind === "rollout" ? (it.posts ?? []).map((post) => `post:${post?.id}`) : [],
  );
  return all(
    at,
    given,
    names.requirement === null ? null : [...names.requirement, ...posts, ...acts],
    "requirement, post or act",
  );
};

/** Facts (`fact:schedule`) are known to the documents and not to the process. */
const shownNames = (at: Path, shown: readonly (string | undefined)[] | undefined, names: Names) =>
  all(
    at,
    shown?.map((name) => (name?.startsWith("fact:") ? undefined : name)),
    names.requirement,
    "requirement",
  );

const all = (
  at: Path,
  given: readonly (string | undefined)[] | undefined,
  known: readonly string[] | null,
  noun: Noun | "requirement, post or act",
): readonly Complaint[] => (given ?? []).flatMap((name, i) => exists([...at, i], name, known, noun));

const exists = (
  path: Path,
  name: string | undefined,
  known: readonly string[] | null,
  noun: Noun | "requirement, post or act",
): readonly Complaint[] =>
  name === undefined || known === null || known.includes(name)
    ? []
    : [{ path, what: `there is no ${noun} "${name}"`, fix: meant(name, known, `${noun}s`) }];
