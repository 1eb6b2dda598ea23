import { describe, expect, test } from "vitest";
import { counts, type Sides, settings, sidesOf, times, windowsOf } from "../../test/support/windows.ts";
import type { JudgedWindow } from "../domain/rollout/window.ts";
import { millis } from "../domain/units.ts";
import { judge } from "./judge.ts";
import type { OnInconclusive } from "./settings.ts";

const minute = millis(60_000);
/** What comes of these windows when a minute is over. */
const judged = (windows: readonly JudgedWindow[], onInconclusive: OnInconclusive, changed = {}) =>
  judge({ windows, settings: { ...settings, decideWithin: minute, onInconclusive, ...changed } });
const verdict = (sides: readonly Sides[], onInconclusive: OnInconclusive, weight = 25, changed = {}) =>
  judged(sidesOf(sides, weight), onInconclusive, changed);

/** Too few to prove anything in a minute, and alike. */
const alike: Sides = [counts(10, 0, 1), counts(30, 0, 3)];
/** Errors three times as frequent as the baseline's, too few to prove it. */
const worse: readonly Sides[] = [
  ...times(9, [counts(25), counts(75)] as const),
  ...times(3, [counts(25, 1), counts(75, 1)] as const),
];
/** p95 of a second against 20 ms, too few to prove it. */
const slower: Sides = [counts(10, 0, 1), counts(30, 0, 1)];

test("before the time is over nothing is settled", () => {
  for (const choice of ["auto", "promote", "pause", "rollback"] as const)
    expect(verdict(times(11, alike), choice)).toEqual(verdict(times(11, alike), "pause"));
  expect(verdict(times(11, alike), "pause").pauses).toBeUndefined();
});

describe("when it is over", () => {
  test.each<[OnInconclusive, object, string]>([
    ["auto", { outcome: "pass" }, "auto: the estimates lie within the margins, and it goes on."],
    ["promote", { outcome: "pass" }, "promote: not proven bad, it goes on."],
    ["pause", { outcome: "inconclusive", pauses: true }, "pause: a person decides."],
    ["rollback", { outcome: "fail" }, "rollback: it is taken back."],
  ])("%s does what it says, and says so", (choice, done, words) => {
    const settled = verdict(times(12, alike), choice);
    expect(settled).toMatchObject(done);
    expect(settled.reason).toMatch(/^Cannot tell yet: .* Time to decide is over, and on-inconclusive is /);
    expect(settled.reason).toContain(words);
  });

  test("auto pauses where the estimates lie beyond the margins: errors, or latency", () => {
    expect(verdict(worse, "auto")).toMatchObject({ outcome: "inconclusive", pauses: true });
    expect(verdict(times(12, slower), "auto")).toMatchObject({ outcome: "inconclusive", pauses: true });
    expect(verdict(worse, "promote").outcome).toBe("pass");
  });

  test("auto takes the margin of the weight: 1.7 times the errors is inside 2 at 5 %, and beyond 1.5 above", () => {
    const sides = [...times(11, [counts(25), counts(475, 2)] as const), [counts(25, 2), counts(475, 2)] as const];
    const changed = { errors: { ...settings.errors, floor: 0.0001 }, latency: null };
    const rates = [2 / 300, 24 / 5_700];
    expect(rates[0]! / rates[1]!).toBeGreaterThan(1.5);
    expect(rates[0]! / rates[1]!).toBeLessThan(2);
    expect(verdict(sides, "auto", 5, changed).outcome).toBe("pass");
    expect(verdict(sides, "auto", 5.1, changed)).toMatchObject({ outcome: "inconclusive", pauses: true });
  });

  test("auto looks at counters of one's own, too", () => {
    const counters = { pay: { weight: 3, margin: { small: 2, large: 1.5 }, floor: 0.001 } };
    const sides = (bad: number): readonly Sides[] =>
      times(12, [
        { ...alike[0]!, counters: { pay: { total: 10, bad } } },
        { ...alike[1]!, counters: { pay: { total: 90, bad: 9 } } },
      ] as const);
    expect(verdict(sides(1), "auto", 25, { counters }).outcome).toBe("pass");
    expect(verdict(sides(2), "auto", 25, { counters })).toMatchObject({ outcome: "inconclusive", pauses: true });
  });

  test("where the baseline's latencies are not known, the limit holds", () => {
    const against = (slow: number): readonly Sides[] =>
      times(12, [counts(40, 0, slow), { ...counts(120), latency: [] }] as const);
    expect(verdict(against(1), "auto").outcome).toBe("pass");
    expect(verdict(against(3), "auto")).toMatchObject({ outcome: "inconclusive", pauses: true });
  });

  test("with all traffic the estimates are held against the limits", () => {
    const alone = (errors: number) => windowsOf([...times(11, counts(5)), counts(5, errors)]);
    expect(judged(alone(0), "auto").outcome).toBe("pass");
    expect(judged(alone(1), "auto")).toMatchObject({ outcome: "inconclusive", pauses: true });
  });
});

describe("never on without the least exposure, whatever was settled", () => {
  test.each<[string, readonly Sides[]]>([
    ["fewer requests than minRequests", times(12, [counts(4), counts(12)])],
    ["no request at all", times(12, [counts(0), counts(0)])],
    ["two windows with requests", [...times(10, [counts(0), counts(0)] as const), ...times(2, [counts(100), counts(300)] as const)]], // biome-ignore format: one case a line
    ["traffic that stopped", [...times(6, alike), ...times(6, [counts(0), counts(0)] as const)]],
    ["latencies that nobody knows", times(12, [{ ...counts(10), latency: [] }, counts(30)])],
  ])("%s: a pause", (_, sides) => {
    for (const choice of ["auto", "promote"] as const)
      expect(verdict(sides, choice)).toMatchObject({ outcome: "inconclusive", pauses: true });
  });

  test("no warm window: a pause", () => {
    const changed = { warmUp: millis(3_600_000) };
    expect(verdict(times(60, alike), "promote", 25, changed)).toMatchObject({ outcome: "inconclusive", pauses: true });
  });
});

test("a person's resume gives it as much time again", () => {
  const later = (n: number) => sidesOf(times(n, alike), 25, 12).map((window) => ({ ...window, resumes: 1 }));
  const paused = sidesOf(times(12, alike), 25);
  expect(judged(paused, "pause").pauses).toBe(true);
  expect(judged([...paused, ...later(1)], "pause").pauses).toBeUndefined();
  expect(judged([...paused, ...later(11)], "pause").pauses).toBeUndefined();
  expect(judged([...paused, ...later(12)], "pause").pauses).toBe(true);
});
