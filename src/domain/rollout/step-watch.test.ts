import { describe, expect, test } from "vitest";
import { acted, type Case, openCase } from "../../../test/support/case.ts";
import { minutesLater, order, report, types } from "../../../test/support/moments.ts";
import { driven, good, isOver, rolloutOf, turn } from "../../../test/support/obey.ts";
import { step } from "../../../test/support/release.ts";
import { rolloutTo, tinyProcess } from "../../../test/support/tiny-process.ts";
import { started } from "../../../test/support/walk.ts";
import { millis, since } from "../units.ts";
import type { RolloutReport } from "./commands.ts";
import type { WatchRule } from "./step-watch.ts";
import type { WindowCounts } from "./window.ts";

const errors: WatchRule = { metric: "errors", above: 0.02, atLeast: 20, onBreach: "pause" };
const slow: WatchRule = {
  metric: "slow",
  above: 0.1,
  atLeast: 20,
  onBreach: "pause",
  slowerThan: millis(500),
  bucket: 40,
};
const bake = millis(600_000);

const watched = (...watch: readonly WatchRule[]): Case => {
  const steps = [
    step(5, 1, { bake: millis(0) }),
    step(25, 1, { bake: millis(0) }),
    step(50, 2, { bake, watch }),
    step(100, 4),
  ];
  const opened = openCase(tinyProcess([rolloutTo({ id: "deploy" })]), {
    plan: { environments: { production: { steps, count: 4 } }, interval: millis(5_000) },
  });
  const asked = acted(opened, "ada", started(opened, "deploy"));
  return driven(asked, ({ step, weightAt }) => step === 2 && weightAt !== null);
};

/** Five seconds later, a window in which this was counted, and a verdict that sees no harm. */
const counted = (before: Case, counts: Partial<WindowCounts>): { readonly now: Case; readonly said: RolloutReport } => {
  const now = minutesLater(before, 5 / 60);
  const candidate = { requests: 0, errors: 0, latency: [], ...counts };
  const window = { from: rolloutOf(now).lastWindowAt!, to: now.at, candidate, baseline: null };
  return { now, said: { type: "RecordVerdict", step: 2, window, verdict: good, candidateReady: 2, answers: "" } };
};
const saw = (before: Case, counts: Partial<WindowCounts>): Case => {
  const { now, said } = counted(before, counts);
  return acted(now, "headgate", { type: "Report", rollout: rolloutOf(now).id, report: said });
};
const typesOf = (before: Case, counts: Partial<WindowCounts>): readonly string[] => {
  const { now, said } = counted(before, counts);
  return types(report(now, said));
};

