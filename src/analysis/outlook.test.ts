import { describe, expect, test } from "vitest";
import { counts, settings, sidesOf, times } from "../../test/support/windows.ts";
import { judge, tallyOf } from "./judge.ts";
import { outlook, when } from "./outlook.ts";

const outlookOf = (ours: number, theirs: number, errors: number, windows = 60): string => {
  const sides = times(windows, [counts(ours), counts(theirs, errors)] as const);
  return outlook(tallyOf(sidesOf(sides), settings).step, settings);
};

test("with the traffic of the step, and the errors that the baseline has", () => {
  // 100 requests/s, 5 %, 1 in 475: a fivefold rise shows soon; at a hundredth of the traffic in hours.
  expect(outlookOf(25, 475, 1)).toMatch(/^; with this traffic a fivefold rise shows in about \d min$/);
  expect(outlookOf(1, 4, 0)).toMatch(/^; with this traffic a fivefold rise shows in about \d+ (?:min|h)$/);
});

test("nothing is said while there is nothing to say it of", () => {
  expect(outlook(tallyOf([], settings).step, settings)).toBe("");
  expect(outlookOf(0, 500, 1)).toBe("");
  expect(outlookOf(25, 0, 0)).toBe("");
});

test("it is part of what is told as not proven yet", () => {
  const { reason } = judge({ windows: sidesOf(times(10, [counts(25), counts(475, 1)] as const)), settings });
  expect(reason).toMatch(
    /errors: 0 of 250 requests failed \(0 %\), of the baseline's 10 of 4,750 \(0\.211 %\); not proven to be as good; with/,
  );
});

describe("seconds in words", () => {
  test.each([
    [5, "within a minute"],
    [59.9, "within a minute"],
    [60, "in about 1 min"],
    [245, "in about 4 min"],
    [5_399, "in about 90 min"],
    [5_400, "in about 2 h"],
    [86_399, "in about 24 h"],
    [86_400, "in more than a day"],
    [Number.POSITIVE_INFINITY, "in more than a day"],
  ])("%d → %s", (seconds, words) => {
    expect(when(seconds)).toBe(words);
  });
});
