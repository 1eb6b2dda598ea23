import { expect, test } from "vitest";
import { counts, tenthSlower } from "../../test/support/windows.ts";
import { noLatencies, remember } from "./latency-history.ts";
import { quantiles } from "./quantiles.ts";
import { tablesOf } from "./tables-of.ts";
import type { Counts } from "./window.ts";

const warm = { warm: true, latency: tenthSlower };
const [ours, theirs] = [counts(50, 3, 5), counts(950, 4, 50)];
const history = remember(noLatencies, theirs.latency, ours.latency);
const counted = (side: Counts, counters: NonNullable<Counts["counters"]>): Counts => ({ ...side, counters });

test("errors of all requests", () => {
  expect(tablesOf({ history }, ours, theirs, warm).errors).toEqual({
    candidate: { total: 50, bad: 3 },
    baseline: { total: 950, bad: 4 },
  });
});

test("a table per quantile, of the requests whose latency is known and slower than the threshold of before", () => {
  const { latency } = tablesOf({ history }, ours, theirs, warm);
  expect(latency).toHaveLength(quantiles.length);
  for (const table of latency.slice(0, 1))
    expect(table?.harm).toEqual({ candidate: { total: 50, bad: 5 }, baseline: { total: 950, bad: 50 } });
  // p95 and p99 of the baseline took a second themselves: nothing is slower.
  for (const table of latency.slice(1))
    expect(table?.harm).toEqual({ candidate: { total: 50, bad: 0 }, baseline: { total: 950, bad: 0 } });
});

test("none while the baseline's latencies are hardly known, and none where latency is not compared", () => {
  expect(tablesOf({ history: noLatencies }, ours, theirs, warm).latency).toEqual(quantiles.map(() => null));
  expect(tablesOf({ history }, ours, theirs, { ...warm, latency: null }).latency).toEqual([]);
});

test("T22: a counter that one side alone shows is no table, which is not a table of zeros", () => {
  const [a, b] = [
    counted(ours, { x: { total: 5, bad: 1 }, y: { total: 2, bad: 0 } }),
    counted(theirs, { x: { total: 90, bad: 2 } }),
  ];
  expect(tablesOf({ history }, a, b, warm).counters).toEqual({
    x: { candidate: { total: 5, bad: 1 }, baseline: { total: 90, bad: 2 } },
  });
  expect(tablesOf({ history }, a, theirs, warm).counters).toEqual({});
  expect(tablesOf({ history }, ours, b, warm).counters).toEqual({});
});
