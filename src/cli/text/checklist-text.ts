import type { ChecklistAnswer } from "../../api/checklist-answer.ts";
import { isMet } from "../../domain/process/judgement.ts";
import { wrap } from "./columns.ts";
import type { Layout } from "./paint.ts";
import { stateOf } from "./status-text.ts";
import { showMinute } from "./time.ts";

type ItemStatus = Omit<ChecklistAnswer["items"][number], "met">;
type ItemPart = ItemStatus["parts"][number];
type Seen = ItemPart["seen"][number];

type Shown = {
  readonly release: string;
  readonly build: { readonly version: string; readonly digest: string };
  readonly items: readonly ItemStatus[];
};

/** Item by item, what is not met first and with its reason for being there. */
export const checklistText = ({ release, build, items }: Shown, layout: Layout): string => {
  const met = items.filter(({ state }) => isMet(state)).length;
  return [
    `${layout.paint.strong(`Checklist of ${release}: ${met} of ${items.length} met`)}  build ${build.version} (${build.digest.slice(0, 19)})`,
    ...items.flatMap((item) => ["", ...itemLines(item, layout)]),
  ].join("\n");
};

const itemLines = ({ number, title, state, reason, parts }: ItemStatus, layout: Layout): readonly string[] => {
  const { paint, columns } = layout;
  const open = !isMet(state);
  return [
    `${paint.strong(`${number}. ${title}`)}  ${stateOf(state, paint)}`,
    ...(reason === "" ? [] : wrap(reason, columns, "   ")),
    ...parts.flatMap((part) => partLines(part, open && !isMet(part.state), layout)),
  ];
};

const partLines = (part: ItemPart, isOpen: boolean, { paint, columns }: Layout): readonly string[] => {
  const { id, state, owner, who, why, waivable, act, seen, goodUntil } = part;
  const people = who.length === 0 ? `nobody holds the role ${owner}` : `${who.join(", ")} (${owner})`;
  return [
    `   ${id}  ${stateOf(state, paint)}  ${people}, ${waivable ? "can be waived" : "is never waived"}`,
    ...(isOpen ? wrap(`Why: ${why}`, columns, "     ").map(paint.faint) : []),
    ...seen.map((one) => `     ${paint.faint(seenLine(one))}`),
    ...(goodUntil === null ? [] : [`     good until ${showMinute(goodUntil)}`]),
    ...(isOpen && act !== "" ? [`     → ${act}`] : []),
  ];
};

const seenLine = ({ part, source, parser, at, digest }: Seen): string =>
  [
    ...(part === "" ? [] : [`${part}:`]),
    source,
    ...(digest === "" ? [] : [`(${parser}, ${digest.slice(0, 19)})`]),
    showMinute(at),
  ].join(" ");
