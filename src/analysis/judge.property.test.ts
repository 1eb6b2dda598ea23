import fc from "fast-check";
import { expect, test } from "vitest";
import { anyWindows, fullSettings } from "../../test/support/any-windows.ts";
import { counts, settings, times, windowsOf } from "../../test/support/windows.ts";
import { breaksLimit } from "./combined.ts";
import { guardrail, logMeets, observe } from "./guardrail.ts";
import { judge } from "./judge.ts";
import { limits, watchLimit } from "./limits.ts";
import type { Counts } from "./window.ts";

const verdict = (candidates: readonly (Counts | null)[]) => judge({ windows: windowsOf(candidates), settings });

const someCounts = fc
  .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 6 }))
  .map(([requests, errors, slow]) => counts(requests, Math.min(errors, requests), Math.min(slow, requests)));
const goodCounts = fc.integer({ min: 0, max: 300 }).map((requests) => counts(requests));
const mostly = (counted: fc.Arbitrary<Counts>) =>
  fc.array(fc.oneof({ weight: 4, arbitrary: counted }, { weight: 1, arbitrary: fc.constant(null) }), { maxLength: 40 });
const someWindows = fc.oneof(mostly(someCounts), mostly(goodCounts));

const always = (rule: (candidates: (Counts | null)[]) => void) =>
  fc.assert(fc.property(someWindows, rule), { numRuns: 1000, seed: 17 });

test("the histories reach every outcome, or the rules below would prove little", () => {
  const outcomes = fc.sample(someWindows, { numRuns: 1000, seed: 17 }).map((candidates) => verdict(candidates).outcome);
  const share = (outcome: string) => outcomes.filter((o) => o === outcome).length / outcomes.length;
  expect(share("pass")).toBeGreaterThan(0.1);
  expect(share("inconclusive")).toBeGreaterThan(0.1);
  expect(share("fail")).toBeGreaterThan(0.001);
});

test("T17: a pass has at least the asked number of good, measured requests, in three windows or more", () => {
  always((candidates) => {
    if (verdict(candidates).outcome !== "pass") return;
    const measured = candidates.filter((c) => c !== null && c.requests > 0) as Counts[];
    expect(measured.length).toBeGreaterThanOrEqual(3);
    expect(measured.reduce((sum, c) => sum + c.requests - c.errors, 0)).toBeGreaterThanOrEqual(settings.minRequests);
  });
});

test("T18, T22: missing windows, few or half of all, never turn another outcome into a pass", () => {
  always((candidates) => {
    if (verdict(candidates).outcome === "pass") return;
    expect(verdict(candidates.flatMap((c) => [c, null])).outcome).not.toBe("pass");
    expect(verdict([...candidates, null]).outcome).not.toBe("pass");
    expect(verdict([null, ...candidates]).outcome).not.toBe("pass");
  });
});

test("T24: once traffic has stopped for long enough, no history is a pass", () => {
  always((candidates) => {
    expect(verdict([...candidates, ...times(settings.maxMissing, counts(0))]).outcome).not.toBe("pass");
    expect(verdict([...candidates, ...times(settings.maxMissing, null)]).outcome).not.toBe("pass");
  });
});

test("one more failed request never helps, and a fail stays one", () => {
  always((candidates) => {
    const at = candidates.findIndex((c) => c !== null && c.errors < c.requests);
    if (at < 0) return;
    const worse = candidates.map((c, i) => (i === at && c !== null ? { ...c, errors: c.errors + 1 } : c));
    const [before, after] = [verdict(candidates).outcome, verdict(worse).outcome];
    if (before === "fail") expect(after).toBe("fail");
    if (before !== "pass") expect(after).not.toBe("pass");
  });
});

test("the same windows give the same verdict, bit for bit, also from a copy read back from JSON", () => {
  always((candidates) => {
    const copy = JSON.parse(JSON.stringify(candidates)) as (Counts | null)[];
    expect(JSON.stringify(verdict(copy))).toBe(JSON.stringify(verdict(candidates)));
  });
});

test("so do windows of both sides, over steps and resumes, with counters and gauges, in any order of their names", () => {
  const reversed = (_: string, value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toReversed())
      : value;
  fc.assert(
    fc.property(anyWindows(), (windows) => {
      const first = judge({ windows, settings: fullSettings });
      const [copy, other] = [JSON.parse(JSON.stringify(windows)), JSON.parse(JSON.stringify(windows, reversed))];
      for (const read of [copy, other])
        expect(JSON.stringify(judge({ windows: read, settings: fullSettings }))).toBe(JSON.stringify(first));
      expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    }),
    { numRuns: 200, seed: 17 },
  );
});

/** mulberry32: 32 bits of state, good enough for coins. */
const coins = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
const countOf = (runs: number, happens: (coin: () => number) => boolean): number =>
  Array.from({ length: runs }, (_, seed) => happens(coins(seed + 1))).filter(Boolean).length;
const drawn = (coin: () => number, n: number, chance: number): number => {
  let sum = 0;
  for (let i = 0; i < n; i++) if (coin() < chance) sum += 1;
  return sum;
};

test("looked at after every window, a service exactly at both limits is called harmful in at most alpha of 2,000 runs", () => {
  const {
    alpha,
    guardrails: { errorRate, latency },
  } = settings;
  const runs = 2_000;
  const alarms = countOf(runs, (coin) => {
    let { errors, slow } = limits;
    for (let window = 0; window < 60; window++) {
      errors = watchLimit(errors, errorRate, { bad: drawn(coin, 30, errorRate), total: 30 });
      slow = watchLimit(slow, latency.share, { bad: drawn(coin, 30, latency.share), total: 30 });
      if (breaksLimit({ limits: { errors, slow } }, settings)) return true;
    }
    return false;
  });
  expect(alarms).toBeGreaterThan(0); // else the simulation shows nothing
  expect(alarms).toBeLessThanOrEqual(alpha * runs);
}, 30_000);

test("looked at after every window, a service exactly at a limit is called good in at most beta of 2,000 runs", () => {
  const runs = 2_000;
  const mistakes = countOf(runs, (coin) => {
    let seen = guardrail(settings.guardrails.errorRate);
    for (let window = 0; window < 60; window++) {
      seen = observe(seen, drawn(coin, 30, settings.guardrails.errorRate), 30);
      if (logMeets(seen) >= -Math.log(settings.beta)) return true;
    }
    return false;
  });
  expect(mistakes).toBeGreaterThan(0);
  expect(mistakes).toBeLessThanOrEqual(settings.beta * runs);
});
