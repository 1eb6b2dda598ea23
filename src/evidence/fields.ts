import { z } from "zod";
import { type Digest, type Instant, instant, isDigest } from "../domain/units.ts";

const moment = z.iso.datetime({ offset: true });

/** ISO-8601 with `Z` or an offset → the instant; null for anything else, for a local time names no moment. */
export const readInstant = (text: string): Instant | null =>
  moment.safeParse(text).success ? instant(Date.parse(text)) : null;

/** Fields that several formats share. */
export const instantField = z.iso
  .datetime({ offset: true, error: 'give a date and time with its offset, such as "2026-05-04T10:00:00+02:00"' })
  .transform((text): Instant => instant(Date.parse(text)));

export const digestField = z.string().transform((text, context): Digest => {
  if (isDigest(text)) return text;
  context.addIssue({ code: "custom", message: "a digest reads sha256:<64 lower-case hex digits>" });
  return z.NEVER;
});

export const wordsField = z.string().refine((text) => text.trim() !== "", { error: "it is empty" });
/** z.int() leaves out NaN, infinities, fractions and what a double cannot count exactly. */
export const countField = z.int({ error: "a count is a whole number" }).min(0, { error: "a count is 0 or more" });
/** A time, rate or share: finite and not negative. */
export const amountField = z.number({ error: "it is not a finite number" }).min(0, { error: "it is below 0" });
