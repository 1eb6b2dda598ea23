import type { CalendarAnswer } from "../../../api/calendar-answer.ts";

export type Entry = {
  readonly from: string;
  readonly to: string;
  readonly kind: "freeze" | "window" | "peak" | "release";
  readonly says: string;
};

/** Everything of the span in the order in which it begins. */
export const entriesOf = ({ freezes, windows, peaks, booked }: CalendarAnswer): readonly Entry[] =>
  [
    ...freezes.map((one) => ({
      from: one.from,
      to: one.to,
      kind: "freeze" as const,
      says: `${one.title}: nothing advances in ${one.environments.join(" and ")}, for ${one.reason}`,
    })),
    ...Object.entries(windows).flatMap(([environment, all]) =>
      all.map(({ from, to }) => ({ from, to, kind: "window" as const, says: `${environment} may change` })),
    ),
    ...peaks.map(({ from, to }) => ({ from, to, kind: "peak" as const, says: "it is busiest" })),
    ...booked.map(({ from, to, release }) => ({ from, to, kind: "release" as const, says: release })),
  ].toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from));

export const calendarSays = ({ clashes, stops }: CalendarAnswer): string => {
  if (stops.length > 0) return `The line stands still: ${stops[0]?.reason} (${stops[0]?.by}).`;
  return clashes.length === 0
    ? "Nothing clashes in the next four weeks."
    : `${clashes.length} clashes in the next four weeks.`;
};
