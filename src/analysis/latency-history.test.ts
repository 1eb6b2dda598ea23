import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { counts, tenthSlower, times } from "../../test/support/windows.ts";
import { type Buckets, bucketOf, lastBucket } from "./histogram.ts";
import { type LatencyHistory, measured, noLatencies, remember, slowerThan, threshold } from "./latency-history.ts";
import { quantiles } from "./quantiles.ts";
import { tablesOf } from "./tables-of.ts";

const tenth = { shift: 5, coarse: 0.3 };
const remembered = (windows: readonly Buckets[], from = noLatencies): LatencyHistory =>
  windows.reduce((history, window) => remember(history, window, []), from);
/** Requests in each of a hundred buckets from 10 ms on, as a fine histogram of a busy service has them. */
const fine: Buckets = Array.from({ length: 100 }, (_, i) => [bucketOf(10) + i, 10] as const);
/** Edges as Prometheus clients have them by default, in ms. */
const classic = (shares: readonly (readonly [ms: number, count: number])[]): Buckets =>
  shares.map(([ms, count]) => [bucketOf(ms), count] as const);

test("nothing is slow while fewer than twenty requests are known", () => {
  expect(threshold(noLatencies, 0.5, tenth)).toBeNull();
  expect(threshold(remembered([[[100, 19]]]), 0.5, tenth)).toBeNull();
  expect(threshold(remembered([[[100, 20]]]), 0.5, tenth)).not.toBeNull();
});

test("the last fast bucket is the one that holds the quantile, the candidate's lies the margin higher", () => {
  const first = bucketOf(10);
  for (const [q, at] of [
    [0.5, 49],
    [0.9, 89],
    [0.99, 98],
  ] as const)
    expect(threshold(remembered([fine]), q, tenth)).toEqual({
      baseline: first + at,
      candidate: first + at + 5,
      tolerated: 0,
    });
});

test("what is slow in a window does not depend on that window, whatever it holds", () => {
  const window = fc.array(fc.tuple(fc.nat(lastBucket), fc.integer({ min: 1, max: 500 })), { maxLength: 8 });
  const sorted = (list: [number, number][]): Buckets =>
    [...new Map(list)].toSorted(([a], [b]) => a - b).map(([at, n]) => [at, n] as const);
  const badOf = (history: LatencyHistory, ours: Buckets, theirs: Buckets) =>
    tablesOf(
      { history },
      { requests: 0, errors: 0, latency: ours },
      { requests: 0, errors: 0, latency: theirs },
      { warm: true, latency: tenthSlower },
    ).latency;
  fc.assert(
    fc.property(fc.array(window, { minLength: 1, maxLength: 5 }), window, window, (before, ours, theirs) => {
      const history = remembered(before.map(sorted));
      const copy = structuredClone(history);
      const tables = badOf(history, sorted(ours), sorted(theirs));
      expect(history).toEqual(copy);
      for (const [i, q] of quantiles.entries()) {
        const fixed = threshold(history, q, tenth);
        const table = tables[i] ?? null;
        expect(table === null).toBe(fixed === null);
        if (table === null || fixed === null) continue;
        expect(table.harm.candidate.bad).toBe(slowerThan(sorted(ours), Math.min(fixed.candidate, lastBucket)));
        expect(table.harm.baseline.bad).toBe(slowerThan(sorted(theirs), fixed.baseline));
      }
    }),
    { numRuns: 200, seed: 17 },
  );
});

test("older windows fade: half of the weight lies on the last seventeen", () => {
  const [fast, slow] = [counts(100).latency.slice(0, 1), [[bucketOf(1000), 100]] as const];
  const median = (n: number) => threshold(remembered([...times(200, fast), ...times(n, slow)]), 0.5, tenth)?.baseline;
  expect(median(16)).toBe(bucketOf(20));
  expect(median(18)).toBe(bucketOf(1000));
});

