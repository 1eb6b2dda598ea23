import { type Slowness, well } from "./latency-shape.ts";
import { atFirst, drift, incident, quiet, type Scenario, staged, steady } from "./scenario.ts";

const traffic = (rps: number, weight: number) => ({ rps: steady(rps), weight: steady(weight) });

const same = (name: string, changes: Partial<Scenario> = {}): Scenario => ({
  ...quiet,
  table: "latency-aa",
  name,
  metric: "latency",
  ...changes,
});

/** Both sides are the same build. */
export const sameLatency: readonly Scenario[] = [
  same("100 rps 5 %"),
  same("1000 rps 25 %", traffic(1000, 0.25)),
  same("10 rps 5 %", traffic(10, 0.05)),
  same("drift x1->x1.6, weights 1-5-25-50", { rps: steady(200), weight: staged, slowdown: drift(1, 1.6) }),
  same("shared slowdown x3, 60 s", { slowdown: incident(1, 3) }),
  same("pod speed sd 3 %", { podNoise: 0.03 }),
  same("cold start x3, 60 s", { candidate: atFirst({ ...well, scale: 3 }, well), warmAt: 0 }),
];

const slower = (name: string, rps: number, weight: number, how: Partial<Slowness>, changes: Partial<Scenario> = {}) =>
  same(name, {
    table: "latency-regression",
    kind: "regression",
    ...traffic(rps, weight),
    candidate: steady({ ...well, ...how }),
    ...changes,
  });

const half = { scale: 1.5 };
const fewTenfold = { tailShare: 0.01, tailTimes: 10 };

/** The candidate is slower, by the factor in the name. */
export const slowerLatency: readonly Scenario[] = [
  slower("+10 % 100rps 5 %", 100, 0.05, { scale: 1.1 }),
  slower("+50 % 100rps 1 %", 100, 0.01, half),
  slower("+50 % 100rps 5 %", 100, 0.05, half),
  slower("+50 % 10rps 25 %", 10, 0.25, half),
  slower("+50 % 1000rps 5 %", 1000, 0.05, half),
  slower("5 % of reqs x4, 100rps 5 %", 100, 0.05, { tailShare: 0.05, tailTimes: 4 }),
  slower("1 % of reqs x10, 100rps 5 %", 100, 0.05, fewTenfold),
  slower("1 % of reqs x10, 1000rps 5 %", 1000, 0.05, fewTenfold),
  slower("1 % of reqs x10, 100rps 1 %", 100, 0.01, fewTenfold),
  slower("+50 % under drift, staged, 200rps", 200, 0.01, half, { weight: staged, slowdown: drift(1, 1.6) }),
];
