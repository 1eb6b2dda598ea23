import { type Millis, millis } from "../domain/units.ts";

/** No step bakes for so long: what takes longer is never shown. In ms. */
const never = 365 * 86_400_000;

/** Verdicts are given at the ends of windows. @returns null = never */
export const wholeWindows = (ms: number, interval: Millis, least = 1): Millis | null =>
  ms < never ? millis(Math.max(least, Math.ceil(ms / interval - 1e-9)) * interval) : null;

/** `null`, which is never, stays it. */
export const later = (length: Millis | null, by: number): Millis | null =>
  length === null ? null : millis(length + by);
