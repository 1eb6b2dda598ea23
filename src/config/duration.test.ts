import fc from "fast-check";
import { expect, test } from "vitest";
import { millis } from "../domain/units.ts";
import { duration } from "./duration.ts";
import { parseDuration, showDuration } from "./duration-text.ts";

test.each([
  ["90s", 90_000],
  ["5m", 300_000],
  ["1h", 3_600_000],
  ["2h30m", 9_000_000],
  ["14d", 1_209_600_000],
  ["1d2h3m4s5ms", 93_784_005],
  ["500ms", 500],
  ["0s", 0],
])("%s is %i ms", (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test.each(["", "5", "m", "-5m", "1.5h", "5 m", "5M", "30m2h", "5m5m", "1w", "1234567d", "５m"])(
  "%j is refused",
  (text) => {
    expect(parseDuration(text)).toBeNull();
  },
);

test("the error tells the form", () => {
  expect(duration.safeParse("1 hour").error?.issues[0]?.message).toBe(
    'is the text "1 hour"; write a whole number with its unit, such as "90s", "5m", "1h", "2h30m" or "14d"',
  );
  expect(duration.safeParse(60).error?.issues[0]?.message).toMatch(/^is 60; write a whole number with its unit/);
});

test("what is shown always reads back as the same length", () => {
  fc.assert(
    fc.property(fc.nat(400 * 86_400_000), (n) => {
      expect(parseDuration(showDuration(millis(n)))).toBe(n);
    }),
  );
});
