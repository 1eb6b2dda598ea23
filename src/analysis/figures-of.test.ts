import fc from "fast-check";
import { expect, test } from "vitest";
import { anyWindows, fullSettings } from "../../test/support/any-windows.ts";
import { counts, settings, sidesOf, times } from "../../test/support/windows.ts";
import { figuresOf } from "./figures-of.ts";
import { judge, tallyOf } from "./judge.ts";

test("whatever was seen, each figure is a number that JSON can hold: no Infinity, no NaN", () => {
  fc.assert(
    fc.property(anyWindows(), (windows) => {
      const { figures } = judge({ windows, settings: fullSettings });
      for (const [name, value] of Object.entries(figures)) expect(Number.isFinite(value), name).toBe(true);
    }),
    { numRuns: 300, seed: 17 },
  );
});

test("what is not known is absent: before any window, and where there is nothing to compare with", () => {
  const nothing = figuresOf(tallyOf([], settings), settings);
  for (const name of ["errorRate", "slowShare", "p95", "baselineRequests", "oddsHigh", "mismatch"])
    expect(nothing).not.toHaveProperty(name);
  expect(nothing).toMatchObject({ windows: 0, requests: 0, harm: 0 });
  const quiet = figuresOf(tallyOf(sidesOf([[counts(0), counts(0)]]), settings), settings);
  expect(quiet).toMatchObject({ baselineRequests: 0 });
  for (const name of ["errorRate", "baselineErrorRate", "baselineP95"]) expect(quiet).not.toHaveProperty(name);
  expect(figuresOf(tallyOf([], settings), { ...settings, latency: null })).not.toHaveProperty("latencyHarm");
});

test("R79, R96: error rate, latency and requests of both sides, with the number of windows and what is needed", () => {
  const windows = sidesOf([[counts(50, 1, 1), counts(950, 20, 9)], ...times(39, [counts(50), counts(950)] as const)]);
  expect(figuresOf(tallyOf(windows, settings), settings)).toMatchObject({
    windows: 40,
    windowsWithRequests: 40,
    windowsMissing: 0,
    requests: 2_000,
    errors: 1,
    errorRate: 0.0005,
    slow: 1,
    slowShare: 0.0005,
    baselineRequests: 38_000,
    baselineErrors: 20,
    baselineErrorRate: 20 / 38_000,
    harmNeeded: -Math.log(0.01),
    goodNeeded: -Math.log(0.05),
  });
});
