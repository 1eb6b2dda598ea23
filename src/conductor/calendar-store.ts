import type { CalendarCommand, CalendarRules } from "../domain/calendar/commands.ts";
import { decideCalendar } from "../domain/calendar/decide-calendar.ts";
import { type CalendarEvent, calendarStream } from "../domain/calendar/events.ts";
import { type CalendarState, emptyCalendar, evolveCalendar } from "../domain/calendar/state.ts";
import type { Decision } from "../domain/refusal.ts";
import { againOnConflict } from "./again-on-conflict.ts";
import type { Deps } from "./deps.ts";
import { toEntry, toEvent } from "./entries.ts";

type Store = Pick<Deps, "journal">;

/** What is new since a state that is known; all of it without one. */
export const readCalendar = async ({ journal }: Store, known = emptyCalendar): Promise<CalendarState> =>
  (await journal.read(calendarStream, known.version))
    .map((entry) => toEvent<CalendarEvent>(entry))
    .reduce(evolveCalendar, known);

/** Decides and appends; a refusal of a person or an agent is written down too. */
export const actOnCalendar = (
  deps: Store,
  rules: CalendarRules,
  command: CalendarCommand,
): Promise<Decision<CalendarEvent>> =>
  againOnConflict(async () => {
    const state = await readCalendar(deps);
    const decision = decideCalendar(state, rules, command);
    const events = decision.ok ? decision.events : [refused(command, decision.refusal)];
    if (events.length > 0) await deps.journal.append(calendarStream, state.version, events.map(toEntry(command.by)));
    return decision;
  });

const refused = (
  { type, by, at }: CalendarCommand,
  { code, detail }: { readonly code: string; readonly detail: Readonly<Record<string, string | number>> },
): CalendarEvent => ({ type: "CommandRefused", at, command: type, code, detail, by: by.id });
