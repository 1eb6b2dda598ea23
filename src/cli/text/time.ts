import { showDuration } from "../../config/duration-text.ts";
import { type Instant, type Millis, millis } from "../../domain/units.ts";

/** `2026-11-23 22:10 UTC` */
export const showMinute = (at: Instant | string): string =>
  `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** `2026-11-23 22:10:05.123Z` */
export const showMoment = (at: Instant): string => new Date(at).toISOString().replace("T", " ");

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time with the two units that matter: `41s`, `1h5m`, `6d23h`. Never less than it is. */
export const roughly = (length: Millis): string => {
  const unit = length >= day ? hour : length >= hour ? minute : second;
  return showDuration(millis(Math.ceil(length / unit) * unit));
};
