import { describe, expect, test } from "vitest";
import { addWindow } from "../../src/analysis/add-window.ts";
import { clearsAfter } from "../../src/analysis/clears-after.ts";
import { isOutcomeCleared } from "../../src/analysis/is-cleared.ts";
import { tallyOf } from "../../src/analysis/judge.ts";
import type { PlannedStep } from "../../src/analysis/planned-step.ts";
import { provesAfter } from "../../src/analysis/proves-after.ts";
import type { Tally } from "../../src/analysis/tally.ts";
import { millis, percent } from "../../src/domain/units.ts";
import { drawn } from "../support/draws.ts";
import { type Random, randomFrom } from "../support/random.ts";
import { settings, windowAt } from "../support/windows.ts";

const runs = 60;
const longest = 1_500;
const judging = { settings, interval: millis(5_000) };
const seeds = Array.from({ length: runs }, (_, i) => i + 1);

type Cell = { readonly rps: number; readonly weight: number; readonly usual: number; readonly ratio: number };

/** Seconds until the tally is so, in one seeded run. */
const runUntil = (random: Random, { rps, weight, usual, ratio }: Cell, isOver: (seen: Tally) => boolean): number => {
  const share = weight / 100;
  let seen = tallyOf([], settings);
  for (let i = 0; i < longest; i++) {
    const [ours, theirs] = [drawn(random, rps * share, usual * ratio), drawn(random, rps * (1 - share), usual)];
    seen = addWindow(seen, windowAt(i, ours, theirs, weight), settings);
    if (isOver(seen)) return 5 * (i + 1);
  }
  return Number.POSITIVE_INFINITY;
};

const median = (cell: Cell, isOver: (seen: Tally) => boolean): number =>
  seeds.map((seed) => runUntil(randomFrom(seed), cell, isOver)).toSorted((a, b) => a - b)[runs / 2] ?? 0;

const step = ({ weight }: Cell): PlannedStep => ({ weight: percent(weight), bake: millis(0), grows: false });
const traffic = ({ rps, usual }: Cell) => ({ rps, badShare: usual, slowShare: 0 });

/** Both ways within a factor of 1.5. */
const expectClose = (forecast: number, seen: number): void => {
  expect(forecast / seen).toBeGreaterThan(1 / 1.5);
  expect(forecast / seen).toBeLessThan(1.5);
};

describe("the planner says when harm is proven", () => {
  test.each([
    { rps: 100, weight: 5, usual: 0.001, ratio: 10 },
    { rps: 100, weight: 5, usual: 0.001, ratio: 5 },
    { rps: 100, weight: 25, usual: 0.001, ratio: 10 },
    { rps: 1_000, weight: 1, usual: 0.001, ratio: 10 },
    { rps: 1_000, weight: 25, usual: 0.001, ratio: 1.5 },
    { rps: 10, weight: 25, usual: 0.01, ratio: 5 },
  ])("$rps requests/s, $weight %, errors of $usual times $ratio", (cell) => {
    const forecast = provesAfter(step(cell), traffic(cell), cell.ratio, judging) ?? Number.NaN;

    expectClose(
      forecast / 1_000,
      median(cell, ({ harmedBy }) => harmedBy !== null),
    );
  });
});

describe("the planner says when a good build is cleared", () => {
  test.each([
    { rps: 100, weight: 25, usual: 0.001, ratio: 1, by: "margin" },
    { rps: 10, weight: 25, usual: 0.01, ratio: 1, by: "margin" },
    { rps: 200, weight: 25, usual: 0.0002, ratio: 1, by: "floor" },
    { rps: 100, weight: 5, usual: 0.0002, ratio: 1, by: "floor" },
  ])("$rps requests/s, $weight %, errors of $usual: by the $by", ({ by, ...cell }) => {
    const clears = clearsAfter(step(cell), traffic(cell), judging);

    expect(clears.by).toBe(by);
    expectClose(
      (clears.after ?? Number.NaN) / 1_000,
      median(cell, (seen) => seen.step.windows >= 3 && isOutcomeCleared(seen.step.errors, settings)),
    );
  });
});

describe("with all traffic, the planner says when", () => {
  const all = { rps: 5, weight: 100, usual: 0.001, ratio: 1 };

  test.each([2, 5])("errors at %s times the limit are proven to break it", (ratio) => {
    const bad = { ...all, ratio: (ratio * settings.guardrails.errorRate) / all.usual };
    const forecast = provesAfter(step(bad), traffic(bad), ratio, judging) ?? Number.NaN;

    expectClose(
      forecast / 1_000,
      median(bad, ({ harmedBy }) => harmedBy === "limit"),
    );
  });
});
