import { describe, expect, test } from "vitest";
import { absolute, clock, length, relative } from "./time.ts";

const minute = 60_000;
const at = Date.UTC(2026, 10, 29, 17, 24, 5);

describe("times in words", () => {
  test.each([
    [0, "0 s"],
    [-5, "0 s"],
    [999, "1 s"],
    [190_000, "3 min 10 s"],
    [60 * minute, "1 h"],
    [25 * 60 * minute, "1 d 1 h"],
    // Nothing stands between the two units that are said.
    [24 * 60 * minute + 5 * minute, "1 d"],
  ])("%d ms are %s", (ms, says) => expect(length(ms)).toBe(says));

  test.each([
    [at, "now"],
    [at + 5 * minute, "in 5 min"],
    [at - 3 * 60 * minute, "3 h ago"],
  ])("relative to now", (moment, says) => expect(relative(moment, at)).toBe(says));

  test("in UTC, whatever the zone of the machine", () => {
    expect(absolute(at, "UTC")).toBe("2026-11-29 17:24:05 UTC");
    expect(clock(at, "UTC")).toBe("17:24:05");
  });

  test.each([
    ["UTC", "2026-11-29 17:24:05 UTC"],
    ["Europe/Berlin", "2026-11-29 18:24:05 UTC+1"],
    ["Asia/Kolkata", "2026-11-29 22:54:05 UTC+5:30"],
    ["America/St_Johns", "2026-11-29 13:54:05 UTC-3:30"],
    ["Pacific/Kiritimati", "2026-11-30 07:24:05 UTC+14"],
  ])("local time says how far it is from UTC: %s", (zone, says) => {
    const before = process.env.TZ;
    try {
      process.env.TZ = zone;
      expect(absolute(at, "local")).toBe(says);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});
