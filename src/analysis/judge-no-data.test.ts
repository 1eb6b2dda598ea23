import { describe, expect, test } from "vitest";
import {
  counts,
  guardrails,
  type Sides,
  settings,
  sidesOf,
  times,
  windowAt,
  windowsOf,
} from "../../test/support/windows.ts";
import type { JudgedWindow } from "../domain/rollout/window.ts";
import { instant, millis, percent } from "../domain/units.ts";
import { latencyEvidence } from "./combined.ts";
import { judge, tallyOf } from "./judge.ts";
import type { Settings } from "./settings.ts";
import type { Counts } from "./window.ts";

const judged = (windows: readonly JudgedWindow[], changed: Partial<Settings> = {}) =>
  judge({ windows, settings: { ...settings, ...changed } });
/** Each is one window of `counts`, in their order in time. */
const verdict = (sides: readonly Sides[], changed: Partial<Settings> = {}, weight = 25) =>
  judged(sidesOf(sides, weight), changed);

const good: Sides = [counts(250, 0, 2), counts(750, 0, 6)];
const passing = times(60, good);
/** Late windows of a rollout that a person let go on before them. */
const resumed = (windows: readonly JudgedWindow[], resumes = 1): readonly JudgedWindow[] =>
  windows.map((window) => ({ ...window, resumes }));

test("what the cases below start from passes", () => {
  expect(verdict(passing).outcome).toBe("pass");
});

describe("exactly no evidence, either way", () => {
  test.each<[string, Sides]>([
    ["no request to the candidate", [counts(0), counts(750, 9, 300)]],
    ["no request to the baseline", [counts(250, 0, 100), counts(0)]],
    ["nothing bad", [counts(250), counts(750)]],
    ["everything failed", [counts(250, 250, 250), counts(750, 750, 750)]],
  ])("%s", (_, window) => {
    const before = tallyOf(sidesOf(times(3, [counts(250, 2, 3), counts(750, 4, 6)])), settings);
    const after = tallyOf(sidesOf([...times(3, [counts(250, 2, 3), counts(750, 4, 6)] as const), window]), settings);

    expect(after.errors.ratios).toEqual(before.errors.ratios);
    expect(after.step.errors.relative).toEqual(before.step.errors.relative);
    expect(after.errors.evidence.log).toBeCloseTo(before.errors.evidence.log, 12);
    if (window[0]?.requests === 0) {
      expect(after.step.latency).toEqual(before.step.latency);
      expect(latencyEvidence(after)).toBeCloseTo(latencyEvidence(before), 12);
    }
  });
});

describe("T17, T18, T23: windows that were not measured", () => {
  const sides: readonly [string, Sides][] = [
    ["of neither side", [null, null]],
    ["of the candidate", [null, counts(750)]],
    ["of the baseline", [counts(250), null]],
    ["T23: NaN instead of errors", [{ ...counts(250), errors: Number.NaN }, counts(750)]],
    ["T23: NaN instead of the baseline's requests", [counts(250), { ...counts(750), requests: Number.NaN }]],
    ["fractions, as extrapolated rates have them", [counts(250), { ...counts(750), requests: 750.3 }]],
  ];

  test.each(sides)("%s: error after maxMissing, which pauses; never a pass or a rollback", (_, missing) => {
    const outcomes = Array.from({ length: 40 }, (__, n) => verdict(times(n + 1, missing)).outcome);
    expect(outcomes.slice(0, 5)).toEqual(times(5, "inconclusive"));
    expect(outcomes.slice(5)).toEqual(times(35, "error"));
  });

  test.each(sides)("%s: nor after good windows, nor whatever on-inconclusive is", (_, missing) => {
    for (const onInconclusive of ["auto", "promote", "rollback"] as const) {
      const changed = { onInconclusive, decideWithin: millis(60_000) };
      expect(verdict([...passing, ...times(6, missing)], changed).outcome).toBe("error");
    }
  });

  test("the row begins anew with a window that was measured", () => {
    const five = times(5, [null, null] as const);
    expect(verdict([...five, good, ...five]).outcome).not.toBe("error");
    expect(verdict([...five, good, ...five, [null, null]]).outcome).toBe("error");
  });

  test("T18: a person's resume is not held against them again, and makes no pass of what was not measured", () => {
    const missing = (from: number, n: number) => sidesOf(times(n, [null, null] as const), 25, from);
    const paused = [...sidesOf(passing, 25), ...missing(60, 6)];
    expect(judged(paused)).toMatchObject({ outcome: "error" });
    for (const n of [1, 5]) {
      const still = judged([...paused, ...resumed(missing(66, n))]);
      expect(still).toMatchObject({ outcome: "inconclusive" });
      expect(still.pauses).toBeUndefined();
      expect(still.reason).toContain("traffic stopped");
    }
    expect(judged([...paused, ...resumed(missing(66, 6))]).outcome).toBe("error");
    expect(judged([...paused, ...resumed(sidesOf([good], 25, 66))]).outcome).toBe("pass");
  });

  test("why the source did not answer is told", () => {
    const windows = sidesOf(times(6, [null, null] as const)).map((one) => ({ ...one, problem: "connection refused" }));
    expect(judged(windows).reason).toMatch(/no counts in the last 6 windows of 6; .* connection refused$/);
  });
});

