import { describe, expect, test } from "vitest";
import { instant, percent } from "../../domain/units.ts";
import { bucketOf } from "../histogram.ts";
import type { Counts } from "../window.ts";
import { judgedWindows } from "./judged-windows.ts";
import type { Row } from "./row.ts";
import { windowsOf } from "./windows-of.ts";

const counts = (requests: number, errors = 0): Counts => ({ requests, errors, latency: [] });
const row = (seconds: number, side: Row["side"], one: Counts | null, weight: number | null = null): Row => ({
  line: seconds,
  at: instant(seconds * 1000),
  side,
  weight: weight === null ? null : percent(weight),
  counts: one,
});
const both = (seconds: number, candidate = counts(5), baseline = counts(95), weight: number | null = null) => [
  row(seconds, "candidate", candidate, weight),
  row(seconds, "baseline", baseline, weight),
];
const read = (rows: readonly Row[], totals = false) => {
  const reading = windowsOf(rows, { totals });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
};
const problemsOf = (rows: readonly Row[], totals = false) => {
  const reading = windowsOf(rows, { totals });
  return reading.ok ? [] : reading.problems.map(({ line, path, what }) => `${line} ${path}: ${what}`);
};

test("a window ends at the time of its rows and begins at the time before, in whatever order they stand", () => {
  const { windows, interval } = read([...both(15), ...both(5, counts(7)), ...both(10)]);

  expect(interval).toBe(5000);
  expect(windows.map(({ from, to }) => [from, to])).toEqual([
    [0, 5000],
    [5000, 10_000],
    [10_000, 15_000],
  ]);
  expect(windows[0]).toMatchObject({ candidate: { requests: 7 }, baseline: { requests: 95 } });
});

test("T18: a side without a row, and a time without any, were not measured", () => {
  const { windows, gaps } = read([...both(5), row(10, "baseline", counts(95)), ...both(15), ...both(30)]);

  expect(gaps).toBe(2);
  expect(windows.map(({ to, candidate, baseline }) => [to, candidate?.requests, baseline?.requests])).toEqual([
    [5000, 5, 95],
    [10_000, undefined, 95],
    [15_000, 5, 95],
    [20_000, undefined, undefined],
    [25_000, undefined, undefined],
    [30_000, 5, 95],
  ]);
});

describe("running totals", () => {
  test("are subtracted; a restart and a missing row leave no window", () => {
    const { windows } = read(
      [
        ...both(5, counts(100, 3), counts(900)),
        ...both(10, counts(105, 4), counts(990)),
        ...both(15, counts(2), counts(1080)),
        row(20, "baseline", counts(1170)),
        ...both(25, counts(12), counts(1260)),
        ...both(30, counts(17), counts(1350)),
      ],
      true,
    );

    expect(windows.map(({ candidate, baseline }) => [candidate, baseline?.requests])).toEqual([
      [counts(5, 1), 90],
      [null, 90],
      [null, 90],
      [null, 90],
      [counts(5), 90],
    ]);
  });
});

describe("a file that cannot be trusted is refused", () => {
  test.each<[string, readonly Row[], string]>([
    [
      "two rows of one side at a time",
      [...both(5), ...both(10), row(10, "candidate", counts(1))],
      "10 time: a second row",
    ],
    [
      "two weights at a time",
      [...both(5, counts(5), counts(95), 5), row(10, "candidate", counts(5), 5), row(10, "baseline", counts(5), 25)],
      "10 weight: 5 % and 25 % at the same time",
    ],
    [
      "a weight here and none there",
      [...both(5, counts(5), counts(95), 5), ...both(10)],
      "10 weight: none here, but elsewhere",
    ],
    ["one time", both(5), "1 time: only one time"],
    [
      "clocks apart",
      [row(5, "candidate", counts(1)), row(6, "baseline", counts(1))],
      "1 time: no time has a row of both sides",
    ],
    [
      "no candidate",
      [row(5, "baseline", counts(1)), row(10, "baseline", counts(1))],
      "1 side: no row is the candidate's",
    ],
    [
      "no baseline",
      [row(5, "candidate", counts(1)), row(10, "candidate", counts(1))],
      "1 side: no row is the baseline's",
    ],
    [
      "a night in between",
      [...both(5), ...both(10), ...both(50_000)],
      "50000 time: nothing for more than 1000 intervals",
    ],
  ])("%s", (_, rows, problem) => {
    expect(problemsOf(rows)[0]).toMatch(problem);
  });

  test("buckets that hold all faster requests, too", () => {
    const faster: Counts = {
      requests: 100,
      errors: 0,
      latency: [
        [bucketOf(50), 60],
        [bucketOf(100), 100],
      ],
    };
    expect(problemsOf([...both(5, faster), ...both(10, faster)])).toEqual([
      "5 latency: 320 latencies of 200 requests of the candidate",
    ]);
    expect(problemsOf([...both(5, faster), ...both(10, faster)], true)).toEqual([
      "5 latency: 160 latencies of 100 requests of the candidate",
    ]);
  });
});

describe("where the rollout stood", () => {
  test("it begins with the candidate's first request, and another weight is another step", () => {
    const { windows, before, estimated } = judgedWindows(
      read([
        row(5, "baseline", counts(100), 0),
        ...both(10, counts(0), counts(100), 0),
        ...both(15, counts(5), counts(95), 5),
        ...both(20, counts(5), counts(95), 5),
        ...both(25, counts(25), counts(75), 25),
      ]).windows,
    );

    expect({ before, estimated }).toEqual({ before: 2, estimated: false });
    expect(windows.map(({ weight, confirmedAt, grownAt }) => [weight, confirmedAt, grownAt])).toEqual([
      [5, 10_000, 10_000],
      [5, 10_000, 10_000],
      [25, 20_000, 10_000],
    ]);
  });

  test("weights that are not written are read off the requests: lasting changes, and no hiccups", () => {
    const share = (from: number, count: number, candidate: number, baseline: number) =>
      Array.from({ length: count }, (_, i) =>
        both(5 * (from + i), counts(candidate + (i % 3)), counts(baseline)),
      ).flat();
    const { windows, estimated } = judgedWindows(
      read([
        ...share(1, 20, 24, 475),
        ...share(21, 1, 200, 300),
        ...share(22, 20, 24, 475),
        ...share(42, 20, 124, 375),
        ...share(62, 20, 500, 0),
      ]).windows,
    );

    expect(estimated).toBe(true);
    const steps = windows.filter(({ weight }, i) => weight !== windows[i - 1]?.weight);
    expect(steps.map(({ weight, to }) => [weight, to / 5000])).toEqual([
      [6, 1],
      [25, 42],
      [100, 62],
    ]);
  });

  test("a candidate that falls silent keeps its weight: it may be dead", () => {
    const { windows } = judgedWindows(
      read([5, 10, 15, 20, 25, 30, 35, 40].flatMap((at) => both(at, counts(at > 15 ? 0 : 5)))).windows,
    );

    expect(windows.map(({ weight }) => weight)).toEqual(Array.from({ length: 8 }, () => 5));
  });
});
