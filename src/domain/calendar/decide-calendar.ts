import { accept, type Decision, type Refused, refuse } from "../refusal.ts";
import type { CalendarCommand, CalendarRules } from "./commands.ts";
import type { CalendarEvent } from "./events.ts";
import type { CalendarState } from "./state.ts";

/** What becomes of an act on the calendar. Pure; a refusal is written into the calendar's own history. */
export const decideCalendar = (
  state: CalendarState,
  rules: CalendarRules,
  command: CalendarCommand,
): Decision<CalendarEvent> => {
  const { type: act } = command;
  const forbidden = whyNot(rules, command);
  if (forbidden !== null) return forbidden;
  if (command.reason.trim() === "") return refuse("REASON_MISSING", { act });
  switch (command.type) {
    case "DeclareFreeze":
      return declare(state, command);
    case "LiftFreeze":
      return lift(state, rules, command);
    case "OverrideFreeze":
      return override(state, rules, command);
    case "StopLine": {
      const standing = state.stops.find(({ service }) => service === command.service);
      return standing === undefined
        ? accept<CalendarEvent>([stamped(command, "LineStopped")])
        : accept<CalendarEvent>([], `the line is stopped already by ${standing.by}: ${standing.reason}`);
    }
    case "ReleaseLine":
      return state.stops.some(({ service }) => service === command.service)
        ? accept<CalendarEvent>([stamped(command, "LineReleased")])
        : refuse("LINE_NOT_STOPPED", { line: lineName(command.service) });
  }
};

export const lineName = (service: string | null): string =>
  service === null ? "the line of all services" : `the line of ${service}`;

/** Only people, and of them those whom the process names (R206). */
const whyNot = ({ people, owner, roles }: CalendarRules, { by, type: act }: CalendarCommand): Refused | null => {
  const person = people.find(({ id }) => id === by.id);
  if (person === undefined || person.kind !== by.kind) return refuse("UNKNOWN_PERSON", { person: by.id });
  if (person.kind === "agent") return refuse("AGENT_FORBIDDEN", { person: by.id, act });
  if (by.id === owner || person.roles.some((role) => roles.includes(role))) return null;
  return refuse("ROLE_MISSING", { person: by.id, role: [...roles, "owner of the service"].join(" or "), act });
};

type Of<Type extends CalendarCommand["type"]> = Extract<CalendarCommand, { type: Type }>;

/** The act as the event that it becomes. */
const stamped = (command: CalendarCommand, type: CalendarEvent["type"]): CalendarEvent =>
  ({ ...command, type, by: command.by.id }) as CalendarEvent;

const declare = (state: CalendarState, command: Of<"DeclareFreeze">): Decision<CalendarEvent> => {
  const { from, to, environments, at } = command;
  const problems = [
    ...(to <= from ? ["it ends before it begins"] : to <= at ? ["it is over already"] : []),
    ...(environments.length === 0 ? ["it names no environment"] : []),
    ...(command.title.trim() === "" ? ["it has no title"] : []),
  ];
  if (problems.length > 0) return refuse("FREEZE_INVALID", { problems: problems.join("; ") });
  const id = `F${state.declared + 1}`;
  return accept<CalendarEvent>([{ ...command, type: "FreezeDeclared", id, by: command.by.id }]);
};

const lift = (
  { freezes }: CalendarState,
  { configured }: CalendarRules,
  command: Of<"LiftFreeze">,
): Decision<CalendarEvent> => {
  if (freezes.some(({ id }) => id === command.id)) return accept<CalendarEvent>([stamped(command, "FreezeLifted")]);
  const detail = { freeze: command.id, known: freezes.map(({ id }) => id).join(", ") || "none" };
  return configured.includes(command.id) ? refuse("FREEZE_CONFIGURED", detail) : refuse("FREEZE_UNKNOWN", detail);
};

const override = (
  { freezes }: CalendarState,
  { configured }: CalendarRules,
  command: Of<"OverrideFreeze">,
): Decision<CalendarEvent> => {
  const known = [...freezes.map(({ id }) => id), ...configured];
  if (!known.includes(command.id))
    return refuse("FREEZE_UNKNOWN", { freeze: command.id, known: known.join(", ") || "none" });
  return command.environments.length === 0
    ? refuse("FREEZE_INVALID", { problems: "no environment is named" })
    : accept<CalendarEvent>([stamped(command, "FreezeOverridden")]);
};
