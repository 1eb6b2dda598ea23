import type { Instant } from "../units.ts";
import { lineName } from "./decide-calendar.ts";
import type { Frozen } from "./freeze.ts";
import { contains, overlap, type Span } from "./span.ts";
import type { LineStop } from "./state.ts";
import { zoned, zonedSpan } from "./zoned.ts";

/** A stretch in which an environment may change, and the zone to say it in. */
export type OpenSpan = Span & { readonly zone: string };

/**
 * What the calendar holds for one release around now: rules and exceptions are worked in already. An environment that
 * `windows` does not name may change at any time.
 */
export type CalendarView = {
  readonly stops: readonly LineStop[];
  readonly freezes: readonly Frozen[];
  readonly windows: Readonly<Record<string, readonly OpenSpan[]>>;
};

/** For a service that declares nothing, on a journal on which nobody declared anything. */
export const openCalendar: CalendarView = { stops: [], freezes: [], windows: {} };

export type Hindrance = { readonly code: "LINE_STOPPED" | "FROZEN" | "OUTSIDE_WINDOW"; readonly says: string };

/** Why nothing may advance in this environment at this moment; null when it may. A way back never asks. */
export const stopsAdvance = (view: CalendarView, environment: string, at: Instant): Hindrance | null =>
  stopped(view) ?? frozen(view, environment, (freeze) => contains(freeze, at));

/**
 * Why nothing may begin here that is planned to take this long: a freeze that would catch it half-way counts from the
 * start, and a window has to be open at the beginning. One that closes meanwhile stops nothing: half a change is worse
 * than a late one.
 */
export const stopsStart = (view: CalendarView, environment: string, planned: Span): Hindrance | null =>
  stopped(view) ??
  frozen(view, environment, (freeze) => overlap(freeze, planned)) ??
  outside(view, environment, planned.from);

const stopped = ({ stops: [stop] }: CalendarView): Hindrance | null =>
  stop === undefined
    ? null
    : { code: "LINE_STOPPED", says: `${lineName(stop.service)} was stopped by ${stop.by}: ${stop.reason}` };

const frozen = (
  { freezes }: CalendarView,
  environment: string,
  counts: (freeze: Frozen) => boolean,
): Hindrance | null => {
  const found = freezes.find((freeze) => freeze.environments.includes(environment) && counts(freeze));
  return found === undefined ? null : { code: "FROZEN", says: frozenText(found) };
};

export const frozenText = (freeze: Frozen): string =>
  `freeze ${freeze.id}, ${freeze.title} (${freeze.reason}): ${zonedSpan(freeze, freeze.zone)}`;

const outside = ({ windows }: CalendarView, environment: string, at: Instant): Hindrance | null => {
  const own = windows[environment];
  if (own === undefined || own.some((window) => contains(window, at))) return null;
  const next = own.filter(({ from }) => from > at).toSorted((a, b) => a.from - b.from)[0];
  const says =
    next === undefined ? "no window opens in the next weeks" : `the next one opens ${zoned(next.from, next.zone)}`;
  return { code: "OUTSIDE_WINDOW", says };
};
