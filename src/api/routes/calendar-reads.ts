import { z } from "zod";
import { calendarAnswer, freezesAnswer, stopsAnswer } from "../calendar-answer.ts";
import { conflictsAnswer } from "../conflicts-answer.ts";
import { route } from "../make-route.ts";
import { told } from "../read-only.ts";
import { moment, zone } from "../values.ts";
import { looksAt, ofRelease, release } from "./reading.ts";

/** When what may change, and what stands against it. */
export const calendarReads = {
  readCalendar: route({
    ...looksAt,
    name: "readCalendar",
    path: "/api/v1/calendar",
    tag: "Calendar",
    summary: "Windows, freezes and planned releases, and what clashes",
    query: z.strictObject({
      from: moment.optional().describe("Else now."),
      to: moment.optional().describe("At most 366 days after `from`; else 28."),
      zone: zone.optional().describe("Whose local time is meant in sentences; else headgate.yaml's."),
    }),
    answer: told(calendarAnswer),
    refuses: ["CONFIG_INVALID"],
  }),
  readFreezes: route({
    ...looksAt,
    name: "readFreezes",
    path: "/api/v1/freezes",
    tag: "Calendar",
    summary: "Freezes that hold now or will in the next year",
    answer: told(freezesAnswer),
    refuses: ["CONFIG_INVALID"],
  }),
  readStops: route({
    ...looksAt,
    name: "readStops",
    path: "/api/v1/line",
    tag: "Calendar",
    summary: "Whether the line is stopped, by whom and why",
    answer: told(stopsAnswer),
    refuses: ["CONFIG_INVALID"],
  }),
  readConflicts: route({
    ...looksAt,
    name: "readConflicts",
    path: "/api/v1/releases/{release}/conflicts",
    tag: "Releases",
    summary: "What stands against the planned time of a release",
    params: release,
    answer: told(conflictsAnswer),
    refuses: ofRelease,
  }),
};
