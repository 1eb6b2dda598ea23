import { z } from "zod";
import { isZone } from "../domain/calendar/zone.ts";
import { type Digest, type Instant, instant, isDigest } from "../domain/units.ts";

/** Of a release, a requirement, a person … */
export const id = z.string().min(1).max(200);
/** What somebody writes; how long it may be is said once more by the core. */
export const text = z.string().max(10_000);

export const digest = z.codec(
  z.string().regex(/^sha256:[0-9a-f]{64}$/, "write sha256: and 64 hexadecimal digits"),
  z.custom<Digest>((value) => typeof value === "string" && isDigest(value)),
  { decode: (value) => value as Digest, encode: (value) => value },
);

/** A moment: on the wire in UTC, as RFC 3339 writes it. */
export const moment = z.codec(z.iso.datetime({ offset: true }).max(40), z.custom<Instant>(Number.isFinite), {
  decode: (value) => instant(Date.parse(value)),
  encode: (value) => new Date(value).toISOString(),
});

export const environment = z.enum(["staging", "production"]);
export const severity = z.enum(["critical", "high", "medium", "low"]);

/** Fields of a form, by name. */
export const fields = z.record(z.string().max(200), text);

export const zone = z
  .string()
  .max(100)
  .refine(isZone, { error: "write a time zone of the IANA database, such as Europe/Berlin or UTC" })
  .meta({ format: "time-zone" });
