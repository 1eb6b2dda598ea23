import { expect, test } from "vitest";
import { randomFrom } from "../../test/support/random.ts";
import { instant } from "../domain/units.ts";
import { bucketOf, quantile } from "./histogram.ts";
import { signalsOf, trafficOf } from "./signals.ts";

const [from, to] = [instant(0), instant(20_000)];

test("R182: p95 of a known sample is its reference, to 2 % and never below; the window is told", () => {
  const random = randomFrom(95);
  const sample = Array.from({ length: 2_000 }, () => 20 + random.below(60) + (random.chance(0.08) ? 200 : 0));
  const reference = sample.toSorted((a, b) => a - b)[Math.ceil(0.95 * sample.length) - 1]!;
  const buckets = new Map<number, number>();
  for (const ms of sample) buckets.set(bucketOf(ms), (buckets.get(bucketOf(ms)) ?? 0) + 1);
  const latency = [...buckets].toSorted(([a], [b]) => a - b);

  const signals = signalsOf({ requests: 2_000, errors: 2, latency }, from, to);

  expect(signals).toMatchObject({ from, to, requests: 2_000, measured: 2_000, rps: 100, errorRate: 0.001 });
  expect(signals.p95).toBe(quantile(latency, 0.95));
  expect(signals.p95! / reference).toBeGreaterThanOrEqual(1);
  expect(signals.p95! / reference).toBeLessThan(1.02);
});

test("no data is no rate and no latency", () => {
  expect(signalsOf({ requests: 0, errors: 0, latency: [] }, from, to)).toMatchObject({
    rps: 0,
    errorRate: null,
    p95: null,
  });
});

test("a short look without an error is not planned with as if there were never one", () => {
  expect(trafficOf({ requests: 499, errors: 0, latency: [] }, 100, 500)).toEqual({
    rps: 100,
    badShare: 0.001,
    slowShare: 0,
  });
  const latency = [
    [bucketOf(20), 90],
    [bucketOf(900), 10],
  ] as const;
  expect(trafficOf({ requests: 100, errors: 3, latency }, 20, 500).slowShare).toBe(0.1);
});
