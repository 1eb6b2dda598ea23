import type { Digest, Instant, Millis } from "../domain/units.ts";
import { code, type Markdown } from "./markdown.ts";

/** `2026-11-02T09:00:05.123Z`, for logs. */
export const utcMillis = (at: Instant): string => new Date(at).toISOString();

const months = "January February March April May June July August September October November December".split(" ");

/** `January 20, 2026`, the day in UTC. */
export const longDay = (at: Instant): string => {
  const day = new Date(at);
  return `${months[day.getUTCMonth()]} ${day.getUTCDate()}, ${day.getUTCFullYear()}`;
};

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
] as const;

/** `7 d`, `1 h 30 min`, `27.5 s`: exact, without the parts that are zero. */
export const duration = (length: Millis): string => {
  let left: number = length;
  const parts: string[] = [];
  for (const [unit, size] of units) {
    if (left >= size) parts.push(`${Math.floor(left / size)} ${unit}`);
    left %= size;
  }
  if (left > 0 || parts.length === 0) parts.push(`${left / 1_000} s`);
  return parts.join(" ");
};

/** Enough of a digest to compare at a glance; lists that are proof carry the whole one. */
export const short = (digest: Digest | string): Markdown => code(digest.slice(0, 19));

/** Six digits are enough to read, unless that would show a miss as its target. */
export const figure = (value: number, target: number): string => {
  const rounded = Number(value.toPrecision(6));
  return String(rounded === target ? value : rounded);
};

export const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;
