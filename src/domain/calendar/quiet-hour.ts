import { instant } from "../units.ts";
import type { Span } from "./span.ts";
import { inZone } from "./zoned.ts";

export type Traffic = Span & { readonly requests: number };

/** `hour`: 3 is 03:00 to 04:00 in local time; rates in requests per minute. */
export type HourRate = { readonly hour: number; readonly perMinute: number };
export type QuietHour = { readonly quietest: HourRate; readonly busiest: HourRate; readonly days: number };

const minute = 60_000;
/** Of each hour of the day so much was seen, or nobody knows which one is the quietest. */
const enough = 45 * minute;

/** The hour of the day with the fewest requests, by what was counted; null when an hour of the day was hardly seen. */
export const quietHour = (traffic: readonly Traffic[], zone: string): QuietHour | null => {
  const hours = Array.from({ length: 24 }, () => ({ requests: 0, length: 0 }));
  for (const { from, to, requests } of traffic) {
    const hour = hours[inZone(instant(Math.floor((from + to) / 2)), zone).hour]!;
    hour.requests += requests;
    hour.length += to - from;
  }
  if (hours.some(({ length }) => length < enough)) return null;
  const rates = hours
    .map(({ requests, length }, hour): HourRate => ({ hour, perMinute: (requests / length) * minute }))
    .toSorted((a, b) => a.perMinute - b.perMinute);
  const days = hours.reduce((sum, { length }) => sum + length, 0) / (24 * 60 * minute);
  return { quietest: rates[0]!, busiest: rates.at(-1)!, days };
};
