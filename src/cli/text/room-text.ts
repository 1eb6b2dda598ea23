import type { RoomAnswer } from "../../api/room-answer.ts";
import { restoredInWords } from "../../domain/incident/restored.ts";
import { excitementText } from "../../domain/room/excitement.ts";
import { columns, wrap } from "./columns.ts";
import type { Layout } from "./paint.ts";
import { stateOf } from "./status-text.ts";

export const roomText = (answer: RoomAnswer, { paint, columns: width }: Layout): readonly string[] => {
  const { release, presence, restored, flags, sees, timeline, duties, excitement } = answer;
  const yes = (done: boolean, no: string): string => (done ? paint.good("✓") : paint.bad(no));
  return [
    paint.strong(`War room of ${release}`),
    ...titled(
      "Who is there",
      presence.map(({ there, title, says }) => [yes(there, "✗"), title, says]),
    ),
    ...(restored.length === 0
      ? []
      : titled(
          "Until users are well again",
          restored.map((one) => [
            yes(one.tookMs !== null && !one.isLate, one.tookMs === null ? "…" : "✗"),
            `${one.trigger}, ${one.severity}`,
            restoredInWords(one),
          ]),
        )),
    ...(flags.length === 0
      ? []
      : titled(
          "Flags",
          flags.map(({ id, severity, at, says }) => [severity, id, at, says]),
        )),
    ...sees.flatMap(({ title, who, items }) => [
      "",
      `${title} (${who.join(", ") || "nobody"}) sees`,
      ...items.flatMap(({ title, state, at, says }) => [
        `  ${paint.strong(title)}${state === null ? "" : `  ${stateOf(state, paint)}`}${at === null ? "" : `, ${at}`}`,
        ...wrap(says, width, "    "),
      ]),
    ]),
    ...titled(
      "Timeline, in UTC",
      timeline.map(({ version, at, actor, says, hash }) => [
        String(version),
        at,
        actor,
        paint.faint(hash.slice(0, 19)),
        says,
      ]),
    ),
    ...titled(
      "Duties",
      duties.flatMap(({ title, duties: own }) =>
        own.map((duty) => [
          yes(duty.done, "–"),
          title,
          duty.title,
          duty.done ? duty.shownBy.join("; ") : "nothing shows it yet",
        ]),
      ),
    ),
    "",
    `Excitement: ${excitementText(excitement)}${excitement.score === 0 ? ", boring as it should be" : ""}`,
  ];
};

const titled = (title: string, rows: readonly (readonly string[])[]): readonly string[] => [
  "",
  title,
  ...(rows.length === 0 ? ["  nothing yet"] : columns(rows).map((row) => `  ${row}`)),
];
