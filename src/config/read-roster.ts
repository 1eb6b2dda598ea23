import { z } from "zod";
import { asks } from "./explain.ts";
import { shifts, type WrittenShift } from "./on-call.ts";
import { readCalendar } from "./read-calendar.ts";
import { type Reading, readDocument } from "./read-document.ts";
import { strict } from "./values.ts";

const written = z.union([shifts, strict({ shifts }).transform((whole) => whole.shifts)], {
  error: asks("write a list of { person, from, to }"),
});

/** A roster of a file of its own: YAML or JSON (a list of shifts, or `shifts:` with one), or iCalendar. */
export const readRoster = (file: string, text: string): Reading<readonly WrittenShift[]> =>
  /^\s*BEGIN:VCALENDAR/i.test(text) ? readCalendar(file, text) : readDocument(file, text, written);
