import type { CalendarOverview } from "../conductor/calendar-overview.ts";
import type { IcsEntry } from "../documents/ics.ts";

/** For calendars of other programs. */
export const icsEntries = ({ service, freezes, windows, booked }: CalendarOverview): readonly IcsEntry[] => [
  ...freezes.map(({ id, title, reason, environments, from, to }) => ({
    id: `freeze-${service}-${id}-${from}`,
    title: `Freeze: ${title}`,
    details: `${reason}. Nothing advances in ${environments.join(", ")}. Freeze ${id} of ${service}.`,
    from,
    to,
    free: false,
  })),
  ...Object.entries(windows).flatMap(([name, spans]) =>
    spans.map(({ from, to, zone }) => ({
      id: `window-${service}-${name}-${from}`,
      title: `Window: ${service}, ${name}`,
      details: `${service} may change in ${name}. Declared in ${zone}.`,
      from,
      to,
      free: true,
    })),
  ),
  ...booked.map(({ release, from, to }) => ({
    id: `release-${release}`,
    title: `Release: ${release}`,
    details: `${release} is planned for production.`,
    from,
    to,
    free: false,
  })),
];
