import { type Slowness, well } from "./latency-shape.ts";
import { atFirst, quiet, type Scenario, steady, ticksIn } from "./scenario.ts";

type Changes = Partial<Scenario> & Pick<Scenario, "name">;

const errors = (changes: Changes): Scenario => ({
  ...quiet,
  table: "beyond",
  metric: "errors",
  errorRate: steady(0.001),
  ...changes,
});

const tenfold = (changes: Changes): Scenario => errors({ kind: "regression", factor: steady(10), ...changes });

const latency = (changes: Changes): Scenario => ({ ...quiet, table: "beyond", metric: "latency", ...changes });

const slower = (how: Partial<Slowness>) => steady({ ...well, ...how });

/** Edges of a classic histogram as libraries ship them, in ms. */
const classic = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

const hour = ticksIn(3_600);
const later = (tick: number): number => (tick < hour ? 1 : 10);

/** In a straight line from as good as the baseline to ten times as many errors, over ten minutes. */
const leak = (tick: number): number => 1 + 9 * Math.min(1, tick / ticksIn(600));

/** An hour each of 5, 25 and 50 %: the shipped canary while there is something to compare with. */
const shippedWeights = (tick: number): number => [0.05, 0.25][Math.floor(tick / hour)] ?? 0.5;

/** What the reference did not simulate. */
export const beyondScenarios: readonly Scenario[] = [
  errors({ name: "A/A: three hours of the shipped canary, 100 rps", ticks: 3 * hour, weight: shippedWeights }),
  errors({
    name: "A/A: cold start 20x for 60 s, 1000 rps 25 %",
    rps: steady(1000),
    weight: steady(0.25),
    factor: atFirst(20, 1),
    warmAt: 0,
  }),
  errors({ name: "A/A: sticky users, 1000 rps 25 %", rps: steady(1000), weight: steady(0.25), sticky: true }),
  latency({ name: "A/A: latency, pod speed sd 5 %", podNoise: 0.05 }),
  latency({ name: "A/A: latency by a classic histogram, pod speed sd 3 %", edges: classic, podNoise: 0.03 }),
  latency({
    name: "A/A: latency by a classic histogram, cold start x3",
    edges: classic,
    candidate: atFirst({ ...well, scale: 3 }, well),
    warmAt: 0,
  }),
  tenfold({ name: ".1->1 % 100rps 5 %, scraped (capped)", source: "scraped" }),
  errors({
    name: "crash 100 %, 100rps 5 %, scraped (capped)",
    kind: "regression",
    factor: steady(1000),
    source: "scraped",
  }),
  tenfold({ name: ".1->1 % 100rps 5 %, sticky users (dispersion 10)", sticky: true, ticks: hour }),
  errors({
    name: "crash 100 %, 100rps 5 %, from the first cold request",
    kind: "regression",
    factor: steady(1000),
    warmAt: 0,
  }),
  tenfold({ name: ".1->1 % 100rps 5 %, from the first cold request", warmAt: 0 }),
  tenfold({ name: ".1->1 % from t=60min, 100rps 5 %", ticks: 2 * hour, onset: hour, factor: later }),
  errors({ name: "a leak: .1->1 % over 10 min, 100rps 5 %", kind: "regression", factor: leak }),
  latency({
    name: "+50 % 100rps 5 %, classic histogram, scraped",
    kind: "regression",
    candidate: slower({ scale: 1.5 }),
    edges: classic,
    source: "scraped",
  }),
  latency({
    name: "+100 % 100rps 5 %, from the first cold request",
    kind: "regression",
    candidate: slower({ scale: 2 }),
    warmAt: 0,
  }),
];
