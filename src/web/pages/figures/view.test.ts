import { expect, test } from "vitest";
import { delivered, spanOf, took, valueText } from "./view.ts";

test.each([
  [null, "s", "–"],
  [0.001, "fraction", "0.1 %"],
  [99.95, "%", "99.95 %"],
  [305, "ms", "305 ms"],
  [190_000, "ms", "3 min 10 s"],
  [3, "incidents", "3 incidents"],
])("%s in %s is %s", (value, unit, says) => expect(valueText(value, unit)).toBe(says));

test("R185: what nothing tells is a dash and never a nought", () => {
  expect(took(null)).toBe("–");
  const delivery = { deployments: 0, frequency: null, leadTime: null, failed: 0, failRate: null, recoveryTime: null };
  const facts = delivered({
    from: "2026-11-01",
    to: "2026-11-30",
    delivery: { ...delivery, rework: 0, reworkRate: null },
  } as never);
  expect(facts.map(([, value]) => value)).toEqual(["2026-11-01 to 2026-11-30", "0", "–", "0, –", "–", "0, –"]);
});

test("a span begins with a day of UTC, so that a page does not ask anew with every second", () => {
  const now = Date.UTC(2026, 10, 29, 20, 34);
  expect(spanOf("30 days", now)).toEqual({ since: Date.UTC(2026, 9, 30) });
  expect(spanOf("30 days", now + 3_600_000)).toEqual(spanOf("30 days", now));
  expect(spanOf("all of it", now)).toEqual({});
});
