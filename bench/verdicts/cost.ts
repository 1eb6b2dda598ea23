/**
 * What judging costs: `node bench/verdicts/cost.ts`. Microseconds per window and metric, everything from the counts of a
 * window to the verdict in words. Ends with code 1 when the median at 100 requests/s is above 50 µs.
 */
import { cpuUsage, hrtime } from "node:process";
import { addWindow } from "../../src/analysis/add-window.ts";
import { conclude } from "../../src/analysis/conclude.ts";
import { noTally } from "../../src/analysis/tally.ts";
import { analysisSettings } from "../../src/conductor/analysis-settings.ts";
import { analysis } from "../../src/config/analysis.ts";
import type { Config } from "../../src/config/config.ts";
import { guardrails } from "../../src/config/guardrails.ts";
import type { JudgedWindow } from "../../src/domain/rollout/window.ts";
import { instant, percent } from "../../src/domain/units.ts";
import { machine } from "../support/machine.ts";
import { median, rank, short } from "../support/numbers.ts";
import { binomial } from "./binomial.ts";
import { shapeOf, well } from "./latency-shape.ts";
import { poisson } from "./poisson.ts";
import { sampleLatency } from "./sample-latency.ts";
import { type Uniform, uniformFrom } from "./uniform.ts";

/** Errors, four quantiles, two limits, and the shares. */
const metrics = 8;
const target = 50;
/** Windows of five hours, of which the first are for the compiler. */
const [warmUp, measured] = [1_000, 3_600];

const settings = analysisSettings(
  { analysis: analysis.parse({}), guardrails: guardrails.parse({}) } as unknown as Config,
  null,
);
const shape = shapeOf(well);

const side = (uniform: Uniform, rate: number) => {
  const requests = poisson(uniform, 5 * rate);
  return { requests, errors: binomial(uniform, requests, 0.001), latency: sampleLatency(uniform, shape, requests) };
};

/** A canary at 5 % that is as good as its baseline, at 0.1 % errors: it is judged to the end. */
const windowsAt = (rps: number): readonly JudgedWindow[] => {
  const uniform = uniformFrom(`cost at ${rps}`);
  return Array.from({ length: warmUp + measured }, (_, i) => ({
    from: instant(5_000 * i),
    to: instant(5_000 * (i + 1)),
    candidate: side(uniform, 0.05 * rps),
    baseline: side(uniform, 0.95 * rps),
    weight: percent(5),
    confirmedAt: instant(0),
    grownAt: instant(0),
    resumes: 0,
  }));
};

/** Microseconds per metric: of each window by the clock, and on average of the processor, which other work does not lengthen. */
const costOf = (windows: readonly JudgedWindow[]) => {
  let tally = noTally(settings);
  const judgeAll = (some: readonly JudgedWindow[]): readonly number[] =>
    some.map((window) => {
      const begun = hrtime.bigint();
      tally = addWindow(tally, window, settings);
      conclude(tally, settings);
      return Number(hrtime.bigint() - begun) / 1_000 / metrics;
    });
  judgeAll(windows.slice(0, warmUp));
  const before = cpuUsage();
  const times = judgeAll(windows.slice(warmUp));
  const { user, system } = cpuUsage(before);
  if (tally.harmedBy !== null) throw new Error(`a good build was taken for a bad one, after ${tally.windows} windows`);
  return { times, processor: (user + system) / times.length / metrics };
};

console.log(`Verdicts: cost, ${machine()}`);
const rows = [100, 1_000].map((rps) => {
  const { times, processor } = costOf(windowsAt(rps));
  return {
    "requests/s": rps,
    windows: times.length,
    "p50 µs": short(median(times)),
    "p95 µs": short(rank(times, 0.95)),
    "processor, mean µs": short(processor),
  };
});
console.table(rows);
console.log(`target: p50 ≤ ${target} µs per window and metric at 100 requests/s`);
if (rows[0]!["p50 µs"] > target) process.exitCode = 1;
