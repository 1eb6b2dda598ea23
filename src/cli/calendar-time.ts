import { isZone, localInstant } from "../domain/calendar/zone.ts";
import { type Instant, instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import { reader } from "./reader.ts";

export const timeZone = reader(
  (text) => (isZone(text) ? text : null),
  "write a time zone of the IANA database, such as Europe/Berlin or UTC",
);

const local = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?$/;
const absolute = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** `2026-12-20T18:00` is meant in the zone, `2026-12-20T18:00Z` is not. @throws AppError `USAGE` */
export const timeIn = (text: string, zone: string, option: string): Instant => {
  try {
    if (absolute.test(text)) return instant(Temporal.Instant.from(text).epochMilliseconds);
    if (local.test(text)) return localInstant(text, zone);
  } catch {
    // No such day or hour: said below, as for anything else that is no time.
  }
  throw new AppError("USAGE", {
    problem: `${option} is no time: ${JSON.stringify(text)}.`,
    fix: "Write a day or a local time, such as 2026-12-20 or 2026-12-20T18:00, or one with an offset, such as 2026-12-20T17:00Z.",
  });
};