describe("R75: the watch of a step", () => {
  test("5xx in step 3 that no verdict calls harm yet pause within 30 s, and propose a rollback by what status can do", () => {
    const quiet = watched(errors);
    const began = quiet.at;
    let now = quiet;
    while (rolloutOf(now).paused === null) now = saw(now, { requests: 8, errors: 1 });
    expect(since(began, rolloutOf(now).paused!.at)).toBeLessThan(30_000);
    expect(rolloutOf(now)).toMatchObject({
      phase: "progressing",
      step: 2,
      paused: { by: "headgate", reason: "the step's watch: 3 of 24 requests failed, 12.5 % (limit 2 %)" },
    });
    expect(types(report(minutesLater(now, 60), { type: "CompleteStep", step: 2 }))).toEqual([]);
    const back = acted(now, "ada", order({ type: "RollBack", reason: "the watch", severity: "high" }));
    expect(rolloutOf(driven(back, isOver))).toMatchObject({ phase: "rolled-back", weight: 0 });
  });

  test("says nothing of fewer requests than it needs, of a step without it, or within its limit", () => {
    expect(typesOf(watched(errors), { requests: 19, errors: 19 })).toEqual(["VerdictRecorded"]);
    expect(typesOf(watched(), { requests: 100, errors: 50 })).toEqual(["VerdictRecorded"]);
    expect(typesOf(watched(errors), { requests: 100, errors: 2 })).toEqual(["VerdictRecorded"]);
  });

  test("rolls back at once where the file says so", () => {
    expect(typesOf(watched(slow, { ...errors, onBreach: "roll back" }), { requests: 100, errors: 9 })).toEqual([
      "VerdictRecorded",
      "TriggerRaised",
      "TriggerDecided",
      "RollbackStarted",
    ]);
  });

  test("knows slow requests by their bucket", () => {
    const latency = (late: number) => [[12, 100 - late] as const, [41, late] as const];
    expect(typesOf(watched(slow), { requests: 100, latency: latency(10) })).toEqual(["VerdictRecorded"]);
    expect(typesOf(watched(slow), { requests: 100, latency: latency(11) })).toEqual([
      "VerdictRecorded",
      "RolloutPaused",
    ]);
  });

  test("a counter of one's own: the share that went wrong, by its own number of events", () => {
    const rule: WatchRule = { metric: "counter", name: "checkout", above: 0.01, atLeast: 50, onBreach: "pause" };
    const checkouts = (bad: number, total: number) => ({ requests: 9, counters: { checkout: { bad, total } } });
    const almost = saw(watched(rule), checkouts(1, 49));
    expect(rolloutOf(almost).paused).toBeNull();
    expect(rolloutOf(saw(almost, checkouts(0, 1))).paused).toMatchObject({
      reason: "the step's watch: 1 of 50 checkout went wrong, 2 % (limit 1 %)",
    });
    expect(typesOf(watched(rule), checkouts(1, 100))).toEqual(["VerdictRecorded"]);
  });

  test("a gauge such as saturation pauses within 30 s when it stays above its limit, and not for one peak", () => {
    const rule: WatchRule = { metric: "gauge", name: "memory", above: 0.9, for: millis(15_000), onBreach: "pause" };
    const memory = (value: number) => ({ requests: 9, gauges: { memory: value } });
    const quiet = watched(rule);
    const began = quiet.at;
    const peak = saw(saw(quiet, memory(0.99)), memory(0.9));
    expect(rolloutOf(saw(peak, memory(0.95))).paused).toBeNull();
    let now = quiet;
    while (rolloutOf(now).paused === null) now = saw(now, memory(0.95));
    expect(since(began, rolloutOf(now).paused!.at)).toBe(15_000);
    expect(rolloutOf(now).paused?.reason).toBe("the step's watch: memory was at least 0.95 for 16 s (limit 0.9)");
    const back = acted(now, "ada", order({ type: "RollBack", reason: "the watch", severity: "high" }));
    expect(rolloutOf(back).phase).toBe("rolling-back");
  });

  test("a figure that is not there for six windows in a row pauses too: nobody would be watching", () => {
    const rule: WatchRule = { metric: "gauge", name: "memory", above: 0.9, for: millis(15_000), onBreach: "pause" };
    const blind = Array.from({ length: 5 }).reduce<Case>((now) => saw(now, { requests: 9 }), watched(rule));
    expect(rolloutOf(blind).paused).toBeNull();
    expect(rolloutOf(saw(blind, { requests: 9, gauges: { memory: 0.1 } })).paused).toBeNull();
    expect(rolloutOf(saw(blind, { requests: 9, gauges: { disk: 0.1 } })).paused?.reason).toBe(
      "the step's watch: memory was not measured in 6 windows in a row",
    );
  });

  test("what a person let go on is not held against it again; what comes after it is", () => {
    const paused = saw(watched(errors), { requests: 100, errors: 9 });
    const resumed = acted(paused, "ada", order({ type: "Resume" }));
    expect(typesOf(resumed, { requests: 10, errors: 1 })).toEqual(["VerdictRecorded"]);
    expect(typesOf(resumed, { requests: 100, errors: 9 })).toEqual(["VerdictRecorded", "RolloutPaused"]);
    expect(rolloutOf(turn(resumed)).phase).toBe("progressing");
  });
});