describe("T20: the side that has to be compared with is gone", () => {
  test("without a request to the baseline nothing is proven, and the shares are not as ordered", () => {
    const outcomes = [1, 20, 200].map((n) => verdict(times(n, [counts(250, 0, 2), counts(0)])).outcome);
    expect(outcomes).not.toContain("pass");
    expect(outcomes.at(-1)).toBe("error");
  });
});

describe("T21, T22: a metric without data is no good metric", () => {
  const unmeasured = (side: Counts): Counts => ({ ...side, latency: [] });
  const counted = { weight: 3, margin: { small: 2, large: 1.5 }, floor: 0.01 };
  const withCounters = (side: Counts, ...names: readonly string[]): Counts => ({
    ...side,
    counters: Object.fromEntries(names.map((name) => [name, { total: side.requests, bad: 0 }])),
  });
  const named = (...names: readonly string[]) => ({
    counters: Object.fromEntries(names.map((name) => [name, counted])),
    decideWithin: millis(60_000),
  });
  const every = ["a", "b", "c", "d"];
  const seen = (...names: readonly string[]): readonly Sides[] =>
    passing.map(([ours, theirs]) => [withCounters(ours!, ...names), withCounters(theirs!, ...every)]);

  test("T22: with 49 % of the metrics missing it is no pass, by evidence or by the time that is over", () => {
    const names = named(...every);
    expect(verdict(seen(...every), names).outcome).toBe("pass");
    for (const onInconclusive of ["auto", "promote", "pause"] as const) {
      // Of errors, latency and four counters two are missing; each alone is enough.
      for (const present of [
        ["a", "b"],
        ["a", "b", "c"],
      ]) {
        const { outcome, reason, pauses } = verdict(seen(...present), { ...names, onInconclusive });
        expect({ outcome, pauses }).toEqual({ outcome: "inconclusive", pauses: true });
        expect(reason).toContain("d: nothing counted on both sides yet");
      }
    }
  });

  test("T22: a counter that the baseline alone does not show is missing too", () => {
    const sides = passing.map(([ours, theirs]): Sides => [withCounters(ours!, "a"), theirs]);
    expect(verdict(sides, named("a")).reason).toContain("a: nothing counted on both sides yet");
  });

  test("T22: latencies of neither side, or of the candidate alone", () => {
    const ours = passing.map(([c, b]): Sides => [unmeasured(c!), b]);
    const both = passing.map(([c, b]): Sides => [unmeasured(c!), unmeasured(b!)]);
    for (const sides of [ours, both])
      for (const onInconclusive of ["auto", "promote"] as const)
        expect(verdict(sides, { onInconclusive, decideWithin: millis(60_000) })).toMatchObject({
          outcome: "inconclusive",
          reason: expect.stringMatching(/the latency of 0 of [\d,]+ requests is known/),
        });
  });

  test("T21: an answer that nobody could read is a missing window, whatever was good before", () => {
    expect(verdict([...passing, ...times(6, [null, counts(750)] as const)]).outcome).toBe("error");
  });

  test("harm in a counter of one's own is told by its name; within its margin it is told as not proven yet", () => {
    const sides = (bad: number): readonly Sides[] =>
      passing.map(([c, b]) => [
        { ...c!, counters: { checkout: { total: 100, bad } } },
        { ...b!, counters: { checkout: { total: 300, bad: 9 } } },
      ]);
    const checkout = { ...counted, floor: 0.001 };
    expect(verdict(sides(20), { counters: { checkout } })).toMatchObject({
      outcome: "fail",
      reason: expect.stringMatching(/^Harm in checkout: \d+ of \d+ requests went wrong/),
    });
    expect(verdict(sides(4).slice(0, 5), { counters: { checkout } }).reason).toContain(
      "checkout: 20 of 500 (4 %) went wrong, of the baseline's 45 of 1,500 (3 %); not proven to be as good",
    );
  });

  test("latency: none leaves latencies to the limit alone", () => {
    const slower: Sides = [counts(250, 0, 10), counts(750, 0, 0)];
    expect(verdict(times(60, slower)).outcome).toBe("fail");
    expect(verdict(times(60, slower), { latency: null }).outcome).toBe("pass");
    expect(verdict(times(60, [counts(250, 0, 100), counts(750)]), { latency: null })).toMatchObject({
      outcome: "inconclusive",
      pauses: true,
      reason: expect.stringMatching(/^A limit is broken, in latency/),
    });
  });
});

