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

type FormField = NonNullable<Detail["form"]>[number];

/** What a field begins with: what was filed before, what somebody drafted, or the build that it has to name. */
export const answerBefore = (
  { record, proposal }: Pick<Detail, "record" | "proposal">,
  { name, holds }: Pick<FormField, "name" | "holds">,
  build: string,
): string => {
  const drafted = proposal?.draft.kind === "record" ? proposal.draft.fields[name] : undefined;
  return record?.fields[name] ?? drafted ?? (holds === "build" ? build : "");
};

export const hintOf = ({ holds }: Pick<FormField, "holds">): { readonly hint?: string } => {
  switch (holds) {
    case undefined:
      return {};
    case "build":
      return { hint: "This release's. Change it if you looked at another one." };
    case "issues":
      return { hint: "One on each line; each becomes an issue. Write none if there is none." };
  }
};

/** Headgate writes this document by itself, so that nobody has to; what it lacks, people write. */
export const isWrittenByHeadgate = ({ definition, status }: Pick<Detail, "definition" | "status">): boolean =>
  definition?.template !== undefined && status.state !== "fail";

/** What a proposal says, as facts. */
export const draftSays = ({ draft }: NonNullable<Detail["proposal"]>): readonly (readonly [string, string])[] => {
  switch (draft.kind) {
    case "sign":
      return [];
    case "waiver":
      return [
        ["Reason", draft.reason],
        ["Risk", draft.risk],
        ["Instead", draft.control],
      ];
    case "record":
      return Object.entries(draft.fields);
  }
};

/** Why nothing but the thing itself will do; "" where an exception may be asked for. */
export const whyNoWaiver = ({ definition, status }: Pick<Detail, "definition" | "status">): string =>
  definition === null || definition.waivable !== true ? "it may never be waived" : status.act === "" ? "it is met" : "";

/** A figure by its name: counts as they are, shares in percent, times in ms or s. */
export const figureText = (name: string, value: number): string => {
  if (/(rate|share|ratio)$/i.test(name)) return `${Number((value * 100).toPrecision(4))} %`;
  return Number.isInteger(value) ? value.toLocaleString("en") : String(Number(value.toPrecision(4)));
};
