import type { Instant } from "../../domain/units.ts";
import type { BoardItem, ValidationBoard } from "../../domain/validation/board.ts";
import { columns, wrap } from "./columns.ts";
import type { Layout } from "./paint.ts";
import { stateOf } from "./status-text.ts";
import { showMinute } from "./time.ts";

const moment = (at: Instant | null, otherwise: string): string => (at === null ? otherwise : showMinute(at));

/** The board of a validation period: when, what, what is open. */
export const validationText = (release: string, board: ValidationBoard, layout: Layout): string => {
  const { begins, ends, endsAtMost, wayBackUntil, baseline, extensions, items, issues, triggers } = board;
  return [
    layout.paint.strong(`Validation of ${release}`),
    ...columns([
      ["began", moment(begins, "not yet: it begins when all traffic is on the build")],
      [
        "ends",
        `${moment(ends, "not known yet")}${endsAtMost === null ? "" : `, at the latest ${showMinute(endsAtMost)}`}`,
      ],
      ["way back", wayBackUntil === null ? "none is kept" : `kept until ${showMinute(wayBackUntil)}`],
      ["baseline", `${baseline.says}${baseline.file === null ? "" : ` (${baseline.file.slice(0, 19)})`}`],
      ...extensions.map(({ until, by, reason }) => ["extended", `until ${showMinute(until)} by ${by}: ${reason}`]),
    ]),
    "",
    ...items.flatMap((item) => itemLines(item, layout)),
    ...[...issues, ...triggers].map((one) => openLine(one)),
  ].join("\n");
};

const itemLines = (
  { title, state, reason, lastLook, nextLook, looks }: BoardItem,
  layout: Layout,
): readonly string[] => [
  `${layout.paint.strong(title)}  ${stateOf(state, layout.paint)}`,
  ...(reason === "" ? [] : wrap(reason, layout.columns, "  ")),
  `  last look ${moment(lastLook, "never")}, next ${moment(nextLook, "none")}${trend(looks)}`,
];

/** Figures of the latest looks; a whole period would not fit on a line. */
const shown = 48;

const trend = (looks: BoardItem["looks"]): string => {
  if (looks.length === 0) return "";
  const failed = looks.filter(({ state }) => state !== "pass").length;
  const signs = looks.slice(-shown).map(({ state }) => (state === "pass" ? "." : state === "fail" ? "x" : "?"));
  return `; ${looks.length} looks, ${failed} not passed: ${signs.join("")}`;
};

const openLine = (one: ValidationBoard["issues"][number] | ValidationBoard["triggers"][number]): string =>
  `open: ${one.id} (${one.severity}): ${"says" in one ? one.says : one.title}`;