describe("gauges are advice", () => {
  const gauges = { memory: { margin: 0.15 } };
  const heavy = (side: Counts, memory: number): Counts => ({ ...side, gauges: { memory } });
  const sides = (ours: number) =>
    Array.from({ length: 600 }, (): Sides => [heavy(good[0]!, ours), heavy(good[1]!, 100)]);

  test("twice the memory is told, and neither fails nor holds up", () => {
    const { outcome, figures } = verdict(sides(200), { gauges });
    expect(outcome).toBe("pass");
    expect(figures["gauge.memory"]).toBe(2);
    expect(figures["gauge.memory.above"]).toBeGreaterThan(Math.log(100));
  });

  test("one that nobody shows is absent, and holds up nothing", () => {
    const { outcome, figures } = verdict(passing, { gauges });
    expect(outcome).toBe("pass");
    expect(Object.keys(figures).filter((name) => name.startsWith("gauge"))).toEqual([]);
  });
});

describe("T24, T25: no traffic", () => {
  const quiet: Sides = [counts(0), counts(1000)];

  test("T24: a pause that says so after noTraffic, and never a pass", () => {
    // The shares say that something is wrong long before; a router that gives no share away is another matter.
    const calm: Sides = [counts(0), counts(0)];
    expect(verdict(times(59, calm)).pauses).toBeUndefined();
    expect(verdict(times(60, calm))).toMatchObject({
      outcome: "inconclusive",
      pauses: true,
      reason: "No traffic: the candidate has had no request for 300 s. Send it requests, or let a person decide.",
    });
    expect(verdict([...passing, ...times(60, calm)])).toMatchObject({ outcome: "inconclusive", pauses: true });
    expect(verdict(times(60, quiet)).outcome).toBe("error");
  });

  test("T25: a person's resume lets a quiet service go on for as long again", () => {
    const calm = (from: number, n: number) => sidesOf(times(n, [counts(0), counts(0)] as const), 25, from);
    const paused = calm(0, 60);
    expect(judged([...paused, ...resumed(calm(60, 59))]).pauses).toBeUndefined();
    expect(judged([...paused, ...resumed(calm(60, 60))]).pauses).toBe(true);
  });

  test("T25: own people alone need not be there, and their absence is not held against the next step", () => {
    const cohort = windowsOf(times(200, counts(0))).map((one) => ({ ...one, weight: percent(0) }));
    expect(judged(cohort)).toMatchObject({ outcome: "inconclusive" });
    expect(judged(cohort).pauses).toBeUndefined();
    const onWeight = sidesOf(times(60, [counts(0), counts(0)] as const), 5, 200).map((one) => ({
      ...one,
      confirmedAt: instant(1_000_000),
    }));
    expect(judged([...cohort, ...onWeight.slice(0, 59)]).pauses).toBeUndefined();
    expect(judged([...cohort, ...onWeight]).pauses).toBe(true);
  });

  test("T24: after a resume without a request nothing passes by what was seen before it", () => {
    const calm = (from: number, n: number) => sidesOf(times(n, [counts(0), counts(0)] as const), 25, from);
    const paused = [...sidesOf(passing), ...calm(60, 60)];
    for (const n of [1, 10, 59]) expect(judged([...paused, ...resumed(calm(120, n))]).outcome).toBe("inconclusive");
  });
});

