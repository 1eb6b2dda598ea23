import { RRuleTemporal } from "rrule-temporal";
import type { CalendarLength, Recurring } from "../domain/calendar/recurring.ts";
import { overlap, type Span } from "../domain/calendar/span.ts";
import { instant } from "../domain/units.ts";

/** In days: whatever begins that long before a range and still reaches into it is found. The schema allows no longer ones. */
export const longest = 366;

/**
 * The stretches of a recurring span that overlap a range, by time. Never more than one a day of the range, so that the
 * range bounds the work.
 *
 * The library says on which days; the hours are laid on them here. It leaves a day out whose local time does not exist,
 * where RFC 5545, 3.3.10, asks for the offset before the gap (02:30 becomes 03:30); of a time that comes twice the first
 * is meant. Temporal calls that `compatible`.
 */
export const occurrences = ({ rule, at, length, zone, first }: Recurring, range: Span): readonly Span[] =>
  daysOf(rule, first, back(range.from, length, zone), dayIn(range.to, zone))
    .map((day) => stretch(day, at, length, zone))
    .filter((one) => overlap(one, range));

const stretch = (day: Temporal.PlainDate, at: string, { days, rest }: CalendarLength, zone: string): Span => {
  const wall = day.toPlainDateTime(Temporal.PlainTime.from(at));
  const from = wall.toZonedDateTime(zone);
  // Days are laid on the wall clock that was written, not on the one that a gap made of it.
  const to = (days === 0 ? from : wall.add({ days }).toZonedDateTime(zone)).add({ milliseconds: rest });
  return { from: instant(from.epochMilliseconds), to: instant(to.epochMilliseconds) };
};

const dayIn = (at: number, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();

/** One more day on both sides, for offsets. */
const back = (at: number, { days, rest }: CalendarLength, zone: string): Temporal.PlainDate =>
  dayIn(at, zone).subtract({ days: days + Math.ceil(rest / 86_400_000) + 1 });

/** The days of a rule from `from` to `to`, both counted. In UTC every day has one midnight, so no day is lost. */
export const daysOf = (
  rule: string,
  first: string,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
): readonly Temporal.PlainDate[] => {
  const start = first.replaceAll("-", "");
  const dates = new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:${start}T000000\nRRULE:${rule}` });
  return dates.between(midnight(from), midnight(to), true).map((one) => one.toPlainDate() as Temporal.PlainDate);
};

const midnight = (day: Temporal.PlainDate): Date => new Date(Date.UTC(day.year, day.month - 1, day.day));
