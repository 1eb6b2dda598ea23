import { resolve } from "node:path";
import { toCalendarAnswer } from "../../api/to-calendar-answer.ts";
import { icsCalendar } from "../../documents/ics.ts";
import { instant } from "../../domain/units.ts";
import { timeIn, timeZone } from "../calendar-time.ts";
import { command, option } from "../command.ts";
import { icsEntries } from "../ics-entries.ts";
import { layoutOf } from "../layout.ts";
import { optional, orElse, whole, word } from "../reader.ts";
import { calendarText } from "../text/calendar-text.ts";
import { writeText } from "../write-text.ts";

const day = 86_400_000;

export const calendar = command({
  name: "calendar",
  summary: "Show windows, freezes and planned releases, and what clashes",
  args: {},
  options: {
    from: option(optional(word), "TIME", "from when on (else now)"),
    days: option(orElse(whole(1, 366), 28), "N", "how far, at most 366 (else 28)"),
    zone: option(optional(timeZone), "ZONE", "whose local time is shown beside UTC (else headgate.yaml's)"),
    ics: option(optional(word), "FILE", "write it for calendars of other programs (iCalendar, RFC 5545)"),
  },
  examples: [
    ["calendar", "the next four weeks, in local time and UTC"],
    ["calendar --days 90 --ics shop.ics", "three months, for a calendar program"],
    ["calendar --from 2026-10-25 --days 1 --zone Europe/Berlin", "the night on which the clocks go back"],
  ],
  async run({ from, days, zone, ics }, context) {
    const { config } = await context.project();
    const engine = await context.engine();
    const now = engine.now();
    const begin = from === undefined ? now : timeIn(from, zone ?? "UTC", "--from");
    const overview = await engine.calendar(config, { from: begin, to: instant(begin + days * day) }, zone);
    context.answer(toCalendarAnswer(overview), () => calendarText(overview, layoutOf(context.io)));
    if (ics !== undefined) {
      await writeText(
        resolve(context.folder, ics),
        icsCalendar(`Headgate: ${overview.service}`, icsEntries(overview), now),
      );
      context.say(`Written: ${ics}`);
    }
    return 0;
  },
});
