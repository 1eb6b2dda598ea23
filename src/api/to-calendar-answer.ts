import type { CalendarOverview } from "../conductor/calendar-overview.ts";
import type { Engine } from "../conductor/engine.ts";
import type { Config } from "../config/config.ts";
import { overlap, type Span } from "../domain/calendar/span.ts";
import { type Instant, instant } from "../domain/units.ts";
import type { CalendarAnswer, FreezesAnswer, StopsAnswer } from "./calendar-answer.ts";

const iso = (at: Instant): string => new Date(at).toISOString();
const dated = <T extends Span>({ from, to, ...rest }: T) => ({ ...rest, from: iso(from), to: iso(to) });

/** As JSON: every moment in UTC. */
export const toCalendarAnswer = ({
  range,
  freezes,
  windows,
  peaks,
  booked,
  stops,
  overrides,
  ...rest
}: CalendarOverview): CalendarAnswer => ({
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

/** What of it clashes with what, by id. */
export const clashesOf = ({ booked, freezes }: Pick<CalendarOverview, "booked" | "freezes">): readonly string[] => [
  ...booked.flatMap((one, i) =>
    booked.slice(i + 1).flatMap((other) => (overlap(one, other) ? [`${one.release} and ${other.release}`] : [])),
  ),
  ...booked.flatMap((one) =>
    freezes.flatMap((freeze) =>
      freeze.environments.includes("production") && overlap(one, freeze)
        ? [`${one.release} and freeze ${freeze.id}`]
        : [],
    ),
  ),
];

const year = 366 * 86_400_000;

/** From now on, as far as freezes are listed. */
export const readYear = (engine: Pick<Engine, "calendar" | "now">, config: Config): Promise<CalendarOverview> => {
  const now = engine.now();
  return engine.calendar(config, { from: now, to: instant(now + year) });
};

export const toFreezesAnswer = (overview: CalendarOverview): FreezesAnswer => ({
  freezes: toCalendarAnswer(overview).freezes,
});

export const toStopsAnswer = (overview: CalendarOverview): StopsAnswer => ({ stops: toCalendarAnswer(overview).stops });