describe("a broken limit", () => {
  const outage: Sides = [counts(250, 25), counts(750, 75)];
  const alone = (errors: number, n: number, weight = 100) =>
    windowsOf(times(n, counts(250, errors))).map((one) => ({ ...one, weight: percent(weight) }));
  const acting = (action: Settings["guardrails"]["action"]) => ({ guardrails: { ...guardrails, action } });

  test("pauses while the baseline has traffic, for both may suffer from the same", () => {
    expect(verdict(times(5, outage))).toMatchObject({
      outcome: "inconclusive",
      pauses: true,
      reason: expect.stringMatching(
        /^A limit is broken, in errors: .* limit 1 %.*; on this step 375 of 3,750 \(10 %\) of the baseline's failed\./,
      ),
    });
  });

  test("pauses beside a cohort of own people, while everybody else is on the baseline", () => {
    expect(judged(alone(25, 5, 0))).toMatchObject({ outcome: "inconclusive", pauses: true });
  });

  test("rolls back where the candidate has all traffic", () => {
    expect(judged(alone(25, 5)).outcome).toBe("fail");
  });

  test("rolls back or pauses everywhere, where that is asked for", () => {
    expect(verdict(times(5, outage), acting("rollback")).outcome).toBe("fail");
    const paused = judged(alone(25, 5), acting("pause"));
    expect(paused).toMatchObject({ outcome: "inconclusive", pauses: true });
    expect(paused.reason).not.toContain("baseline's failed");
  });

  test("starts anew with a person's resume: neither the next window nor a calm hour pauses again, but as much again does", () => {
    const paused = sidesOf(times(5, outage));
    const goingOn = (sides: readonly Sides[]) => judged([...paused, ...resumed(sidesOf(sides, 25, 5))]);
    expect(goingOn([good]).pauses).toBeUndefined();
    expect(goingOn(times(100, good)).pauses).toBeUndefined();
    expect(goingOn(times(5, outage)).pauses).toBe(true);
  });

  test("is judged by the candidate alone, also while the baseline was not measured", () => {
    const outcomes = [acting("auto"), acting("rollback")].map(
      (action) => verdict(times(5, [counts(250, 25), null]), action).outcome,
    );
    expect(outcomes).toEqual(["inconclusive", "fail"]);
  });
});

describe("shares that are not as ordered", () => {
  const all = [counts(1000), counts(0)] as const;

  test("are an error, which pauses", () => {
    expect(verdict(times(3, all), {}, 5)).toMatchObject({
      outcome: "error",
      reason: expect.stringMatching(/^The shares are not as ordered: 3,000 of 3,000 requests reached the candidate/),
    });
  });

  test("are tolerated within a quarter of the share", () => {
    for (const ours of [200, 300]) {
      const sides = times(300, [counts(ours), counts(1000 - ours)] as const);
      expect(verdict(sides).outcome, `${ours}`).toBe("pass");
    }
  });

  test("start anew with a person's resume", () => {
    const paused = sidesOf(times(3, all), 5);
    const exact = sidesOf(times(30, [counts(50), counts(950)] as const), 5, 3);
    expect(judged([...paused, ...exact]).outcome).toBe("error");
    expect(judged([...paused, ...resumed(exact)]).outcome).not.toBe("error");
    expect(judged([...paused, ...resumed(sidesOf(times(3, all), 5, 3))]).outcome).toBe("error");
  });

  test("are not asked for while the next weight is on its way: a window may hold some of both", () => {
    const between = sidesOf(times(2, [counts(250), counts(750)] as const), 5).map((one) => ({
      ...one,
      confirmedAt: null,
    }));
    expect(judged(between).outcome).toBe("inconclusive");
  });
});

describe("steps", () => {
  const worse: Sides = [counts(250, 3), counts(750, 4)];
  const onStep = (sides: readonly Sides[], weight: number, from: number) =>
    sides.map(([candidate, baseline], i) => ({
      ...windowAt(from + i, candidate, baseline, weight),
      confirmedAt: instant(5_000 * from),
    }));

  test("T27: evidence of harm survives a change of the weight, evidence of good does not", () => {
    const first = onStep(times(8, worse), 25, 0);
    const [before, after] = [first, [...first, ...onStep([[counts(500), counts(500)]], 50, 8)]].map(
      (windows) => judged(windows).figures,
    );
    expect(before!.errorsHarm).toBeGreaterThan(1);
    expect(after!.errorsHarm).toBeGreaterThan(1);
    const passed = onStep(passing, 25, 0);
    expect(judged(passed).outcome).toBe("pass");
    const next = [...passed, ...onStep([[counts(500), counts(500)]], 50, 60)];
    expect(judged(next).outcome).toBe("inconclusive");
    expect(judged(next).figures.requests).toBe(500);
  });

  test("a weight that is another one is a step, even where nobody confirmed it anew", () => {
    const [at25, at50] = [sidesOf(passing, 25), sidesOf([good], 50, 60)];
    expect(judged([...at25, ...at50]).figures.requests).toBe(250);
  });
});
