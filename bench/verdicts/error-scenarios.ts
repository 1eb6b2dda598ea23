import { atFirst, drift, incident, quiet, type Scenario, staged, steady, ticksIn } from "./scenario.ts";

type Changes = Partial<Scenario> & Pick<Scenario, "name">;

/** A day in half an hour: 180 requests/s at its height, 20 at its lowest. */
const diurnal = (tick: number): number => 100 * (1 + 0.8 * Math.sin((2 * Math.PI * tick) / ticksIn(1800)));

const traffic = (rps: number, weight: number) => ({ rps: steady(rps), weight: steady(weight) });

const stages = { rps: steady(200), weight: staged };

const same = (changes: Changes): Scenario => ({
  ...quiet,
  table: "errors-aa",
  metric: "errors",
  errorRate: steady(0.001),
  ...changes,
});

/** Both sides are the same build, at 0.1 % errors unless said. */
export const sameErrors: readonly Scenario[] = [
  same({ name: "100 rps 5 %" }),
  same({ name: "1000 rps 25 %", ...traffic(1000, 0.25) }),
  same({ name: "1 rps 25 %", ...traffic(1, 0.25) }),
  same({ name: "10 rps 1 %", ...traffic(10, 0.01) }),
  same({
    name: "errors .1->1 %, diurnal load, weights 1-5-25-50",
    ...stages,
    rps: diurnal,
    errorRate: drift(0.001, 0.01),
  }),
  same({ name: "rising errors, same weights", ...stages, errorRate: drift(0.001, 0.007) }),
  same({ name: "falling errors, same weights", ...stages, errorRate: drift(0.01, 0.001) }),
  same({ name: "shared outage: 20 % for 60 s in both arms", errorRate: incident(0.001, 0.2) }),
  same({ name: "noisy service, 1.2 %", errorRate: steady(0.012) }),
  same({ name: "sticky users (runs of 10)", sticky: true }),
  same({ name: "cold start 20x for 60 s", factor: atFirst(20, 1), warmAt: 0 }),
];

const worse = (name: string, rps: number, weight: number, rate: number, changes: Partial<Scenario> = {}): Scenario => ({
  ...same({ name, ...traffic(rps, weight), factor: steady(rate / 0.001) }),
  table: "errors-regression",
  kind: "regression",
  ...changes,
});

const late = ticksIn(600);

/** The candidate fails more often, by the rates in the name. */
export const moreErrors: readonly Scenario[] = [
  worse(".1->.5 % 100rps 5 %", 100, 0.05, 0.005),
  worse(".1->1 % 100rps 1 %", 100, 0.01, 0.01),
  worse(".1->1 % 100rps 5 %", 100, 0.05, 0.01),
  worse(".1->1 % 100rps 25 %", 100, 0.25, 0.01),
  worse(".1->1 % 1000rps 1 %", 1000, 0.01, 0.01),
  worse(".1->1 % 1000rps 5 %", 1000, 0.05, 0.01),
  worse(".1->5 % 10rps 5 %", 10, 0.05, 0.05),
  worse(".1->5 % 100rps 5 %", 100, 0.05, 0.05),
  worse(".1->.5 % 1000rps 25 %", 1000, 0.25, 0.005),
  worse(".1->.15 % 1000rps 25 %", 1000, 0.25, 0.0015),
  worse("crash 100 %, 100rps 5 %", 100, 0.05, 1),
  worse("crash 100 %, 1rps 25 %", 1, 0.25, 1),
  worse(".1->1 % 1rps 25 %", 1, 0.25, 0.01),
  worse(".1->1 % from t=10min, 100rps 5 %", 100, 0.05, 0.01, {
    onset: late,
    factor: (tick) => (tick < late ? 1 : 10),
  }),
  worse("canary 2x a drifting base, staged", 200, 0.01, 0.002, { weight: staged, errorRate: drift(0.001, 0.01) }),
];

const misaligned = (name: string, early: number, rps: number, weight: number): Scenario => ({
  ...same({ name, ...traffic(rps, weight), errorRate: incident(0.001, 0.2) }),
  table: "misaligned",
  source: "scraped",
  early,
});

/** A shared outage of 20 % for 60 s, which the counts of the two sides do not show in the same window. */
export const misalignedErrors: readonly Scenario[] = [
  misaligned("canary 5 s early, 1000 rps 25 %", 1, 1000, 0.25),
  misaligned("canary 5 s early, 100 rps 5 %", 1, 100, 0.05),
  misaligned("canary 10 s early, 1000 rps 25 %", 2, 1000, 0.25),
  misaligned("canary 10 s early, 100 rps 5 %", 2, 100, 0.05),
  misaligned("canary 5 s late, 1000 rps 25 %", -1, 1000, 0.25),
  misaligned("canary 5 s late, 100 rps 5 %", -1, 100, 0.05),
];
