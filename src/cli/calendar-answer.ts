import type { CalendarOverview } from "../conductor/calendar-overview.ts";
import type { CalendarActed } from "../conductor/engine.ts";
import type { IcsEntry } from "../documents/ics.ts";
import { describeCalendar } from "../domain/calendar/describe-calendar.ts";
import type { Span } from "../domain/calendar/span.ts";
import type { Instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Context } from "./context.ts";
import { clashesOf } from "./text/calendar-text.ts";

const iso = (at: Instant): string => new Date(at).toISOString();
const dated = <T extends Span>({ from, to, ...rest }: T) => ({ ...rest, from: iso(from), to: iso(to) });

/** As JSON: every moment in UTC. */
export const calendarAnswer = ({
  range,
  freezes,
  windows,
  peaks,
  booked,
  stops,
  overrides,
  ...rest
}: CalendarOverview) => ({
  ...rest,
  ...dated(range),
  stops: stops.map(({ at, ...stop }) => ({ ...stop, at: iso(at) })),
  freezes: freezes.map(dated),
  overrides: overrides.map(({ at, ...one }) => ({ ...one, at: iso(at) })),
  windows: Object.fromEntries(Object.entries(windows).map(([name, spans]) => [name, spans.map(dated)])),
  peaks: peaks.map(dated),
  booked: booked.map(dated),
  clashes: clashesOf({ booked, freezes }),
});

/** For calendars of other programs. */
export const icsEntries = ({ service, freezes, windows, booked }: CalendarOverview): readonly IcsEntry[] => [
  ...freezes.map(({ id, title, reason, environments, from, to }) => ({
    id: `freeze-${service}-${id}-${from}`,
    title: `Freeze: ${title}`,
    details: `${reason}. Nothing advances in ${environments.join(", ")}. Freeze ${id} of ${service}.`,
    from,
    to,
    free: false,
  })),
  ...Object.entries(windows).flatMap(([name, spans]) =>
    spans.map(({ from, to, zone }) => ({
      id: `window-${service}-${name}-${from}`,
      title: `Window: ${service}, ${name}`,
      details: `${service} may change in ${name}. Declared in ${zone}.`,
      from,
      to,
      free: true,
    })),
  ),
  ...booked.map(({ release, from, to }) => ({
    id: `release-${release}`,
    title: `Release: ${release}`,
    details: `${release} is planned for production.`,
    from,
    to,
    free: false,
  })),
];

/** Prints what an act on the calendar brought about. @throws AppError with the code of the refusal */
export const settleCalendar = (context: Context, { decision, asked, failed }: CalendarActed): void => {
  if (!decision.ok) throw new AppError(decision.refusal.code, decision.refusal.detail);
  const { events, note } = decision;
  const says = events.map(describeCalendar);
  context.answer(
    {
      ok: true,
      events: events.map((event, i) => ({ ...event, at: iso(event.at), says: says[i] })),
      note,
      asked,
      failed,
    },
    () =>
      [
        ...says,
        ...(note === null ? [] : [note]),
        ...(asked.length === 0 ? [] : [`Planned time judged anew: ${asked.join(", ")}`]),
        ...(failed.length === 0 ? [] : [`Could not be judged anew: ${failed.join(", ")}`]),
      ].join("\n"),
  );
};
