import { expect, test } from "vitest";
import { judges } from "../../bench/verdicts/judges.ts";
import { type Outcome, play } from "../../bench/verdicts/play.ts";
import { idOf, type Scenario } from "../../bench/verdicts/scenario.ts";
import { scenarios } from "../../bench/verdicts/scenarios.ts";
import { summaryOf } from "../../bench/verdicts/summary.ts";
import { worldOf } from "../../bench/verdicts/world.ts";
import { isSound, type Window } from "../../src/analysis/window.ts";

const named = (id: string): Scenario => scenarios.find((scenario) => idOf(scenario) === id)!;
const windowsOf = (scenario: Scenario, run: number, ticks = scenario.ticks): Window[] => {
  const { next } = worldOf(scenario, run);
  return Array.from({ length: ticks }, next);
};
const sum = (windows: readonly Window[], side: "candidate" | "baseline", what: "requests" | "errors"): number =>
  windows.reduce((total, window) => total + (window[side]?.[what] ?? 0), 0);

test("every scenario has a name of its own", () => {
  expect(new Set(scenarios.map(idOf)).size).toBe(scenarios.length);
});

test.each(scenarios.map((scenario) => [idOf(scenario), scenario] as const))(
  "%s: sound windows, again the same",
  (_, scenario) => {
    const windows = windowsOf(scenario, 3, 12);
    expect(windowsOf(scenario, 3, 12)).toEqual(windows);
    expect(windowsOf(scenario, 4, 12)).not.toEqual(windows);
    for (const { candidate, baseline } of windows) expect(isSound(candidate!) && isSound(baseline!)).toBe(true);
  },
);

test("traffic, weight and errors are what the scenario says", () => {
  const windows = windowsOf(named("errors-aa: noisy service, 1.2 %"), 0);
  const [candidate, baseline] = [sum(windows, "candidate", "requests"), sum(windows, "baseline", "requests")];
  expect(Math.abs(candidate - 9_000)).toBeLessThan(4 * Math.sqrt(9_000));
  expect(Math.abs(baseline - 171_000)).toBeLessThan(4 * Math.sqrt(171_000));
  expect(Math.abs(sum(windows, "baseline", "errors") - 2_052)).toBeLessThan(4 * Math.sqrt(2_052));
});

test("errors of sticky users come in tens, and no more of them", () => {
  const sticky = named("errors-aa: sticky users (runs of 10)");
  const windows = Array.from({ length: 20 }, (_, run) => windowsOf(sticky, run)).flat();
  for (const { baseline } of windows) expect(baseline!.errors % 10).toBe(0);
  // Mean 3,420, and ten times the variance of single errors.
  expect(Math.abs(sum(windows, "baseline", "errors") - 3_420)).toBeLessThan(4 * Math.sqrt(34_200));
});

test("a candidate that is counted early shows the outage before the baseline does", () => {
  const first = (windows: readonly Window[], side: "candidate" | "baseline") =>
    windows.findIndex((window) => window[side]!.errors > 0.1 * window[side]!.requests);
  const early = windowsOf(named("misaligned: canary 10 s early, 1000 rps 25 %"), 0);
  const late = windowsOf(named("misaligned: canary 5 s late, 1000 rps 25 %"), 0);
  expect([first(early, "candidate"), first(early, "baseline")]).toEqual([118, 120]);
  expect([first(late, "candidate"), first(late, "baseline")]).toEqual([121, 120]);
});

test("the minute before the rollout is there for thresholds, without a candidate", () => {
  const { history } = worldOf(named("latency-aa: 100 rps 5 %"), 0);
  expect(history).toHaveLength(12);
  expect([history[0]!.from, history.at(-1)!.to]).toEqual([-60_000, 0]);
  expect(history.every(({ candidate, baseline }) => candidate?.requests === 0 && baseline!.latency.length > 0)).toBe(
    true,
  );
});

test("a judge's time and bad requests are counted up to its rollback", () => {
  const crash = named("errors-regression: crash 100 %, 100rps 5 %");
  const outcomes = Array.from({ length: 20 }, (_, run) => play(crash, run, judges["errors-regression"])[0]!);
  const summary = summaryOf(crash, "SPRT", outcomes);
  expect(summary).toMatchObject({ runs: 20, rollback: { of: 1, error: 0 }, rollbackSeconds: 5 });
  expect(summary.bad).toBeGreaterThan(15);
  expect(summary.bad).toBeLessThan(35);
});

test("times are counted from the fault's beginning, and shares carry their standard error", () => {
  const late = named("errors-regression: .1->1 % from t=10min, 100rps 5 %");
  const outcome = (rollback: number | null): Outcome => ({ rollback, promote: null, paused: false, bad: 3 });
  expect(summaryOf(late, "any", [outcome(130), outcome(null), outcome(null), outcome(null)])).toMatchObject({
    rollback: { of: 0.25, error: Math.sqrt(0.1875 / 4) },
    rollbackSeconds: 50,
    bad: 3,
  });
});

test("a promotion ends a run where one is asked for, and is passed over where none is", () => {
  const judge = (ruling: "promote" | "rollback") => ({
    name: "by hand",
    begin: () => {
      let seen = 0;
      return { look: () => (++seen === 3 ? "promote" : seen === 5 ? ruling : null) };
    },
  });
  const [asked, notAsked] = ["promote: 10 rps 25 %, 1 %, clean", "errors-aa: 1 rps 25 %"].map(named);
  expect(play(asked!, 0, [judge("rollback")])[0]).toMatchObject({ promote: 3, rollback: null });
  expect(play(notAsked!, 0, [judge("rollback")])[0]).toMatchObject({ promote: 3, rollback: 5 });
});
