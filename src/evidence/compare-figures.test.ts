import { expect, test } from "vitest";
import type { Finding } from "../domain/release/evidence.ts";
import { compareFigures } from "./compare-figures.ts";

const slow = (key: string): Finding => ({ id: `${key}: 3000 ms`, severity: "high", title: "slow", where: key, key });
const before = { figures: { checked: 1, "orders.value": 10_000, slowestMs: 4 }, findings: [slow("a1")] };

test("R109: a figure that is another after the migration is told with what it was and is", () => {
  const now = { ...before, figures: { checked: 1, "orders.value": 9_999, slowestMs: 9 } };
  expect(compareFigures(now, before)).toMatchObject({
    figures: { changed: 1 },
    lists: { changed: ["orders.value was 10000, is 9999"] },
  });
  expect(compareFigures({ ...before, figures: { ...before.figures, slowestMs: 9 } }, before).figures.changed).toBe(0);
});

test("one that is not told any more has changed", () => {
  expect(compareFigures({ figures: { checked: 1 }, findings: [] }, before).lists.changed).toEqual([
    "orders.value was 10000, is not told",
  ]);
});

test("R103: what was listed before is known, however slow it is now; the rest is new", () => {
  const now = { ...before, findings: [{ ...slow("a1"), id: "a1: 9000 ms" }, slow("b2")] };
  expect(compareFigures(now, before)).toMatchObject({
    figures: { newHigh: 1, known: 1 },
    lists: { newHigh: ["b2: 3000 ms"] },
  });
});

test("with nothing to compare with everything is new, and nothing is said of changes", () => {
  const { figures } = compareFigures(before, null);
  expect(figures).toMatchObject({ newHigh: 1 });
  expect(figures).not.toHaveProperty("changed");
});
