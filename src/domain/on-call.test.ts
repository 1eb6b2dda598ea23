import { describe, expect, test } from "vitest";
import { gapsIn, gapText, minutesOf, onCallAt, type Shift } from "./on-call.ts";
import { instant } from "./units.ts";

const at = (text: string) => instant(Date.parse(`2026-12-01T${text}:00Z`));
const shift = (person: string, from: string, to: string): Shift => ({ person, from: at(from), to: at(to) });
const period = { from: at("00:00"), to: at("08:00") };

describe("who is on call", () => {
  test("a shift ends where the next one begins; overlaps are several people", () => {
    const shifts = [shift("bo", "00:00", "04:00"), shift("cy", "03:00", "08:00"), shift("bo", "03:30", "05:00")];
    expect(onCallAt(shifts, at("02:00"))).toEqual(["bo"]);
    expect(onCallAt(shifts, at("03:59"))).toEqual(["bo", "cy"]);
    expect(onCallAt(shifts, at("08:00"))).toEqual([]);
  });

  test("R41: a gap is named by its times", () => {
    const gaps = gapsIn([shift("cy", "04:00", "09:00"), shift("bo", "00:00", "03:00")], period);
    expect(gaps.map(gapText)).toEqual(["2026-12-01 03:00-04:00 UTC"]);
    expect(minutesOf(gaps)).toBe(60);
  });

  test("a long shift that begins early covers the short ones in it", () => {
    expect(gapsIn([shift("bo", "00:00", "08:00"), shift("cy", "01:00", "02:00")], period)).toEqual([]);
  });

  test("without a shift everything is a gap; what lies outside is none", () => {
    expect(gapsIn([], period)).toEqual([period]);
    expect(gapsIn([shift("bo", "08:00", "09:00")], period)).toEqual([period]);
    expect(gapsIn([], { from: period.to, to: period.from })).toEqual([]);
  });

  test("seconds without anybody count as a minute", () => {
    const gap = { from: at("03:00"), to: instant(at("03:00") + 1) };
    expect(minutesOf([gap])).toBe(1);
    expect(gapText({ from: at("23:00"), to: instant(at("23:00") + 2 * 3_600_000) })).toBe(
      "2026-12-01 23:00-2026-12-02 01:00 UTC",
    );
  });
});
