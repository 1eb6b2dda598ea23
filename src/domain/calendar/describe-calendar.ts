import { lineName } from "./decide-calendar.ts";
import type { CalendarEvent } from "./events.ts";
import { zonedSpan } from "./zoned.ts";

/** One sentence on what happened to the calendar. */
export const describeCalendar = (event: CalendarEvent): string => oneLine(words(event));

/** It is printed on terminals, whatever a title or a reason held. */
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, " ").trim();

const words = (event: CalendarEvent): string => {
  switch (event.type) {
    case "FreezeDeclared": {
      const { id, title, environments, service, by, reason, zone } = event;
      return `freeze ${id}, ${title}, declared by ${by} for ${environments.join(", ")} of ${service ?? "all services"}: ${zonedSpan(event, zone)}: ${reason}`;
    }
    case "FreezeLifted":
      return `freeze ${event.id} lifted by ${event.by}: ${event.reason}`;
    case "FreezeOverridden":
      return `freeze ${event.id} does not hold for ${event.release} in ${event.environments.join(", ")}, by ${event.by}: ${event.reason}`;
    case "LineStopped":
      return `${lineName(event.service)} stopped by ${event.by}: ${event.reason}`;
    case "LineReleased":
      return `${lineName(event.service)} released by ${event.by}: ${event.reason}`;
    case "CommandRefused":
      return `refused: ${event.command} by ${event.by}: ${event.code}`;
  }
};
