import { isJudged, planPower } from "../analysis/plan-power.ts";
import type { KnownTraffic } from "../analysis/planned-step.ts";
import type { Settings } from "../analysis/settings.ts";
import type { StepPower } from "../analysis/step-power.ts";
import type { Config } from "../config/config.ts";
import type { Step } from "../domain/rollout/step.ts";
import { type Millis, since } from "../domain/units.ts";
import { analysisSettings } from "./analysis-settings.ts";
import type { SeenTraffic } from "./seen-traffic.ts";

/** Figures that somebody gave instead of a look. */
export type GivenTraffic = { readonly rps: number; readonly errorRate: number };

/** What the verdicts of one environment can show, at its traffic. Lengths in ms, rates as fractions. */
export type EnvironmentPower = Pick<Settings, "alpha" | "beta" | "decideWithin" | "onInconclusive"> & {
  readonly environment: string;
  readonly traffic: PlannedTraffic;
  /** Empty while no traffic is known. */
  readonly steps: readonly (StepPower & { readonly step: number })[];
};

export type PlannedTraffic =
  | { readonly source: "unknown"; readonly reason: string }
  | { readonly source: "given"; readonly rps: number; readonly errorRate: number }
  | {
      readonly source: "measured";
      readonly rps: number;
      /** What is planned with: half an error more than were seen. */
      readonly errorRate: number;
      /** Not one error was seen: the rate is at most about this. */
      readonly isAtMost: boolean;
      readonly p95: number | null;
      /** Of the build in service, within `window`. */
      readonly requests: number;
      readonly errors: number;
      readonly window: Millis;
    };

/** Whether verdicts gate a step there that has a share of the traffic. */
export const hasPower = (steps: readonly Step[]): boolean => steps.some(isJudged);

export const environmentPower = (
  config: Config,
  name: "staging" | "production",
  steps: readonly Step[],
  known: SeenTraffic | GivenTraffic,
): EnvironmentPower => {
  const settings = analysisSettings(config, config.environments[name]);
  const { alpha, beta, decideWithin, onInconclusive } = settings;
  const traffic = knownOf(known);
  return {
    environment: name,
    alpha,
    beta,
    decideWithin,
    onInconclusive,
    traffic: planned(known),
    steps: traffic === null ? [] : planPower(steps, traffic, { settings, interval: config.analysis.interval }),
  };
};

const knownOf = (known: SeenTraffic | GivenTraffic): KnownTraffic | null => {
  if (!("kind" in known)) return { rps: known.rps, badShare: known.errorRate, slowShare: 0 };
  return known.kind === "seen" ? known.traffic : null;
};

const planned = (known: SeenTraffic | GivenTraffic): PlannedTraffic => {
  if (!("kind" in known)) return { source: "given", ...known };
  if (known.kind === "unknown") return { source: "unknown", reason: known.reason };
  const { requests, errors, from, to, p95 } = known.signals;
  const { rps, badShare } = known.traffic;
  return {
    source: "measured",
    rps,
    errorRate: badShare,
    isAtMost: errors === 0,
    p95,
    requests,
    errors,
    window: since(from, to),
  };
};
