import type { Complaint, Path } from "../config/complaint.ts";
import { cyclesIn, type Graph } from "./cycle.ts";
import { type Parts, type Placed, placed, placedRequirements, type RequirementPart, type StagePart } from "./parts.ts";

/** Nothing waits for itself, by whatever detour: such a release could never end. */
export const orderRules = (parts: Parts): readonly Complaint[] => {
  const [stages, requirements] = [placed(parts.stages, ["stages"]), placedRequirements(parts)];
  const simple = [...circles(waits(stages), stages), ...circles(waits(requirements), requirements)];
  // Once neither closes a circle alone: a requirement may wait for one of a stage that waits for its own stage.
  const waiting = simple.length > 0 ? simple : circles(waitsTogether(stages, requirements), requirements);
  return [...waiting, ...endless(requirements)];
};

/** What is made anew whenever something that it stands on changes, would be made for ever in a circle. */
const endless = (requirements: readonly Placed<RequirementPart>[]): readonly Complaint[] =>
  cyclesIn(new Map(requirements.flatMap(({ it }) => entry(it.id, standsOn(it))))).map((cycle) => ({
    path: placeOf(cycle, requirements),
    what: `these would be made anew for ever, each from the next: ${[...cycle, cycle[0]].join(" → ")}`,
    fix: "take one of them out of a `shows` or `looks-at`",
  }));

const standsOn = (it: RequirementPart): readonly (string | undefined)[] =>
  it.kind === "document" ? (it.shows ?? []) : it.kind === "check" ? (it["looks-at"] ?? []) : [];

type Waiting = Placed<StagePart | RequirementPart>;

const waits = (list: readonly Waiting[]): Graph => new Map(list.flatMap(({ it }) => entry(it.id, it.after ?? [])));

const entry = (name: string | undefined, before: readonly (string | undefined)[]): readonly [string, string[]][] =>
  name === undefined ? [] : [[name, before.filter((one) => one !== undefined)]];

/** A requirement also waits for the gates of the stages before its own, and a gate for the requirements of its stage. */
const waitsTogether = (stages: readonly Placed<StagePart>[], requirements: readonly Placed<RequirementPart>[]): Graph =>
  new Map([
    ...stages.flatMap(({ it }) => entry(gate(it.id), it.requirements?.map((one) => one?.id) ?? [])),
    ...requirements.flatMap(({ at, it }) => {
      const stage = stages.find((one) => one.at[1] === at[1])?.it;
      return entry(it.id, [...(it.after ?? []), ...(stage?.after ?? []).map(gate)]);
    }),
  ]);

const gate = (stage: string | undefined): string | undefined => (stage === undefined ? undefined : `gate of ${stage}`);

const circles = (graph: Graph, list: readonly Waiting[]): readonly Complaint[] =>
  cyclesIn(graph).map((cycle) => ({ path: [...placeOf(cycle, list), "after"], what: tell(cycle), fix: breakIt }));

const breakIt = "take one of them out of an `after`";

/** At the first of them that stands in the file under its own name. */
const placeOf = (cycle: readonly string[], list: readonly Waiting[]): Path =>
  list.find(({ it }) => it.id !== undefined && cycle.includes(it.id))?.at ?? [];

const tell = (cycle: readonly string[]): string =>
  cycle.length === 1
    ? `"${cycle[0]}" waits for itself`
    : `these wait for each other: ${[...cycle, cycle[0]].join(" → ")}`;
