import type { RequirementDetailAnswer } from "../../../api/requirement-detail-answer.ts";
import { type Requirement, worstFirst } from "../release/view.ts";

export type Detail = RequirementDetailAnswer;
export type Evidence = Detail["evidence"][number];
type Shown = { readonly item: string; readonly of: string };

export type StandsOn = {
  /** What is asked for by this release, the worst first. */
  readonly asked: readonly Requirement[];
  /** Facts besides, such as the build. */
  readonly facts: readonly Shown[];
};

/** What a signature stands on, as it is now: what is not met comes first, so that nobody signs over it unseen. */
export const standsOn = (shown: readonly Shown[], requirements: readonly Requirement[]): StandsOn => {
  const known = new Map(requirements.map((one) => [one.id, one]));
  const asked = shown.flatMap(({ item }) => known.get(item) ?? []);
  return { asked: worstFirst([...new Set(asked)]), facts: shown.filter(({ item }) => !known.has(item)) };
};

const isFine = ({ state }: Requirement): boolean => state === "pass" || state === "not applicable";

/** `2 of 14 are not met.` */
export const notMet = ({ asked }: StandsOn): string => {
  const open = asked.filter((one) => !isFine(one)).length;
  return open === 0
    ? `All ${asked.length} that it stands on are met.`
    : `${open} of ${asked.length} are not met or waived.`;
};

type FormField = {
  readonly name: string;
  readonly asks: string;
  readonly required: boolean;
  readonly options?: readonly string[];
};

/** The questions of a record, as the process of the release has them. */
export const fieldsOf = ({ definition }: Detail): readonly FormField[] =>
  Array.isArray(definition?.fields) ? (definition.fields as FormField[]) : [];

/** A figure by its name: counts as they are, shares in percent, times in ms or s. */
export const figureText = (name: string, value: number): string => {
  if (/(rate|share|ratio)$/i.test(name)) return `${Number((value * 100).toPrecision(4))} %`;
  return Number.isInteger(value) ? value.toLocaleString("en") : String(Number(value.toPrecision(4)));
};
