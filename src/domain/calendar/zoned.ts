import type { Instant } from "../units.ts";
import type { Span } from "./span.ts";

/** Local time with its offset, and UTC: `Sun 2026-10-25 02:30 +01:00 Europe/Berlin (01:30 UTC)`. */
export const zoned = (at: Instant, zone: string): string => {
  const [local, utc] = [inZone(at, zone), inZone(at, "UTC")];
  const isSameDay = local.toPlainDate().equals(utc.toPlainDate());
  return `${day(local)} ${clock(local)} ${local.offset} ${zone} (${isSameDay ? "" : `${utc.toPlainDate()} `}${clock(utc)} UTC)`;
};

/** Both ends, and what the clocks do in between: on such a night a local time alone may mean two moments, or none. */
export const zonedSpan = ({ from, to }: Span, zone: string): string => {
  const changes = clockChanges({ from, to }, zone).map((change) => `; ${change}`);
  return `${zoned(from, zone)} to ${zoned(to, zone)}${changes.join("")}`;
};

/** More changes of the clock than that are a matter of years, and of no night. */
const mostChanges = 2;

const clockChanges = ({ from, to }: Span, zone: string): readonly string[] => {
  const found: string[] = [];
  let next = inZone(from, zone).getTimeZoneTransition("next");
  while (next !== null && next.epochMilliseconds < to && found.length < mostChanges) {
    found.push(changeText(next));
    next = next.getTimeZoneTransition("next");
  }
  return found;
};

const changeText = (after: Temporal.ZonedDateTime): string => {
  const before = after.subtract({ nanoseconds: 1 });
  const wall = before.toPlainDateTime().add({ nanoseconds: 1 });
  const way = after.offsetNanoseconds > before.offsetNanoseconds ? "forward" : "back";
  return `the clocks go ${way} on ${wall.toPlainDate()} from ${clock(wall)} (${before.offset}) to ${clock(after)} (${after.offset})`;
};

export const inZone = (at: Instant, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

const day = (local: Temporal.ZonedDateTime): string => `${days[local.dayOfWeek - 1]} ${local.toPlainDate()}`;

const clock = (time: { readonly hour: number; readonly minute: number }): string =>
  `${String(time.hour).padStart(2, "0")}:${String(time.minute).padStart(2, "0")}`;
