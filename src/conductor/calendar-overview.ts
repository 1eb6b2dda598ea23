import type { Config } from "../config/config.ts";
import type { Booked } from "../domain/calendar/clashes.ts";
import type { Frozen } from "../domain/calendar/freeze.ts";
import type { OpenSpan } from "../domain/calendar/hindrance.ts";
import { type QuietHour, quietHour } from "../domain/calendar/quiet-hour.ts";
import { overlap, type Span } from "../domain/calendar/span.ts";
import type { LineStop, Override } from "../domain/calendar/state.ts";
import { bookings } from "./bookings.ts";
import { readCalendar } from "./calendar-store.ts";
import { calendarView, openSpans } from "./calendar-view.ts";
import type { Deps } from "./deps.ts";
import { recordedTraffic } from "./recorded-traffic.ts";
import { zoneOf } from "./zone-of.ts";

/** The calendar of a service within a range, as its `headgate.yaml` and the journal make it now. */
export type CalendarOverview = {
  readonly service: string;
  readonly zone: string;
  readonly range: Span;
  readonly stops: readonly LineStop[];
  readonly freezes: readonly (Frozen & { readonly declaredBy: string | null })[];
  readonly overrides: readonly Override[];
  /** By environment; one that is absent may change at any time. */
  readonly windows: Readonly<Record<string, readonly OpenSpan[]>>;
  readonly peaks: readonly OpenSpan[];
  /** Production, of all services on this journal. */
  readonly booked: readonly Booked[];
  readonly unreadable: readonly string[];
  /** By recorded traffic, in `zone`; null when too little of the day was seen. */
  readonly quiet: QuietHour | null;
};

export const calendarOverview = async (
  deps: Pick<Deps, "journal" | "now">,
  config: Config,
  range: Span,
  zone = zoneOf(config),
): Promise<CalendarOverview> => {
  const state = await readCalendar(deps);
  const { service } = config;
  // An exception is a matter of its release: the freeze stands all the same.
  const { stops, freezes, windows } = calendarView(config, { ...state, overrides: [] }, { service, id: "" }, range);
  const { booked, unreadable } = await bookings(deps)("production", deps.now());
  const byOf = (id: string): string | null => state.freezes.find((one) => one.id === id)?.by ?? null;
  return {
    service,
    zone,
    range,
    stops,
    freezes: freezes
      .filter((one) => overlap(one, range))
      .map(({ id, title, reason, zone, environments, from, to }) => ({
        ...{ id, title, reason, zone, environments, from, to },
        declaredBy: byOf(id),
      }))
      .toSorted((a, b) => a.from - b.from),
    overrides: state.overrides.filter(({ id }) => freezes.some((one) => one.id === id)),
    windows,
    peaks: openSpans(config.environments.production.peaks, range),
    booked: booked.filter((one) => overlap(one, range)),
    unreadable,
    quiet: quietHour(await recordedTraffic(deps, service), zone),
  };
};
