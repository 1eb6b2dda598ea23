import { describe, expect, test } from "vitest";
import { counts, guardrails, settings, times, windowsOf } from "../../test/support/windows.ts";
import { millis } from "../domain/units.ts";
import { bucketOf, lastBucket, upperEdge } from "./histogram.ts";
import { judge } from "./judge.ts";
import { limits, logBroken, watchLimit } from "./limits.ts";
import type { Settings } from "./settings.ts";
import type { Counts } from "./window.ts";

const verdict = (candidates: readonly (Counts | null)[], changed: Partial<Settings> = {}) =>
  judge({ windows: windowsOf(candidates), settings: { ...settings, ...changed } });

test("passes once both limits are shown to be kept, and says over what", () => {
  const { outcome, reason, figures } = verdict(times(10, counts(100, 0, 1)));

  expect(outcome).toBe("pass");
  expect(reason).toBe(
    "Good: 0 of 1,000 requests failed (0 %) (limit 1 %), " +
      "10 of 1,000 requests took longer than 500 ms (1 %) (limit 5 %), over 10 windows.",
  );
  expect(figures).toMatchObject({ windows: 10, requests: 1000, errors: 0, slow: 10, errorRate: 0, slowShare: 0.01 });
});

test("passes with the very request that is needed, not with one less", () => {
  const almost = [counts(130), counts(130), counts(129)];
  expect(verdict(almost)).toMatchObject({
    outcome: "inconclusive",
    reason: "Cannot tell yet: 389 of about 390 error-free requests needed.",
  });
  expect(verdict([counts(130), counts(130), counts(130)]).outcome).toBe("pass");
});

test("fails on errors, with the numbers", () => {
  const { outcome, reason, figures } = verdict(times(20, counts(20, 4)));

  expect(outcome).toBe("fail");
  expect(reason).toBe(
    "Harm in errors: 4 of 20 requests failed (20 %), limit 1 %, over 1 window; " +
      "a false alarm has a chance of at most 1 %.",
  );
  expect(figures.limitBroken).toBeGreaterThanOrEqual(figures.harmNeeded!);
});

test("fails on slow requests alone", () => {
  expect(verdict(times(20, counts(20, 0, 10)))).toMatchObject({
    outcome: "fail",
    reason: expect.stringMatching(/^Harm in latency: .*10 of 20 requests took longer than 500 ms \(50 %\)/),
  });
});

test("a broken limit is the mean of both e-values, not the larger: 3 failed of 12 would do alone, not beside a good latency", () => {
  const { outcome, figures } = verdict([counts(12, 3)]);
  const errors = logBroken(watchLimit(limits.errors, 0.01, { bad: 3, total: 12 }));
  const slow = logBroken(watchLimit(limits.slow, 0.05, { bad: 0, total: 12 }));

  expect(outcome).toBe("inconclusive");
  expect(errors).toBeGreaterThan(figures.harmNeeded!);
  expect(figures.limitBroken).toBeCloseTo(Math.log((Math.exp(errors) + Math.exp(slow)) / 2), 9);
});

test("what was proven is not taken back by better windows", () => {
  const bad = times(2, counts(20, 4));
  expect(verdict([...bad, ...times(500, counts(100))])).toEqual(verdict(bad));
  expect(verdict([...bad, ...times(20, null)])).toEqual(verdict(bad));
});

test("a crash loop at one request a second and 25 % weight is caught by its second request", () => {
  const failing = (n: number) => verdict(times(n, counts(1, 1))).outcome;
  expect([failing(1), failing(2), failing(3)]).toEqual(["inconclusive", "fail", "fail"]);
});

