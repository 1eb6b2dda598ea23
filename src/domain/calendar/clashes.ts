import { lineName } from "./decide-calendar.ts";
import { type CalendarView, frozenText, type OpenSpan } from "./hindrance.ts";
import { overlap, type Span } from "./span.ts";
import { zonedSpan } from "./zoned.ts";

/** Another release that has this environment to itself for a while. */
export type Booked = Span & { readonly release: string };

/** What stands against a planned time, each with its own: what it is, and whose. */
export type Clash = {
  readonly kind: "line" | "freeze" | "release" | "peak";
  readonly id: string;
  readonly says: string;
};

export type Planned = Span & { readonly environment: string; readonly zone: string };

export const clashesWith = (
  { stops, freezes }: CalendarView,
  planned: Planned,
  others: readonly Booked[],
  peaks: readonly OpenSpan[],
): readonly Clash[] => [
  ...stops.map(
    ({ service, by, reason }): Clash => ({
      kind: "line",
      id: service ?? "all",
      says: `${lineName(service)} is stopped by ${by}: ${reason}`,
    }),
  ),
  ...freezes
    .filter((freeze) => freeze.environments.includes(planned.environment) && overlap(freeze, planned))
    .map((freeze): Clash => ({ kind: "freeze", id: freeze.id, says: frozenText(freeze) })),
  ...others
    .filter((other) => overlap(other, planned))
    .map(
      (other): Clash => ({
        kind: "release",
        id: other.release,
        says: `release ${other.release} has ${planned.environment}: ${zonedSpan(other, planned.zone)}`,
      }),
    ),
  ...peaks
    .filter((peak) => overlap(peak, planned))
    .map(
      (peak): Clash => ({ kind: "peak", id: planned.environment, says: `peak traffic: ${zonedSpan(peak, peak.zone)}` }),
    ),
];

/** The whole of it lies inside one window, or inside windows that touch; without windows any time does. */
export const isInWindows = ({ windows }: CalendarView, planned: Planned): boolean => {
  const own = windows[planned.environment];
  if (own === undefined) return true;
  let reached = planned.from;
  for (const { from, to } of own.toSorted((a, b) => a.from - b.from)) if (from <= reached && to > reached) reached = to;
  return reached >= planned.to;
};
