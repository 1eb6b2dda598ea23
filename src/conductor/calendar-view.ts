import type { Config } from "../config/config.ts";
import type { Freeze, Frozen } from "../domain/calendar/freeze.ts";
import type { CalendarView, OpenSpan } from "../domain/calendar/hindrance.ts";
import type { Recurring } from "../domain/calendar/recurring.ts";
import { overlap, type Span } from "../domain/calendar/span.ts";
import { type CalendarState, isFor, type Override } from "../domain/calendar/state.ts";
import { type Instant, instant } from "../domain/units.ts";
import { occurrences } from "../recurrence/occurrences.ts";

type Of = { readonly service: string; readonly id: string };
type Expanded = Pick<CalendarView, "freezes" | "windows">;

/** What holds for one release within a range: the rules of its configuration as stretches, and what people declared. */
export const calendarView = (config: Config, state: CalendarState, of: Of, range: Span): CalendarView =>
  joined(expand(config, range), state, of);

const day = 86_400_000;
/** How far ahead a conductor looks: far enough for the next window and for the longest rollout. In days. */
const ahead = 35;

/** The same around a moment, for those who ask at every turn: rules are worked out once a day. */
export const calendarAround = (config: Config, state: CalendarState, of: Of, now: Instant): CalendarView => {
  const today = Math.floor(now / day);
  let known = remembered.get(config);
  if (known?.today !== today) {
    known = { today, of: expand(config, { from: instant(today * day), to: instant((today + ahead) * day) }) };
    remembered.set(config, known);
  }
  return joined(known.of, state, of);
};

const remembered = new WeakMap<Config, { readonly today: number; readonly of: Expanded }>();

const joined = ({ freezes, windows }: Expanded, state: CalendarState, of: Of): CalendarView => ({
  stops: state.stops.filter((stop) => isFor(of.service, stop)),
  freezes: [...freezes, ...state.freezes.filter((freeze) => isFor(of.service, freeze))].flatMap((freeze) =>
    withoutOverridden(freeze, state.overrides, of),
  ),
  windows,
});

/** An exception is for one freeze by its id, one release, and the environments that it names, each by itself (T52, T53). */
const withoutOverridden = (freeze: Frozen, overrides: readonly Override[], { id }: Of): readonly Frozen[] => {
  const free = overrides.filter((one) => one.id === freeze.id && one.release === id).flatMap((one) => one.environments);
  const environments = freeze.environments.filter((name) => !free.includes(name));
  return environments.length === 0 ? [] : [{ ...freeze, environments }];
};

const expand = ({ freezes, environments }: Config, range: Span): Expanded => ({
  freezes: freezes.flatMap((freeze) => frozenOf(freeze, range)),
  windows: Object.fromEntries(
    Object.entries(environments)
      .filter(([, { windows }]) => windows.length > 0)
      .map(([name, { windows }]) => [name, openSpans(windows, range)]),
  ),
});

const frozenOf = ({ time, ...freeze }: Freeze, range: Span): readonly Frozen[] => {
  const spans = time.kind === "once" ? [time].filter((one) => overlap(one, range)) : occurrences(time, range);
  return spans.map(({ from, to }) => ({ ...freeze, from, to }));
};

export const openSpans = (rules: readonly Recurring[], range: Span): readonly OpenSpan[] =>
  rules.flatMap((rule) => occurrences(rule, range).map((span) => ({ ...span, zone: rule.zone })));
