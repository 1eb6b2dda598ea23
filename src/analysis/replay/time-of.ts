import { type Instant, instant } from "../../domain/units.ts";

const iso = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;
/** Seconds until the year 5138, and milliseconds from 1973 on. */
const firstInMillis = 1e11;

/**
 * `2026-11-02T14:00:05Z`, or seconds or milliseconds since 1970.
 *
 * @returns null for anything else; a time without its zone is refused, for nobody can tell which one was meant
 */
export const timeOf = (given: unknown): Instant | null => {
  if (typeof given === "string" && iso.test(given)) return moment(Date.parse(given.replace(" ", "T")));
  if (typeof given !== "number" || !(given > 0)) return null;
  return moment(Math.round(given < firstInMillis ? given * 1000 : given));
};

/** The last moment that a date can hold, in ms. */
const latest = 8.64e15;

const moment = (ms: number): Instant | null => (Number.isNaN(ms) || ms > latest ? null : instant(ms));
