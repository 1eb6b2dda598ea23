import { bucketOf, lastBucket } from "../../src/analysis/histogram.ts";
import type { Counts, Window } from "../../src/analysis/window.ts";
import { instant } from "../../src/domain/units.ts";
import { binomial } from "./binomial.ts";
import { type Shape, type Slowness, shapeOf, well } from "./latency-shape.ts";
import { normal } from "./normal.ts";
import { poisson } from "./poisson.ts";
import { sampleLatency } from "./sample-latency.ts";
import { idOf, type Scenario, tickSeconds, ticksIn } from "./scenario.ts";
import { type Uniform, uniformFrom } from "./uniform.ts";

/** One run of a scenario. */
export type World = {
  /** The minute before the rollout, without a candidate: what thresholds may be made of. Empty where nothing is slow. */
  readonly history: readonly Window[];
  /** The next window, from the rollout's first on. Call it once per tick. */
  readonly next: () => Window;
};

/** The same scenario and run give the same windows, so that any run can be looked at again by itself. */
export const worldOf = (scenario: Scenario, run: number): World => {
  const uniform = uniformFrom(`${idOf(scenario)} #${run}`);
  const shapes = shapesOf(scenario);
  const speed = scenario.podNoise > 0 ? Math.exp(scenario.podNoise * normal(uniform)) : 1;
  const history = scenario.metric === "latency" ? before(scenario, uniform, shapes) : [];
  let tick = 0;
  const next = (): Window => {
    const candidate = candidateCounts(scenario, tick + scenario.early, uniform, shapes, speed);
    const baseline = baselineCounts(scenario, tick, 1 - scenario.weight(tick), uniform, shapes);
    return windowAt(tick++, candidate, baseline);
  };
  return { history, next };
};

type Shapes = (slowness: Slowness) => Shape;

const none: Counts = { requests: 0, errors: 0, latency: [] };

const windowAt = (tick: number, candidate: Counts, baseline: Counts): Window => ({
  from: instant(1000 * tickSeconds * tick),
  to: instant(1000 * tickSeconds * (tick + 1)),
  candidate,
  baseline,
});

const before = (scenario: Scenario, uniform: Uniform, shapes: Shapes): readonly Window[] =>
  Array.from({ length: ticksIn(60) }, (_, i) =>
    windowAt(i - ticksIn(60), none, baselineCounts(scenario, 0, 1, uniform, shapes)),
  );

const candidateCounts = (scenario: Scenario, tick: number, uniform: Uniform, shapes: Shapes, speed: number): Counts => {
  const requests = poisson(uniform, tickSeconds * scenario.rps(tick) * scenario.weight(tick));
  const rate = Math.min(1, scenario.errorRate(tick) * scenario.factor(tick));
  if (scenario.metric === "errors") return failing(scenario, requests, rate, uniform);
  const { scale, tailShare, tailTimes } = scenario.candidate(tick);
  return slow(
    scenario,
    requests,
    shapes({ scale: scale * scenario.slowdown(tick) * speed, tailShare, tailTimes }),
    uniform,
  );
};

const baselineCounts = (scenario: Scenario, tick: number, share: number, uniform: Uniform, shapes: Shapes): Counts => {
  const requests = poisson(uniform, tickSeconds * scenario.rps(tick) * share);
  return scenario.metric === "errors"
    ? failing(scenario, requests, scenario.errorRate(tick), uniform)
    : slow(scenario, requests, shapes({ ...well, scale: scenario.slowdown(tick) }), uniform);
};

const slow = ({ edges }: Scenario, requests: number, shape: Shape, uniform: Uniform): Counts => {
  const latency = sampleLatency(uniform, shape, requests);
  return { requests, errors: 0, latency: edges === null ? latency : coarse(latency, edges) };
};

/** As a scraper of a classic histogram reads it: each request as slow as its bucket allows. */
const coarse = (latency: Counts["latency"], edges: readonly number[]): Counts["latency"] => {
  const sum = new Map<number, number>();
  for (const [bucket, count] of latency) {
    const edge = edges.find((one) => bucketOf(one) >= bucket);
    const to = edge === undefined ? lastBucket : bucketOf(edge);
    sum.set(to, (sum.get(to) ?? 0) + count);
  }
  return [...sum].sort(([a], [b]) => a - b);
};

const failing = ({ sticky }: Scenario, requests: number, rate: number, uniform: Uniform): Counts => ({
  requests,
  errors: sticky ? inRuns(requests, rate, uniform) : binomial(uniform, requests, rate),
  latency: [],
});

/** Users have ten requests each, of which all fail or none does; the last user's are made up to ten or left out by lot. */
const inRuns = (requests: number, rate: number, uniform: Uniform): number =>
  Math.min(requests, 10 * binomial(uniform, Math.floor(requests / 10 + uniform()), rate));

const known = new WeakMap<Scenario, Map<string, Shape>>();

/** Shapes are dear, and the same for all runs of a scenario but for the speed of its pods. */
const shapesOf = (scenario: Scenario): Shapes => {
  const seen = known.get(scenario) ?? new Map<string, Shape>();
  if (scenario.podNoise === 0) known.set(scenario, seen);
  return (slowness) => {
    const key = `${slowness.scale} ${slowness.tailShare} ${slowness.tailTimes}`;
    const shape = seen.get(key) ?? shapeOf(slowness);
    seen.set(key, shape);
    return shape;
  };
};
