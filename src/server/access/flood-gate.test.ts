import { expect, test } from "vitest";
import { instant } from "../../domain/units.ts";
import { floodGate } from "./flood-gate.ts";

test("of many refusals of nobody some are written each hour, and the rest are counted", () => {
  const gate = floodGate(2);
  const at = (minutes: number) => instant(Date.UTC(2026, 10, 1) + minutes * 60_000);
  expect([0, 1, 2, 3, 59].map((minute) => gate(at(minute)))).toEqual([0, 0, null, null, null]);
  expect([60, 61, 62, 125].map((minute) => gate(at(minute)))).toEqual([3, 0, null, 1]);
});
