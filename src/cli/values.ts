import { parseDuration } from "../config/duration-text.ts";
import { type Instant, instant, type Millis } from "../domain/units.ts";
import { reader } from "./reader.ts";

const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** `2026-12-01T20:00Z` or with an offset. Without a zone it is refused, for nobody can tell which one was meant. */
export const parseMoment = (text: string): Instant | null => {
  const at = form.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : instant(at);
};

export const moment = reader(parseMoment, "write a date and time with its zone, such as 2026-12-01T20:00Z");

/** A moment, or a length of time from now on. */
export type When = { readonly at: Instant } | { readonly after: Millis };

export const futureLength = reader<When>((text) => {
  const [at, after] = [parseMoment(text), parseDuration(text)];
  return at !== null ? { at } : after === null ? null : { after };
}, "write a length of time such as 7d or 12h, or a date and time such as 2026-12-01T20:00Z");

export const momentOf = (when: When, now: Instant): Instant => ("at" in when ? when.at : instant(now + when.after));

/** `10s`, `2m`; `0s` is none. */
export const length = reader(parseDuration, "write a length of time such as 10s or 1m");

/** A number above 0. */
export const rate = reader((text) => {
  const number = Number(text);
  return number > 0 && Number.isFinite(number) ? number : null;
}, "write a number above 0, such as 100");

const shareForm = /^(\d+(?:\.\d+)?)(%?)$/;

/** `0.1%` or `0.001`, above 0 and below 1. */
const parseShare = (text: string): number | null => {
  const [, number = "", percent] = shareForm.exec(text) ?? [];
  const value = Number(number) / (percent === "%" ? 100 : 1);
  return number !== "" && value > 0 && value < 1 ? value : null;
};

export const share = reader(parseShare, "write a share above 0 and below 1, such as 0.1% or 0.001");
