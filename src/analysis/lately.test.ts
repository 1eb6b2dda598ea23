import { expect, test } from "vitest";
import type { Table } from "./conditional-odds.ts";
import { lately, since } from "./lately.ts";

const table = (bad: number): Table => ({ candidate: { total: 10, bad }, baseline: { total: 90, bad: 1 } });
const told = (logs: readonly number[]) => logs.reduce((seen, log, i) => since(seen, log, table(i)), lately);

test("nothing is told while the evidence only falls", () => {
  expect(told([-1, -2, -2, -3])).toEqual({
    low: -3,
    windows: 0,
    seen: { candidate: { total: 0, bad: 0 }, baseline: { total: 0, bad: 0 } },
  });
});

test("from where it last stood lowest on, every window is told, the ones in which it fell a little too", () => {
  expect(told([-1, -4, -3, -3.5, 2])).toEqual({
    low: -4,
    windows: 3,
    seen: { candidate: { total: 30, bad: 2 + 3 + 4 }, baseline: { total: 270, bad: 3 } },
  });
});

test("evidence that rises from the first window on is told whole", () => {
  expect(told([1, 2, 3])).toMatchObject({ low: 0, windows: 3, seen: { candidate: { total: 30 } } });
});