test("the unit that grows from window to window is made small again, and nothing else changes", () => {
  let history = remembered(times(10, fine));
  let looks = 0;
  while (looks < 12_000) {
    history = remember(history, fine, []);
    looks += 1;
    if (looks % 1_000 !== 0) continue;
    expect(history.unit).toBeLessThan(1e101);
    expect(history.total / history.unit).toBeCloseTo((1_000 * 0.96) / 0.04, 3);
    expect(threshold(history, 0.505, tenth)?.baseline).toBe(bucketOf(10) + 50);
  }
});

describe("the edges of a classic histogram", () => {
  const seen = classic([
    [25, 700],
    [50, 200],
    [100, 90],
    [250, 10],
  ]);

  test("are shared by both sides, and some odds are tolerated instead of the margin", () => {
    expect(threshold(remembered([seen]), 0.9, tenth)).toEqual({
      baseline: bucketOf(50),
      candidate: bucketOf(50),
      tolerated: 0.3,
    });
  });

  test("are shared without tolerance where no margin is asked for", () => {
    expect(threshold(remembered([seen]), 0.9, { shift: 0, coarse: 0.3 })?.tolerated).toBe(0);
  });

  test("those that the candidate alone ever had a request in count too, from the next window on", () => {
    const low = classic([[25, 1_000]]);
    const before = remembered([low]);
    expect(threshold(before, 0.5, tenth)).toMatchObject({ candidate: bucketOf(25) + 5, tolerated: 0 });
    const known = remember(before, low, classic([[50, 1]]));
    expect(threshold(known, 0.5, tenth)).toMatchObject({ candidate: bucketOf(25), tolerated: 0.3 });
  });

  test("a cold instance may be slower than a margin that they cannot hold, up to the odds of a cold start", () => {
    // Edges of 100 ms and 1 s: nothing lies within four times 100 ms.
    const history = remembered([
      classic([
        [100, 950],
        [1_000, 50],
      ]),
    ]);
    const cold = { requests: 100, errors: 0, latency: classic([[100, 70], [1_000, 30]]) }; // biome-ignore format: pairs
    const usual = { requests: 1_000, errors: 0, latency: classic([[100, 950], [1_000, 50]]) }; // biome-ignore format: pairs
    const toleratedAt = (warm: boolean) =>
      tablesOf({ history }, cold, usual, { warm, latency: tenthSlower }).latency[0]?.tolerated;
    expect(toleratedAt(false)).toBeCloseTo(Math.log(25), 12);
    expect(toleratedAt(true)).toBe(0.3);
  });

  test("a cold instance has the four times where they are fine enough", () => {
    const history = remembered([fine]);
    const table = (warm: boolean) =>
      tablesOf({ history }, counts(0), { ...counts(0), latency: fine }, { warm, latency: tenthSlower }).latency[0];
    expect(table(false)?.tolerated).toBe(0);
    const at = bucketOf(10) + 49 + Math.floor(Math.log(4) / Math.log(1.02));
    const slow = { ...counts(0), latency: [[at, 1], [at + 1, 1]] as Buckets }; // biome-ignore format: pairs
    const bad = (warm: boolean) =>
      tablesOf({ history }, slow, counts(0), { warm, latency: tenthSlower }).latency[0]?.harm.candidate.bad;
    expect([bad(true), bad(false)]).toEqual([2, 1]);
  });
});

test("the last bucket has no edge: at the end of the scale nobody is slower than everybody", () => {
  const history = remembered([[[lastBucket, 100]]]);
  expect(threshold(history, 0.5, tenth)).toMatchObject({ baseline: lastBucket });
  const { latency } = tablesOf(
    { history },
    { requests: 5, errors: 0, latency: [[lastBucket, 5]] },
    { requests: 5, errors: 0, latency: [[lastBucket, 5]] },
    { warm: true, latency: tenthSlower },
  );
  expect(latency[0]?.harm).toEqual({ candidate: { total: 5, bad: 0 }, baseline: { total: 5, bad: 0 } });
});

test("requests whose latency is known, and those of them above a bucket", () => {
  const latency = classic([
    [25, 7],
    [50, 3],
  ]);
  expect(measured(latency)).toBe(10);
  expect([slowerThan(latency, bucketOf(25)), slowerThan(latency, bucketOf(50))]).toEqual([3, 0]);
  expect(measured([])).toBe(0);
});
