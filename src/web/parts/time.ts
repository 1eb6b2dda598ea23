/** Moments and lengths in words; whoever calls says what time it is, and in which zone. */

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** `2 d 4 h`, `3 min 10 s`, `0 s`: the two largest units that count. */
export const length = (ms: number): string => {
  let left = Math.max(0, Math.round(ms / 1_000) * 1_000);
  const said: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    if (count > 0) said.push(`${count} ${unit}`);
    else if (said.length > 0) break;
    left -= count * size;
    if (said.length === 2) break;
  }
  return said.length === 0 ? "0 s" : said.join(" ");
};

/** `in 5 min`, `3 h ago`, `now`; the largest unit alone, for it moves on anyway. */
export const relative = (at: number, now: number): string => {
  const away = Math.abs(at - now);
  if (away < 1_000) return "now";
  const [unit, size] = units.find(([, one]) => away >= one) ?? ["s", 1_000];
  const said = `${Math.floor(away / size)} ${unit}`;
  return at > now ? `in ${said}` : `${said} ago`;
};

export type Zone = "UTC" | "local";

/** `2026-11-29 17:24:05 UTC`, or `2026-11-29 18:24:05 UTC+1`. Not by Intl: a page of rows makes its formatters wait. */
export const absolute = (at: number, zone: Zone): string => {
  const east = zone === "UTC" ? 0 : -new Date(at).getTimezoneOffset();
  const there = new Date(at + east * 60_000).toISOString();
  return `${there.slice(0, 10)} ${there.slice(11, 19)} ${fromUtc(east)}`;
};

/** @param east  minutes before UTC: `UTC+1`, `UTC-3:30` */
const fromUtc = (east: number): string => {
  if (east === 0) return "UTC";
  const [hours, minutes] = [Math.floor(Math.abs(east) / 60), Math.abs(east) % 60];
  return `UTC${east < 0 ? "-" : "+"}${hours}${minutes === 0 ? "" : `:${String(minutes).padStart(2, "0")}`}`;
};

/** `17:24:05`, for an axis. */
export const clock = (at: number, zone: Zone): string => absolute(at, zone).split(" ")[1] ?? "";
