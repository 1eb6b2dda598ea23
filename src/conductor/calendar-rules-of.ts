import type { Config } from "../config/config.ts";
import type { CalendarRules } from "../domain/calendar/commands.ts";
import type { Process } from "../domain/process/process.ts";
import { rolesOf } from "../domain/release/stand-in.ts";

/** Who may act on the calendar of this service; a deputy in whatever roles it is one. */
export const calendarRulesOf = (
  { people, owner, freezes }: Pick<Config, "people" | "owner" | "freezes">,
  { calendarRoles = [] }: Pick<Process, "calendarRoles">,
): CalendarRules => ({
  owner,
  roles: calendarRoles,
  people: people.map(({ id, kind }) => ({ id, kind, roles: rolesOf(people, id) })),
  configured: freezes.map(({ id }) => id),
});
