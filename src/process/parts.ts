import type { Path } from "../config/complaint.ts";
import type { Sound } from "../config/sound.ts";
import type { ProcessYaml } from "./schema.ts";

/** What could be read of a process file. */
export type Parts = Sound<ProcessYaml>;
export type StagePart = NonNullable<NonNullable<Parts["stages"]>[number]>;
export type RequirementPart = NonNullable<NonNullable<StagePart["requirements"]>[number]>;

/** Something, and where it stands. */
export type Placed<T> = { readonly at: Path; readonly it: T };

export const placed = <T>(list: readonly (T | undefined)[] | undefined, at: Path): readonly Placed<T>[] =>
  (list ?? []).flatMap((it, i) => (it === undefined ? [] : [{ at: [...at, i], it }]));

export const placedRequirements = (parts: Parts): readonly Placed<RequirementPart>[] =>
  placed(parts.stages, ["stages"]).flatMap(({ at, it }) => placed(it.requirements, [...at, "requirements"]));

type Named = { readonly id?: string | undefined };

/** The ids of a list; null when one of them could not be read, so that nobody can say which names are unknown. */
export const idsOf = (list: readonly (Named | undefined)[] | undefined): readonly string[] | null => {
  const ids = (list ?? [undefined]).map((one) => one?.id);
  return ids.every((id) => id !== undefined) ? ids : null;
};
