import { describe, expect, test } from "vitest";
import { binomial } from "../../bench/verdicts/binomial.ts";
import { poisson } from "../../bench/verdicts/poisson.ts";
import { uniformFrom } from "../../bench/verdicts/uniform.ts";
import { checkShare, logMismatch, shareAlpha, shareCheck } from "./share-check.ts";

const needed = -Math.log(shareAlpha);

/** Windows of `all` requests until the mismatch is proven, of at most 720; null = never. */
const foundAfter = (weight: number, all: number, ours: (window: number) => number): number | null => {
  let seen = shareCheck(weight);
  for (let window = 1; window <= 720; window++) {
    const candidate = ours(window);
    seen = checkShare(seen, candidate, all - candidate);
    if (logMismatch(seen) >= needed) return window;
  }
  return null;
};

const weights = [0.01, 0.05, 0.25, 0.5, 0.95, 0.99];

describe("no false alarm", () => {
  test.each(weights)("exact shares of %f, by a router that deals in blocks of a hundred", (weight) => {
    expect(foundAfter(weight, 500, () => Math.round(500 * weight))).toBeNull();
  });

  test("Poisson noise: in none of 720 hours, looked at every minute, at any weight and volume", () => {
    for (const weight of weights)
      for (const all of [60, 6_000, 60_000])
        for (let run = 0; run < 40; run++) {
          const uniform = uniformFrom(`share ${weight} ${all} ${run}`);
          let seen = shareCheck(weight);
          for (let minute = 0; minute < 60; minute++) {
            seen = checkShare(seen, poisson(uniform, all * weight), poisson(uniform, all * (1 - weight)));
            if (logMismatch(seen) >= needed) expect.fail(`weight ${weight}, ${all} requests a minute, run ${run}`);
          }
        }
  });

  test("at the very edge of what is tolerated, in at most one of a thousand runs", () => {
    const runs = 1_000;
    const alarms = Array.from({ length: runs }, (_, run) => {
      const uniform = uniformFrom(`edge ${run}`);
      let seen = shareCheck(0.25);
      for (let window = 0; window < 30; window++) {
        const candidate = binomial(uniform, 500, 0.25 * 1.25);
        seen = checkShare(seen, candidate, 500 - candidate);
        if (logMismatch(seen) >= needed) return true;
      }
      return false;
    }).filter(Boolean).length;
    expect(alarms).toBeLessThanOrEqual(shareAlpha * runs);
  });
});

describe("what is wrong is found", () => {
  // Requests that it takes, about; at 100 requests/s a window of 5 s holds 500.
  test.each([
    [0.05, 90],
    [0.25, 3],
    [0.5, 2],
  ])("a candidate that gets half its share of %f: within %i windows at 100 requests/s", (weight, within) => {
    const found = foundAfter(weight, 500, () => Math.round((500 * weight) / 2));
    expect(found).not.toBeNull();
    expect(found).toBeLessThanOrEqual(within);
  });

  test("one that gets nothing, or everything", () => {
    expect(foundAfter(0.05, 500, () => 0)).toBeLessThanOrEqual(2);
    expect(foundAfter(0.05, 500, () => 500)).toBe(1);
    expect(foundAfter(0.5, 500, () => 0)).toBe(1);
  });

  test("clumps take as many times longer as they are large", () => {
    const windows = (dispersion: number) => {
      let [seen, n] = [shareCheck(0.25), 0];
      while (logMismatch(seen) < needed && n < 1_000) [seen, n] = [checkShare(seen, 7, 53, dispersion), n + 1];
      return n;
    };
    expect(windows(10)).toBeGreaterThan(8 * windows(1));
    expect(windows(10)).toBeLessThan(12 * windows(1));
  });
});

test("no requests are no mismatch", () => {
  expect(logMismatch(checkShare(shareCheck(0.05), 0, 0))).toBeCloseTo(-Math.log(2), 12);
});
