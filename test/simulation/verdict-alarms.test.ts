import { describe, expect, test } from "vitest";
import { ours } from "../../bench/verdicts/judges/ours.ts";
import { normal } from "../../bench/verdicts/normal.ts";
import { play } from "../../bench/verdicts/play.ts";
import { idOf, type Scenario, ticksIn } from "../../bench/verdicts/scenario.ts";
import { scenarios } from "../../bench/verdicts/scenarios.ts";
import { type Uniform, uniformFrom } from "../../bench/verdicts/uniform.ts";
import { gauge, logAbove, lookAt } from "../../src/analysis/gauge.ts";
import { instant } from "../../src/domain/units.ts";

const named = (id: string): Scenario => {
  const found = scenarios.find((scenario) => idOf(scenario) === id);
  if (found === undefined) throw new Error(`no scenario ${id}`);
  return found;
};

/** With what the product ships for such an environment. */
const shipped = ours("shipped");
const alpha = 0.01;

/** Rollbacks in so many runs of a world, which are the same runs every time. */
const rollbacks = (scenario: Scenario, runs: number): number =>
  Array.from({ length: runs }, (_, run) => play(scenario, run, [shipped])[0]!.rollback).filter((at) => at !== null)
    .length;

/** So many of `runs` happen by chance, once in a thousand times, when each does with a probability of alpha. */
const atMost = (runs: number): number => Math.floor(alpha * runs + 3.1 * Math.sqrt(alpha * runs));

/** A quarter of an hour: the first minute, and the tenth, are what these are about. */
const short = { ticks: ticksIn(900) };

describe("both sides are the same build, looked at every 5 s: rolled back in at most one of a hundred rollouts", () => {
  test.each<[string, number, Partial<Scenario>]>([
    ["errors-aa: errors .1->1 %, diurnal load, weights 1-5-25-50", 120, {}],
    ["errors-aa: shared outage: 20 % for 60 s in both arms", 120, short],
    ["errors-aa: cold start 20x for 60 s", 120, short],
    ["errors-aa: sticky users (runs of 10)", 120, {}],
    ["errors-aa: noisy service, 1.2 %", 100, short],
    ["misaligned: canary 5 s early, 1000 rps 25 %", 100, short],
    ["latency-aa: cold start x3, 60 s", 40, short],
    ["latency-aa: shared slowdown x3, 60 s", 40, short],
    ["latency-aa: drift x1->x1.6, weights 1-5-25-50", 20, {}],
  ])("%s", (id, runs, changes) => {
    expect(rollbacks({ ...named(id), ...changes }, runs)).toBeLessThanOrEqual(atMost(runs));
  });
});

describe("and a worse one is rolled back, or the above would prove little", () => {
  test.each([
    ["errors-regression: .1->1 % 100rps 5 %", 20],
    ["latency-regression: +50 % 100rps 5 %", 10],
    ["errors-regression: .1->1 % from t=10min, 100rps 5 %", 20],
  ])("%s", (id, runs) => {
    expect(rollbacks(named(id), runs)).toBe(runs);
  });
});

describe("a gauge with autocorrelated noise, read every 5 s for half an hour", () => {
  const runs = 500;
  /** How often chance alone, or a ratio of `ratio`, is told as above; each pod has a speed of its own. */
  const told = (ratio: number, podNoise: number, margin: number): number =>
    Array.from({ length: runs }, (_, run) => {
      const uniform = uniformFrom(`gauge ${ratio} ${podNoise} ${margin} ${run}`);
      const [ours, theirs] = [readings(uniform), readings(uniform)];
      const bias = Math.exp(podNoise * normal(uniform));
      let seen = gauge;
      let isTold = false;
      for (let tick = 0; tick < 360; tick++) {
        const values = { candidate: 100 * ratio * bias * ours(), baseline: 100 * theirs() };
        seen = lookAt(seen, instant(5_000 * tick), values, margin);
        isTold ||= logAbove(seen) >= Math.log(100);
      }
      return isTold;
    }).filter(Boolean).length / runs;

  test("equal pods: hardly ever told, without a margin too (a minute leaves some of the correlation)", () => {
    expect(told(1, 0, 0)).toBeLessThanOrEqual(0.03);
  });

  test("pods that differ by 5 %: told too often without a margin, hardly ever with the one that ships", () => {
    expect(told(1, 0.05, 0)).toBeGreaterThan(0.05);
    expect(told(1, 0.05, 0.15)).toBeLessThanOrEqual(0.004);
  });

  test("30 % more is told in most runs", () => {
    expect(told(1.3, 0.05, 0.15)).toBeGreaterThan(0.75);
  });
});

/** exp of an AR(1) process of 0.9 from reading to reading, with a spread of 6 %. */
const readings = (uniform: Uniform): (() => number) => {
  let state = normal(uniform);
  return () => {
    state = 0.9 * state + Math.sqrt(1 - 0.9 ** 2) * normal(uniform);
    return Math.exp(0.06 * state);
  };
};
