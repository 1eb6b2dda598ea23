import { millis } from "../domain/units.ts";
import type { Analysis } from "./config.ts";

/** What the schema makes of nothing (its test holds the two together), for those who look and load no schema. */
export const defaultAnalysis: Analysis = {
  alpha: 0.01,
  beta: 0.05,
  interval: millis(5_000),
  errors: { weight: 6, floor: 0.001, margin: { small: 2, large: 1.5 } },
  latency: { weight: 4, margin: 0.1, slack: millis(2), cap: 0.5 },
  counters: {},
  gauges: {},
  warmUp: millis(90_000),
  minRequests: 50,
  maxMissing: 6,
  noTraffic: millis(300_000),
  decideWithin: millis(3_600_000),
  onInconclusive: "auto",
  dispersion: null,
  cap: null,
};
