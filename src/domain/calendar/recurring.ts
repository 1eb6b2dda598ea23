import type { Millis } from "../units.ts";

/** A length as RFC 5545 reads it: days are days of the calendar, 23 to 25 hours long; the rest is exact. */
export type CalendarLength = { readonly days: number; readonly rest: Millis };

/** A span that comes again, at most once a day: on which days, from when to when, in which time zone. */
export type Recurring = {
  /** An RRULE of RFC 5545 over days, such as `FREQ=WEEKLY;BYDAY=TU,TH`. */
  readonly rule: string;
  /** Time of day at which it begins, `22:00`. */
  readonly at: string;
  readonly length: CalendarLength;
  /** Of the IANA database, such as `Europe/Berlin`. */
  readonly zone: string;
  /** The first day on which it may begin, `2026-12-01`; intervals and counts begin there. */
  readonly first: string;
};
