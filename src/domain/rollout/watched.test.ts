import fc from "fast-check";
import { expect, test } from "vitest";
import { instant } from "../units.ts";
import type { Watched } from "./rollout.ts";
import { watch } from "./watched.ts";
import type { WindowCounts } from "./window.ts";

const nothing: Watched = { requests: 0, errors: 0, latency: [], windows: 0, goodWindows: 0 };
const counts = (requests: number, errors: number, latency: WindowCounts["latency"] = []): WindowCounts => ({
  requests,
  errors,
  latency,
});
const sumOf = (...list: readonly (WindowCounts | null)[]): Watched =>
  list.reduce<Watched>(
    (sum, candidate) => watch(sum, { from: instant(0), to: instant(1), candidate, baseline: null }),
    nothing,
  );

test("R183: a window is good when at least 95 % of its requests were answered; one that was not measured is not", () => {
  expect(sumOf(counts(100, 5), counts(0, 0), counts(100, 6), null)).toMatchObject({
    windows: 4,
    goodWindows: 2,
    requests: 200,
    errors: 11,
  });
});

test("latencies are added bucket by bucket and stay sorted, whatever buckets the windows have", () => {
  const bucket = fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 9 }));
  const histogram = fc
    .uniqueArray(bucket, { selector: ([at]) => at, maxLength: 20 })
    .map((list) => list.toSorted(([a], [b]) => a - b));
  fc.assert(
    fc.property(fc.array(histogram, { maxLength: 6 }), (list) => {
      const all = Map.groupBy(list.flat(), ([at]) => at);
      const expected = [...all]
        .map(([at, entries]) => [at, entries.reduce((sum, [, n]) => sum + n, 0)] as const)
        .sort(([a], [b]) => a - b);
      expect(sumOf(...list.map((latency) => counts(1, 0, latency))).latency).toEqual(expected);
    }),
  );
});
