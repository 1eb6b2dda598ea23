import type { Release } from "../release/release.ts";
import type { Control, EvidenceKind } from "./controls.ts";
import { isMet } from "./judgement.ts";
import type { Process, RequirementState } from "./process.ts";
import { shownFor } from "./shown.ts";
import type { ReleaseStatus, RequirementStatus } from "./status.ts";

export type ControlState = "satisfied" | "partial" | "gap" | "due later" | "not applicable";

/** What one requirement says for a control now. `digest`: of what it stands on; "" while there is nothing. */
export type EvidenceLink = {
  readonly kind: string;
  readonly requirement: string;
  readonly state: RequirementState;
  readonly counts: LinkState;
  readonly reason: string;
  readonly digest: string;
};

/** `excepted`: a waiver, or a duty that a small team could not keep and nobody has reviewed yet. */
type LinkState = "current" | "excepted" | "missing" | "due later" | "not applicable";

export type MappedControl = Control & {
  readonly state: ControlState;
  /** What is not there, in words; "" when nothing is missing. */
  readonly reason: string;
  readonly links: readonly EvidenceLink[];
};

/**
 * Every control of the frameworks that the release keeps, with what speaks for it right now. It states what evidence
 * there is, and never that somebody meets a framework.
 *
 * A control is `satisfied` when all its evidence is current, a `gap` when evidence is missing that is due or has failed,
 * or when the process shows none of it at all; `partial` when some is current and the rest is due later, or stands on an
 * exception.
 */
export const controlMap = (process: Process, release: Release, status: ReleaseStatus): readonly MappedControl[] => {
  const links = linksOf(process, release, status);
  const kinds = new Map((process.evidenceKinds ?? []).map((kind) => [kind.id, links(kind)]));
  return (process.controls?.controls ?? []).map((control) => {
    const shown = control.evidence.map((id) => ({ id, links: kinds.get(id) ?? [] }));
    return { ...control, ...judgeControl(shown), links: shown.flatMap(({ links }) => links) };
  });
};

type Shown = { readonly id: string; readonly links: readonly EvidenceLink[] };

const judgeControl = (shown: readonly Shown[]): Pick<MappedControl, "state" | "reason"> => {
  const links = shown.flatMap((one) => one.links).filter(({ counts }) => counts !== "not applicable");
  const unshown = shown.filter((one) => one.links.length === 0).map(({ id }) => id);
  const of = (counts: LinkState) => links.filter((link) => link.counts === counts);
  if (links.length === 0)
    return unshown.length === 0
      ? { state: "not applicable", reason: "nothing of it is asked of this release" }
      : { state: "gap", reason: `the process shows no evidence of ${unshown.join(", ")}` };
  const [missing, later, excepted] = [of("missing"), of("due later"), of("excepted")];
  if (missing.length > 0) return { state: "gap", reason: told(missing) };
  if (later.length === links.length) return { state: "due later", reason: `due later: ${names(later)}` };
  if (later.length + excepted.length + unshown.length === 0) return { state: "satisfied", reason: "" };
  const reasons = [
    ...(excepted.length > 0 ? [`stands on an exception: ${names(excepted)}`] : []),
    ...(later.length > 0 ? [`due later: ${names(later)}`] : []),
    ...(unshown.length > 0 ? [`the process shows no evidence of ${unshown.join(", ")}`] : []),
  ];
  return { state: "partial", reason: reasons.join("; ") };
};

const names = (links: readonly EvidenceLink[]): string =>
  [...new Set(links.map(({ requirement }) => requirement))].join(", ");

const told = (links: readonly EvidenceLink[]): string =>
  [...new Set(links.map(({ kind, requirement, state, reason }) => `${kind} ${requirement}: ${state}, ${reason}`))].join(
    "; ",
  );

const linksOf = (process: Process, release: Release, status: ReleaseStatus) => {
  const due = dueIn(process, release, status);
  const linkOf = (kind: string, requirement: string): EvidenceLink => {
    const one = status.requirements.find(({ id }) => id === requirement);
    const of = shownFor(process, release, [requirement])[0]?.of ?? "nothing";
    return {
      kind,
      requirement,
      state: one?.state ?? "missing",
      counts: one === undefined ? "missing" : countsAs(release, one, due),
      reason: one?.reason ?? "the process has no such requirement",
      digest: of === "nothing" ? "" : of,
    };
  };
  return ({ id, shownBy }: EvidenceKind): readonly EvidenceLink[] => shownBy.map((one) => linkOf(id, one));
};

const countsAs = (release: Release, { id, state }: RequirementStatus, due: (id: string) => boolean): LinkState => {
  if (state === "not applicable") return state;
  if (state === "waived" || isUnreviewed(release, id)) return "excepted";
  if (isMet(state)) return "current";
  // What has failed is known to be wrong, whenever it is due.
  return state === "missing" && !due(id) ? "due later" : "missing";
};

const isUnreviewed = ({ approvals, records }: Release, id: string): boolean =>
  approvals[id]?.conflict != null && records[`review.${id}`] === undefined;

/**
 * Evidence is due once a stage that comes after its own was entered. The check that asks for this map is asked last
 * before the next stage, so from then on what that stage needs is due as well, but for what waits for the check itself.
 */
const dueIn = (
  { stages, requirements }: Process,
  { evidence }: Release,
  status: ReleaseStatus,
): ((id: string) => boolean) => {
  const asking = requirements.find((one) => one.kind === "check" && one.probe === "controls");
  const isAsked =
    (asking !== undefined && evidence[asking.id] !== undefined) ||
    status.requirements.find(({ id }) => id === asking?.id)?.waitsFor.length === 0;
  const entered = stages.filter(({ id, after }) => {
    const isNext = isAsked && asking !== undefined && after.includes(asking.stage);
    return isNext || status.stages.find((one) => one.id === id)?.state !== "waiting";
  });
  const passed = new Set(entered.flatMap(({ after }) => after).flatMap((id) => [id, ...stagesBefore(stages, id)]));
  const waiting = asking === undefined ? new Set<string>() : waitersOf(requirements, asking.id);
  const isOver = status.stages.find(({ id }) => id === asking?.stage)?.state === "done";
  return (id) => {
    const stage = requirements.find((one) => one.id === id)?.stage ?? "";
    return passed.has(stage) && (isOver || !waiting.has(id));
  };
};

const stagesBefore = (stages: Process["stages"], id: string): readonly string[] => {
  const after = stages.find((one) => one.id === id)?.after ?? [];
  return after.flatMap((before) => [before, ...stagesBefore(stages, before)]);
};

/** The check itself, and everything that waits for it by whatever detour. */
const waitersOf = (requirements: Process["requirements"], id: string): ReadonlySet<string> => {
  const found = new Set([id]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const { id: one, after } of requirements) if (after.some((other) => found.has(other))) found.add(one);
  }
  return found;
};
