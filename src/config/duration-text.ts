import { type Millis, millis } from "../domain/units.ts";

/** What a length of time looks like as people write it. */
export const durationForm = /^(?=\d)(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?(?:(\d{1,6})ms)?$/;
const units = ["d", "h", "m", "s", "ms"] as const;
const lengths = [86_400_000, 3_600_000, 60_000, 1_000, 1] as const;

/** `90s`, `2h30m`, `14d`, `500ms`; null for anything else. The largest unit comes first, each at most once. */
export const parseDuration = (text: string): Millis | null => {
  const parts = durationForm.exec(text);
  if (parts === null) return null;
  return millis(lengths.reduce((sum, length, i) => sum + length * Number(parts[i + 1] ?? 0), 0));
};

/** The shortest way to write it: `2h30m`; `0s` for nothing. */
export const showDuration = (length: Millis): string => {
  let rest = Math.round(length);
  const parts = lengths.map((unit, i) => {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    return count === 0 ? "" : `${count}${units[i]}`;
  });
  return parts.join("") || "0s";
};
