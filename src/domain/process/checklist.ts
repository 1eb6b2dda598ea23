import { madeAt, seenAt } from "../release/evidence.ts";
import { evidenceKey, type Release } from "../release/release.ts";
import { type Instant, plus } from "../units.ts";
import { judgedAt } from "./dates.ts";
import { openParts } from "./judge-check.ts";
import { isMet, worst } from "./judgement.ts";
import type { Check, Process, Requirement, RequirementState } from "./process.ts";
import type { ReleaseStatus, RequirementStatus } from "./status.ts";

/** An item of the checklist: as good as the worst of its requirements. */
export type ItemStatus = {
  readonly id: string;
  /** From 1, in the order of the process file. */
  readonly number: number;
  readonly title: string;
  readonly state: RequirementState;
  readonly reason: string;
  readonly parts: readonly ItemPart[];
};

export type ItemPart = RequirementStatus & {
  readonly waivable: boolean;
  readonly seen: readonly Seen[];
  /** Until when what was seen counts, if nothing changes; null when time does not make it old. */
  readonly goodUntil: Instant | null;
};

/** Where an answer came from: when it was made, and the digest of its bytes. */
export type Seen = {
  readonly part: string;
  readonly source: string;
  readonly parser: string;
  readonly at: Instant;
  readonly digest: string;
};

/** The checklist now, what is not met first. Computed from evidence, so that nobody can set an item. */
export const checklist = (
  process: Process,
  release: Release,
  status: ReleaseStatus,
  now: Instant,
): readonly ItemStatus[] => {
  const items = itemsOf(process).map(({ requires, ...item }, i): ItemStatus => {
    const parts = requires.flatMap((id) => partOf(process, release, status, id, now)).toSorted(unmetFirst);
    const labelled = parts.map(({ id, state, reason }) => ({
      state,
      reason: parts.length > 1 && reason !== "" ? `${id}: ${reason}` : reason,
    }));
    return { ...item, number: i + 1, parts, ...worst(labelled) };
  });
  return items.toSorted(unmetFirst);
};

/** A process without a list of its own has one item for each check that answers this row. */
const itemsOf = ({ checklist: items, requirements }: Process) =>
  items !== undefined && items.length > 0
    ? items
    : requirements.filter(({ rows }) => rows.includes("R38")).map(({ id, title }) => ({ id, title, requires: [id] }));

const unmetFirst = (a: { readonly state: RequirementState }, b: { readonly state: RequirementState }): number =>
  Number(isMet(a.state)) - Number(isMet(b.state));

const partOf = (
  process: Process,
  release: Release,
  status: ReleaseStatus,
  id: string,
  now: Instant,
): readonly ItemPart[] => {
  const [one, requirement] = [
    status.requirements.find((other) => other.id === id),
    process.requirements.find((other) => other.id === id),
  ];
  if (one === undefined || requirement === undefined) return [];
  const goodUntil = goodUntilOf(process, release, requirement, one.state, now);
  return [{ ...one, waivable: requirement.waivable, seen: seenBy(release, requirement), goodUntil }];
};

const seenBy = (release: Release, requirement: Requirement): readonly Seen[] => {
  const { id } = requirement;
  switch (requirement.kind) {
    case "check":
      return evidenceOf(release, requirement).map(({ part, source, parser, at, raw, again }) => ({
        part,
        source,
        parser,
        at: seenAt({ at, ...(again === undefined ? {} : { again }) }),
        digest: again?.raw ?? raw,
      }));
    case "record": {
      const filed = release.records[id];
      return filed === undefined
        ? []
        : [{ part: "", source: filed.by, parser: "record", at: filed.at, digest: filed.raw }];
    }
    case "message":
      return Object.entries(release.deliveries[id] ?? {}).map(([to, { delivered, at, detail }]) => ({
        part: to,
        source: `${delivered ? "delivered" : "NOT delivered"}${detail === "" ? "" : `: ${detail}`}`,
        parser: "message",
        at,
        digest: "",
      }));
    case "approval":
    case "document":
    case "rollout":
      return [];
  }
};

const evidenceOf = (release: Release, check: Check) =>
  openParts(release, check).flatMap((part) => release.evidence[evidenceKey(check.id, part)] ?? []);

const goodUntilOf = (
  process: Process,
  release: Release,
  requirement: Requirement,
  state: RequirementState,
  now: Instant,
): Instant | null => {
  const waiver = state === "waived" ? release.waivers[requirement.id] : undefined;
  if (waiver !== undefined) return waiver.expires;
  if (requirement.kind !== "check" || state !== "pass") return null;
  const { freshness } = requirement;
  // What had to be fresh for a stage that has begun does not grow old any more.
  if (freshness?.at !== undefined && judgedAt(process, release, freshness.at, now) !== now) return null;
  const ends = evidenceOf(release, requirement).flatMap((one) => [
    ...(freshness === undefined ? [] : [plus(madeAt(one), freshness.within)]),
    ...(one.report?.figures.expires === undefined ? [] : [one.report.figures.expires]),
  ]);
  return ends.length === 0 ? null : (Math.min(...ends) as Instant);
};
