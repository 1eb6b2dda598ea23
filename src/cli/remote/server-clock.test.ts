import { describe, expect, test } from "vitest";
import { type Instant, instant } from "../../domain/units.ts";
import { serverClock } from "./server-clock.ts";

const start = Date.UTC(2026, 10, 2, 9, 30, 15, 250);
const later = (ms: number): Instant => instant(start + ms);
const said = (ms: number): string => new Date(start + ms).toUTCString();

describe("R209: what is due is due by the server's clock:", () => {
  test("two clocks that go the same are left alone", () => {
    const clock = serverClock(() => later(0));
    clock.heard(said(0), later(-20), later(0));
    expect(clock.now()).toBe(later(0));
  });

  test.each([3_600_000, 5_000, -5_000, -3_600_000])("one that is %i ms away is followed to the second", (away) => {
    let passed = 0;
    const clock = serverClock(() => later(passed));
    clock.heard(said(away), later(-30), later(0));
    passed = 60_000;
    expect(Math.abs(clock.now() - later(passed + away))).toBeLessThanOrEqual(1_000);
  });

  test("only the first answer counts, so that time never jumps", () => {
    const clock = serverClock(() => later(0));
    clock.heard(said(60_000), later(0), later(0));
    const now = clock.now();
    clock.heard(said(0), later(0), later(0));
    expect(clock.now()).toBe(now);
  });

  test("it is never before what the server has written down", () => {
    const clock = serverClock(() => later(0));
    clock.saw(later(400));
    expect(clock.now()).toBe(later(400));
  });

  test.each([null, "yesterday"])("without a time it is our own: %s", (date) => {
    const clock = serverClock(() => later(0));
    clock.heard(date, later(0), later(0));
    expect(clock.now()).toBe(later(0));
  });
});
