import type { Millis } from "../units.ts";

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** `20 min`, `1 h 30 min`, `45 s`: its two largest parts are enough for a plan. */
export const inWords = (length: Millis): string => {
  const parts = units.map(([unit, size], i) => {
    const above = units[i - 1]?.[1] ?? Number.POSITIVE_INFINITY;
    return [Math.floor((length % above) / size), unit] as const;
  });
  const told = parts.filter(([amount]) => amount > 0).slice(0, 2);
  return told.map(([amount, unit]) => `${amount} ${unit}`).join(" ") || `${length} ms`;
};