describe("not a pass", () => {
  test.each<[string, (Counts | null)[], Partial<Settings>, RegExp]>([
    ["no window", [], {}, /no window of counts has closed yet/],
    ["zero traffic", times(50, counts(0)), {}, /the candidate has not had a single request/],
    ["two windows, however full", times(2, counts(5000)), {}, /2 of 3 windows with requests to warm instances/],
    ["too few requests", times(9, counts(100)), { minRequests: 1000 }, /900 of at least 1,000 requests/],
    [
      "some errors",
      times(5, counts(100, 1)),
      {},
      /5 of 500 requests failed \(1 %\): about 1,3\d\d requests needed if no/,
    ],
    [
      "a bit above the limit",
      times(5, counts(100, 2)),
      {},
      /10 of 500 .* above the limit of 1 %, but too few to be sure/,
    ],
    ["slow ones", times(5, counts(100, 0, 5)), {}, /25 of 500 requests slow \(5 %\): about/],
    [
      "a limit of nothing",
      times(5, counts(5000)),
      { guardrails: { ...guardrails, errorRate: 0 } },
      /a limit of 0 % failed cannot be shown/,
    ],
    ["traffic that never came", [...times(5, null), counts(0)], {}, /not had a single request/],
  ])("%s", (_, windows, changed, reason) => {
    expect(verdict(windows, changed)).toMatchObject({
      outcome: "inconclusive",
      reason: expect.stringMatching(/^Cannot tell yet: /),
    });
    expect(verdict(windows, changed).reason).toMatch(reason);
  });

  test("T17: all measurements missing is an error, not a success", () => {
    expect(verdict(times(6, null))).toMatchObject({
      outcome: "error",
      reason: "Could not measure: no counts in the last 6 windows of 6; 0 requests seen before.",
    });
    expect(verdict(times(5, null)).outcome).toBe("inconclusive");
  });

  test("T18: good windows before the source broke off do not count as a success", () => {
    const good = times(10, counts(100));
    expect(verdict([...good, ...times(5, null)]).outcome).toBe("pass");
    expect(verdict([...good, ...times(6, null)]).outcome).toBe("error");
    expect(verdict([...good, ...times(6, null), counts(1)]).outcome).toBe("pass");
  });

  test("T22: one of the two metrics without data is not a pass by the other", () => {
    const unmeasured = { ...counts(1000), latency: [] };
    expect(verdict(times(20, unmeasured))).toMatchObject({
      outcome: "inconclusive",
      reason: expect.stringContaining("the latency of 0 of 20,000 requests is known"),
    });
  });

  test("T23: counts that are none make a missing window, not a clean one", () => {
    const nan = { ...counts(100), errors: Number.NaN };
    const more = { ...counts(100), errors: 101 };
    expect(verdict(times(6, nan)).outcome).toBe("error");
    expect(verdict(times(6, more))).toMatchObject({ outcome: "error", figures: { requests: 0, windowsMissing: 6 } });
  });

  test("T24: traffic stopped, whether measured as nothing or not at all", () => {
    const good = times(10, counts(100));
    expect(verdict([...good, ...times(6, counts(0))])).toMatchObject({
      outcome: "inconclusive",
      reason: "Cannot tell yet: the candidate's traffic stopped 6 windows ago.",
    });
    expect(verdict([...good, ...times(3, counts(0)), ...times(3, null)]).outcome).toBe("inconclusive");
  });
});

describe("slow is what may have been slower than the threshold", () => {
  const share = (ms: number, slowerThan: number) => {
    const one: Counts = { requests: 1, errors: 0, latency: [[bucketOf(ms), 1]] };
    return verdict([one], {
      guardrails: { ...guardrails, latency: { slowerThan: millis(slowerThan), share: 0.05 } },
    }).figures.slowShare;
  };

  test("the bucket that holds the threshold is slow as a whole, an edge exactly on it is not", () => {
    const edge = upperEdge(bucketOf(400));
    expect(share(400, edge)).toBe(0);
    expect(share(edge, edge)).toBe(0);
    expect(share(edge * 1.001, edge)).toBe(1);
    expect(share(400, edge - 0.001)).toBe(1);
  });

  test("the last bucket is slow for any threshold, for it has no edge", () => {
    expect(bucketOf(999_999)).toBe(lastBucket);
    expect(share(999_999, 500_000)).toBe(1);
  });
});

test.each([{ alpha: 0 }, { alpha: 1 }, { beta: Number.NaN }, { guardrails: { ...guardrails, errorRate: 2 } }])(
  "refuses the settings %j",
  (changed) => {
    expect(() => verdict([], changed)).toThrow(RangeError);
  },
);
