import { expect, test } from "vitest";
import { instant, millis } from "../../domain/units.ts";
import { roughly, showMinute, showMoment } from "./time.ts";

test("a length of time keeps its two greatest units, rounded up", () => {
  const lengths = [0, 1, 41_000, 41_001, 65 * 60_000, 65 * 60_000 + 1, 26 * 3_600_000 + 5];

  expect(lengths.map((length) => roughly(millis(length)))).toEqual(["0s", "1s", "41s", "42s", "1h5m", "1h6m", "1d3h"]);
});

test("moments are UTC and say so", () => {
  const at = instant(Date.UTC(2026, 10, 2, 9, 5, 7, 12));

  expect(showMinute(at)).toBe("2026-11-02 09:05 UTC");
  expect(showMoment(at)).toBe("2026-11-02 09:05:07.012Z");
});
