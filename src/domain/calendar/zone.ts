import { type Instant, instant } from "../units.ts";

/** A name of the IANA database, such as `Europe/Berlin`, or UTC. */
export const isZone = (zone: string): boolean => {
  // An offset such as +02:00 is a zone to Temporal, and knows no summer.
  if (!/^(?:UTC|[A-Za-z]\w*(?:\/[\w+-]+)+)$/.test(zone)) return false;
  try {
    return new Temporal.ZonedDateTime(0n, zone).timeZoneId !== "";
  } catch {
    return false;
  }
};

/** A local time that does not exist is meant by the offset before the gap; of one that comes twice the first. */
export const localInstant = (local: string, zone: string): Instant =>
  instant(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds);
