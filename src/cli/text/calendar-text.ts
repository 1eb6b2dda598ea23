import { clashesOf } from "../../api/to-calendar-answer.ts";
import type { CalendarOverview } from "../../conductor/calendar-overview.ts";
import { lineName } from "../../domain/calendar/decide-calendar.ts";
import { zonedSpan } from "../../domain/calendar/zoned.ts";
import type { Layout } from "./paint.ts";

/** Windows, freezes and planned releases, each in local time and in UTC, and what clashes. */
export const calendarText = (overview: CalendarOverview, { paint }: Layout): string => {
  const { zone } = overview;
  return [
    paint.strong(`Calendar of ${overview.service}, ${zonedSpan(overview.range, zone)}`),
    ...overview.stops.map(
      ({ service, by, reason }) => `  ${paint.bad("stopped")}: ${lineName(service)}, by ${by}: ${reason}`,
    ),
    "",
    "Freezes, in which nothing advances:",
    ...orNone(freezeLines(overview, zone)),
    "",
    "Windows, in which it may change:",
    ...orNone(windowLines(overview, zone), noWindow(overview)),
    "",
    "Production is planned:",
    ...orNone(overview.booked.map((one) => `  ${one.release}  ${zonedSpan(one, zone)}`)),
    ...overview.unreadable.map((id) => `  ${paint.doubt(id)}  cannot be read, so nobody knows what it plans`),
    ...clashSection(overview),
    "",
    quietText(overview),
  ].join("\n");
};

const quietText = ({ quiet, zone }: CalendarOverview): string => {
  if (quiet === null) return "Which hour is the quietest nobody knows yet: too little of a day's traffic was recorded.";
  const { quietest, busiest, days } = quiet;
  const hour = (n: number): string => `${String(n).padStart(2, "0")}:00`;
  return `Quietest by ${days.toFixed(1)} days of recorded traffic: from ${hour(quietest.hour)} ${zone}, ${Math.round(quietest.perMinute)} requests a minute; busiest from ${hour(busiest.hour)}, ${Math.round(busiest.perMinute)}.`;
};

export const freezeLines = ({ freezes }: Pick<CalendarOverview, "freezes">, zone: string): readonly string[] =>
  freezes.map(
    ({ id, title, reason, environments, declaredBy, ...span }) =>
      `  ${id}  ${title} (${environments.join(", ")}): ${reason}${declaredBy === null ? "" : `, by ${declaredBy}`}\n      ${zonedSpan(span, zone)}`,
  );

const windowLines = ({ windows, peaks }: CalendarOverview, zone: string): readonly string[] => [
  ...Object.entries(windows).flatMap(([name, spans]) => spans.map((one) => `  ${name}  ${zonedSpan(one, zone)}`)),
  ...peaks.map((one) => `  peak traffic  ${zonedSpan(one, zone)}`),
];

const noWindow = ({ windows }: CalendarOverview): string =>
  Object.keys(windows).length === 0 ? "  none is declared: at any time" : "  none opens in this time";

const orNone = (lines: readonly string[], none = "  none"): readonly string[] => (lines.length === 0 ? [none] : lines);

const clashSection = (overview: CalendarOverview): readonly string[] => {
  const clashes = clashesOf(overview);
  return clashes.length === 0 ? [] : ["", "Clashes:", ...clashes.map((one) => `  ${one}`)];
};
