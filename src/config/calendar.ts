import { z } from "zod";
import type { Freeze } from "../domain/calendar/freeze.ts";
import type { CalendarLength, Recurring } from "../domain/calendar/recurring.ts";
import { isZone, localInstant } from "../domain/calendar/zone.ts";
import { millis } from "../domain/units.ts";
import { ruleProblem } from "../recurrence/rule-problem.ts";
import { parseDuration } from "./duration-text.ts";
import { asks } from "./explain.ts";
import { name, strict, text } from "./values.ts";

const zoneHelp = "write a time zone of the IANA database, such as Europe/Berlin or UTC";
const timeZone = z.string({ error: asks(zoneHelp) }).refine(isZone, { error: asks(zoneHelp) });
const zone = timeZone.describe("Time zone in which its times are meant, such as Europe/Berlin.");

const timeHelp = 'write a time of day in quotes, such as "22:00"';
const timeOfDay = z.string({ error: asks(timeHelp) }).regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: asks(timeHelp) });

const dayHelp = "write a day of the calendar, such as 2026-12-01";
const isDay = (given: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(given) && isReal(given);
const calendarDay = z.string({ error: asks(dayHelp) }).refine(isDay, { error: asks(dayHelp) });

const momentHelp = "write a day or a local time without offset, such as 2026-12-20 or 2026-12-20T18:00";
const localMoment = z
  .string({ error: asks(momentHelp) })
  .refine((given) => /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?$/.test(given) && isReal(given), { error: asks(momentHelp) });

const isReal = (given: string): boolean => {
  try {
    return Temporal.PlainDateTime.from(given, { overflow: "reject" }).year >= 1970;
  } catch {
    return false;
  }
};

const rruleHelp = "write an RRULE of RFC 5545, such as FREQ=MONTHLY;BYDAY=1SA";
const rrule = z.string({ error: asks(rruleHelp) }).refine((given) => ruleProblem(given) === null, {
  error: ({ input }) => (typeof input === "string" ? (ruleProblem(input) ?? rruleHelp) : rruleHelp),
});

const day = 86_400_000;
const lengthHelp = 'write 1m to 366d, such as "4h" (exact) or "2d" (days of the calendar)';
const isLength = (given: string): boolean => {
  const length = parseDuration(given);
  return length !== null && length >= 60_000 && length <= 366 * day;
};

/** `2d12h` is two days of the calendar and twelve exact hours; `36h` is exact throughout. */
const calendarLength = z
  .string({ error: asks(lengthHelp) })
  .refine(isLength, { error: asks(lengthHelp) })
  .transform((given): CalendarLength => {
    const days = Number(/^(\d+)d/.exec(given)?.[1] ?? 0);
    return { days, rest: millis((parseDuration(given) ?? 0) - days * day) };
  });

const weekdays = { mon: "MO", tue: "TU", wed: "WE", thu: "TH", fri: "FR", sat: "SA", sun: "SU" } as const;
type Weekday = keyof typeof weekdays;
const weekday = z.enum(Object.keys(weekdays) as Weekday[]);

const days = {
  days: z
    .array(weekday)
    .min(1, { error: "is empty; name days, such as [tue, thu]" })
    .optional()
    .describe("On which weekdays."),
  rrule: rrule.optional().describe("On which days, as an RRULE of RFC 5545, instead of days."),
  first: calendarDay.optional().describe("The first day; intervals and counts begin there."),
} as const;

/** Where no first day is needed any will do; far enough back that everything in question lies after it. */
export const anyFirst = "2024-01-01";

export const ruleOf = (said: {
  readonly days?: readonly (Weekday | undefined)[] | undefined;
  readonly rrule?: string | undefined;
}): string | null =>
  said.days === undefined
    ? (said.rrule ?? null)
    : `FREQ=WEEKLY;BYDAY=${said.days.flatMap((one) => (one === undefined ? [] : [weekdays[one]])).join(",")}`;

/** A recurring stretch of an environment, such as a window. */
const stretch = strict({
  ...days,
  at: timeOfDay.describe("Time of day at which it begins."),
  for: calendarLength.describe("How long it lasts: days are days of the calendar, hours are exact."),
  zone,
}).transform(
  ({ at, for: length, zone, first = anyFirst, ...said }): Recurring => ({
    rule: ruleOf(said) ?? "",
    at,
    length,
    zone,
    first,
  }),
);

export const stretches = z.array(stretch).max(50, { error: "has more than 50 entries; write fewer rules" });

const freeze = strict({
  title: text.optional().describe("What people call it; its id without one."),
  reason: text.describe("Why nothing may change then."),
  environments: z
    .array(z.enum(["staging", "production"]))
    .min(1, { error: "is empty; name staging, production or both" })
    .default(["production"])
    .describe("Where it holds."),
  zone,
  from: localMoment.optional().describe("When it begins, in its zone; a day alone is its first moment."),
  to: localMoment.optional().describe("When it has ended: that moment is no part of it."),
  ...days,
  at: timeOfDay.optional().describe("For one that recurs: time of day at which it begins."),
  for: calendarLength.optional().describe("For one that recurs: how long it lasts."),
});

export type FreezeInput = z.input<typeof freeze>;

export const freezes = z
  .record(name, freeze)
  .refine((given) => Object.keys(given).length <= 100, {
    error: "has more than 100 entries; remove those that are over",
  })
  .default({})
  .describe("Periods in which nothing advances, by id.")
  .transform((given): readonly Freeze[] => Object.entries(given).map(([id, one]) => toFreeze(id, one)));

const toFreeze = (
  id: string,
  { title = id, reason, environments, zone, ...rest }: z.output<typeof freeze>,
): Freeze => ({ id, title, reason, zone, environments, time: timeOf(zone, rest) });

/** What is missing here has been complained about by `calendarRules`. */
const timeOf = (
  zone: string,
  {
    from,
    to,
    at = "00:00",
    for: length = { days: 1, rest: millis(0) },
    first = anyFirst,
    ...said
  }: Omit<z.output<typeof freeze>, "title" | "reason" | "environments" | "zone">,
): Freeze["time"] =>
  from !== undefined && to !== undefined
    ? { kind: "once", from: localInstant(from, zone), to: localInstant(to, zone) }
    : { kind: "recurring", rule: ruleOf(said) ?? "FREQ=DAILY", at, length, zone, first };
