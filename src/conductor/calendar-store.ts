import type { CalendarCommand, CalendarRules } from "../domain/calendar/commands.ts";
import { decideCalendar } from "../domain/calendar/decide-calendar.ts";
import { type CalendarEvent, calendarStream } from "../domain/calendar/events.ts";
import { type CalendarState, emptyCalendar, evolveCalendar } from "../domain/calendar/state.ts";
import { accept, type Decision, type RefusalCode, refuse } from "../domain/refusal.ts";
import { againOnConflict } from "./again-on-conflict.ts";
import type { Deps } from "./deps.ts";
import { toEntry, toEvent } from "./entries.ts";
import { withRequests } from "./load.ts";

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
    const done = await doneBefore(deps, command);
    if (done !== null) return done;
    const state = await readCalendar(deps);
    const decision = decideCalendar(state, rules, command);
    const events = decision.ok ? decision.events : [refused(command, decision.refusal)];
    if (events.length > 0) await deps.journal.append(calendarStream, state.version, events.map(toEntry(command.by)));
    return decision;
  });

/** What came of the very same request, when its answer was lost on the way; null when it was never done. */
const doneBefore = async (
  { journal }: Store,
  { by: { via } }: CalendarCommand,
): Promise<Decision<CalendarEvent> | null> => {
  if (via?.request === undefined) return null;
  const left = withRequests(new Map(), await journal.read(calendarStream)).get(via.request);
  if (left === undefined) return null;
  const events = left.map((entry) => toEvent<CalendarEvent>(entry));
  const refusal = events.find((event) => event.type === "CommandRefused");
  return refusal === undefined ? accept(events) : refuse(refusal.code as RefusalCode, refusal.detail);
};

const refused = (
  { type, by, at }: CalendarCommand,
  { code, detail }: { readonly code: string; readonly detail: Readonly<Record<string, string | number>> },
): CalendarEvent => ({ type: "CommandRefused", at, command: type, code, detail, by: by.id });
