import { expect, test } from "vitest";
import { instant, millis } from "../domain/units.ts";
import { duration, figure, longDay, many, utcMillis } from "./format.ts";

test.each([
  [0, "0 s"],
  [250, "0.25 s"],
  [27_500, "27.5 s"],
  [60_000, "1 min"],
  [725_000, "12 min 5 s"],
  [5_400_000, "1 h 30 min"],
  [86_400_000 * 7, "7 d"],
  [90_061_001, "1 d 1 h 1 min 1.001 s"],
])("%i ms is %s", (length, words) => {
  expect(duration(millis(length))).toBe(words);
});

test("moments are told in UTC", () => {
  const at = instant(Date.UTC(2026, 0, 20, 23, 59, 58, 123));
  expect([utcMillis(at), longDay(at)]).toEqual(["2026-01-20T23:59:58.123Z", "January 20, 2026"]);
});

test("R183: a figure is shown short, and never as its target when it is not", () => {
  expect(figure(10_070 / 10_080, 0.999)).toBe("0.999008");
  expect(figure(10_069 / 10_080, 0.999)).toBe("0.998909");
  expect(figure(0.999_000_000_1, 0.999)).toBe("0.9990000001");
  expect(figure(0.999, 0.999)).toBe("0.999");
});

test("one instance, two instances", () => {
  expect([many(1, "instance"), many(2, "instance"), many(0, "instance")]).toEqual([
    "1 instance",
    "2 instances",
    "0 instances",
  ]);
});
