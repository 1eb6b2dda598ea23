import type { Instant } from "../units.ts";
import type { CalendarEvent } from "./events.ts";

type Event<Type extends CalendarEvent["type"]> = Extract<CalendarEvent, { type: Type }>;

export type DeclaredFreeze = Omit<Event<"FreezeDeclared">, "type">;
export type LineStop = {
  readonly service: string | null;
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
};
export type Override = Omit<Event<"FreezeOverridden">, "type">;

/** Freezes that were not lifted, whether over or to come; lines that stand; exceptions that somebody made. */
export type CalendarState = {
  readonly freezes: readonly DeclaredFreeze[];
  /** How many were ever declared, so that no id is used twice and no exception meets another freeze. */
  readonly declared: number;
  readonly stops: readonly LineStop[];
  readonly overrides: readonly Override[];
  readonly version: number;
};

export const emptyCalendar: CalendarState = { freezes: [], declared: 0, stops: [], overrides: [], version: 0 };

export const evolveCalendar = (state: CalendarState, event: CalendarEvent): CalendarState => ({
  ...state,
  ...change(state, event),
  version: state.version + 1,
});

const change = (state: CalendarState, event: CalendarEvent): Partial<CalendarState> => {
  switch (event.type) {
    case "FreezeDeclared": {
      const { type: _, ...freeze } = event;
      return { freezes: [...state.freezes, freeze], declared: state.declared + 1 };
    }
    case "FreezeLifted":
      return { freezes: state.freezes.filter(({ id }) => id !== event.id) };
    case "FreezeOverridden": {
      const { type: _, ...override } = event;
      return { overrides: [...state.overrides, override] };
    }
    case "LineStopped": {
      const { service, by, reason, at } = event;
      return { stops: [...state.stops, { service, by, reason, at }] };
    }
    case "LineReleased":
      return { stops: state.stops.filter(({ service }) => service !== event.service) };
    case "CommandRefused":
      return {};
  }
};

/** What is declared for one service or for all counts for it. */
export const isFor = (service: string, of: { readonly service: string | null }): boolean =>
  of.service === null || of.service === service;
