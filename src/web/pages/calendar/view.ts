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

export type Bar = Entry & {
  /** Where it begins and how long it is, in percent of the span; never too small to be seen. */
  readonly left: number;
  readonly width: number;
};

/** Of a kind, as they lie in the span; what begins before it or ends after it is cut there. */
export const barsOf = (calendar: CalendarAnswer, kind: Entry["kind"]): readonly Bar[] => {
  const [from, to] = [Date.parse(calendar.from), Date.parse(calendar.to)];
  const share = (at: number): number => (100 * (Math.min(to, Math.max(from, at)) - from)) / (to - from);
  return entriesOf(calendar)
    .filter((one) => one.kind === kind && Date.parse(one.to) > from && Date.parse(one.from) < to)
    .map((one) => {
      const left = share(Date.parse(one.from));
      const width = Math.max(leastWidth, share(Date.parse(one.to)) - left);
      return { ...one, left: Math.min(left, 100 - width), width };
    });
};

/** In percent of the span: some 8 px of a usual screen. */
const leastWidth = 0.8;

/** Mondays of the span, as marks below it. */
export const weeks = ({ from, to }: Pick<CalendarAnswer, "from" | "to">): readonly { at: number; left: number }[] => {
  const [begin, end, day] = [Date.parse(from), Date.parse(to), 86_400_000];
  const first = Math.ceil(begin / day) * day;
  const monday = first + ((8 - new Date(first).getUTCDay()) % 7) * day;
  const marks: { at: number; left: number }[] = [];
  for (let at = monday; at < end; at += 7 * day) marks.push({ at, left: (100 * (at - begin)) / (end - begin) });
  return marks;
};

/** What a freeze may hold still. */
export const placesToFreeze = [
  ["production", "production"],
  ["staging", "staging"],
  ["production staging", "production and staging"],
] as const;

/** As a form names them, as the route takes them. */
export const environmentsOf = (named: string): ("production" | "staging")[] =>
  (["production", "staging"] as const).filter((one) => named.split(" ").includes(one));
