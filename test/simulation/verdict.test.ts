import fc from "fast-check";
import { expect, test } from "vitest";
import { judge } from "../../src/analysis/judge.ts";
import type { Counts } from "../../src/analysis/window.ts";
import { closedGates } from "../../src/domain/rollout/gates.ts";
import { judgedWindow } from "../../src/domain/rollout/judged-window.ts";
import type { Window } from "../../src/domain/rollout/window.ts";
import { instant, millis, plus } from "../../src/domain/units.ts";
import { acted, type Case, openCase } from "../support/case.ts";
import { driven, reported, rolloutOf } from "../support/obey.ts";
import { rolloutTo, tinyProcess } from "../support/tiny-process.ts";
import { started } from "../support/walk.ts";
import { counts, times, settings as usual } from "../support/windows.ts";

/** So few requests can show that at most 1 % fail, and no more. */
const settings = { ...usual, errors: { ...usual.errors, floor: 0.01 } };

const opened = openCase(tinyProcess([rolloutTo({ id: "deploy" })]), { plan: { interval: millis(5_000) } });
const baking = driven(acted(opened, "ada", started(opened, "deploy")), ({ weightAt }) => weightAt !== null);

/** The other side: it has what the weight leaves it, and no fault. */
const otherSide = (weight: number, candidate: Counts | null): Counts =>
  counts(Math.round(((candidate?.requests ?? 100) * (100 - weight)) / Math.max(1, weight)));

/** One window after another of these counts, each judged with all before it, as the conductor does. */
const judged = (from: Case, list: readonly (Counts | null)[]): Case => {
  let now = from;
  for (const candidate of list) {
    const rollout = rolloutOf(now);
    if (rollout.phase !== "progressing") return now;
    now = { ...now, at: plus(now.at, millis(5_000)) };
    const window: Window = {
      from: rollout.lastWindowAt ?? instant(0),
      to: now.at,
      candidate,
      baseline: otherSide(rollout.weight, candidate),
    };
    const windows = [...rollout.windows, judgedWindow(rollout, window)];
    const verdict = judge({ windows, settings });
    now = reported(now, { type: "RecordVerdict", step: rollout.step, window, verdict, candidateReady: 1, answers: "" });
  }
  return now;
};

const isOpen = (at: Case): boolean => {
  const rollout = rolloutOf(at);
  return rollout.phase === "progressing" && rollout.paused === null && closedGates(rollout, at.at).length === 0;
};

test("enough good windows over the whole bake open the step", () => {
  expect(isOpen(judged(baking, times(14, counts(100))))).toBe(true);
});

test("T17, T22, T23: windows that were not measured never open a step, and end in a pause", () => {
  const blind = judged(baking, times(20, null));
  expect(isOpen(blind)).toBe(false);
  expect(rolloutOf(blind).paused?.by).toBe("headgate");
});

test("T17: a pass needs at least three windows with requests, whatever else was seen", () => {
  const window = fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.constant(counts(0)) },
    { weight: 1, arbitrary: fc.nat(5_000).map((requests) => counts(requests)) },
  );
  fc.assert(
    fc.property(fc.array(window, { maxLength: 14 }), (list) => {
      const served = list.filter((one) => one !== null && one.requests > 0);
      const requests = served.reduce((sum, one) => sum + (one?.requests ?? 0), 0);
      if (served.length < 3 || requests < settings.minRequests) expect(isOpen(judged(baking, list))).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test("T24: traffic that stops in the middle closes the gate again, although it was open", () => {
  const open = judged(baking, times(14, counts(100)));
  expect(isOpen(open)).toBe(true);
  expect(isOpen(judged(open, times(settings.maxMissing, counts(0))))).toBe(false);
});

test("T1, R121: a harmful build goes back within a few windows, by numbers that the event keeps", () => {
  const harmed = judged(baking, times(20, counts(100, 20)));
  expect(rolloutOf(harmed).phase).toBe("rolling-back");
  expect(rolloutOf(harmed).windows.length).toBeLessThan(5);
  expect(rolloutOf(harmed).rollback?.reason).toMatch(/Harm in errors: \d+ of \d+ requests failed/);
});

test("T27: a new step is judged by its own windows alone", () => {
  const next = driven(judged(baking, times(14, counts(100))), ({ step, weightAt }) => step === 1 && weightAt !== null);
  expect(rolloutOf(next).verdict).toBeNull();
  const few = judged(next, times(3, counts(1)));
  expect(rolloutOf(few).verdict).toMatchObject({ outcome: "inconclusive", figures: { requests: 3 } });
  expect(isOpen({ ...few, at: plus(few.at, millis(3_600_000)) })).toBe(false);
  expect(isOpen({ ...next, at: plus(next.at, millis(3_600_000)) })).toBe(false);
});
