import { judge } from "../process/judge.ts";
import { partsOf } from "../process/parts-of.ts";
import type { Process, Requirement, RequirementState } from "../process/process.ts";
import { facts } from "../process/shown.ts";
import { type Evidence, seenAt } from "../release/evidence.ts";
import { evidenceKey, type Release } from "../release/release.ts";
import type { Instant } from "../units.ts";

/** `state` is null for a fact. `at`: when it was last looked at, or written; null when it never was. */
export type SeenItem = {
  readonly item: string;
  readonly title: string;
  readonly state: RequirementState | null;
  readonly at: Instant | null;
  readonly says: string;
};

/** `who`: the people who hold the role. */
export type SeenByRole = {
  readonly role: string;
  readonly title: string;
  readonly who: readonly string[];
  readonly items: readonly SeenItem[];
};

/** What each role that watches something has before its eyes in the war room, by what the process shows to it (R83, R86). */
export const whatRolesSee = (process: Process, release: Release, now: Instant): readonly SeenByRole[] =>
  process.roles
    .filter(({ sees = [] }) => sees.length > 0)
    .map(({ id, title, sees = [] }) => ({
      role: id,
      title,
      who: release.plan.people.filter(({ roles }) => roles.includes(id)).map((person) => person.id),
      items: sees.map((item) => seenItem(process, release, item, now)),
    }));

const seenItem = (process: Process, release: Release, item: string, now: Instant): SeenItem => {
  const requirement = process.requirements.find(({ id }) => id === item);
  if (requirement === undefined) {
    const name = item.replace("fact:", "");
    return { item, title: name, state: null, at: null, says: facts[name]?.(release) ?? "unknown" };
  }
  const { state, reason } = judge(process, release, requirement, now);
  const { at, figures } = known(release, requirement);
  return { item, title: requirement.title, state, at, says: [reason, figures].filter((one) => one !== "").join("; ") };
};

/** A check by its figures, a document by its digest. */
const known = (
  { evidence, documents }: Release,
  requirement: Requirement,
): { readonly at: Instant | null; readonly figures: string } => {
  const written = documents[requirement.id];
  if (requirement.kind !== "check") return { at: written?.at ?? null, figures: written?.document ?? "" };
  const seen = partsOf(requirement).flatMap((part) => evidence[evidenceKey(requirement.id, part)] ?? []);
  const last = seen.length === 0 ? null : (Math.max(...seen.map(seenAt)) as Instant);
  return { at: last, figures: seen.map(figuresOf).join("; ") };
};

const figuresOf = ({ part, report }: Evidence): string => {
  const told = Object.entries(report?.figures ?? {}).map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`);
  return `${part === "" ? "" : `${part}: `}${told.join(", ") || "no figures"}`;
};
