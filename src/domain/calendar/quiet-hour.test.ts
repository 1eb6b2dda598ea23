import { expect, test } from "vitest";
import { instant } from "../units.ts";
import { quietHour, type Traffic } from "./quiet-hour.ts";

const day = Date.UTC(2026, 10, 30);
const minutes = (from: number, to: number, requestsAt: (hour: number) => number): readonly Traffic[] =>
  Array.from({ length: to - from }, (_, i) => {
    const at = day + 60_000 * (from + i);
    return { from: instant(at), to: instant(at + 60_000), requests: requestsAt(new Date(at).getUTCHours()) };
  });
const load = (hour: number): number => (hour === 3 ? 5 : hour === 17 ? 900 : 100);

test("R33: the quietest hour by what was counted, in local time", () => {
  expect(quietHour(minutes(0, 2 * 1_440, load), "UTC")).toEqual({
    quietest: { hour: 3, perMinute: 5 },
    busiest: { hour: 17, perMinute: 900 },
    days: 2,
  });
  expect(quietHour(minutes(0, 1_440, load), "Europe/Berlin")?.quietest).toEqual({ hour: 4, perMinute: 5 });
});

test("R33: a window of an odd number of milliseconds has its middle between two of them", () => {
  const odd = minutes(0, 1_440, load).map(({ from, to, requests }) => ({ from, to: instant(to - 1), requests }));
  expect(quietHour(odd, "UTC")?.quietest.hour).toBe(3);
});

test("R33: where an hour of the day was hardly seen nothing is said: unseen is not quiet", () => {
  expect(quietHour([], "UTC")).toBeNull();
  expect(quietHour(minutes(0, 1_380, load), "UTC")).toBeNull();
  expect(quietHour(minutes(0, 1_380 + 44, load), "UTC")).toBeNull();
  expect(quietHour(minutes(0, 1_380 + 45, load), "UTC")).not.toBeNull();
});
