import type { Millis } from "../domain/units.ts";
import { floorShare, relativeShare } from "./is-cleared.ts";
import { type Judging, type KnownTraffic, type PlannedStep, warmUpOf } from "./planned-step.ts";
import { secondsToClear } from "./power.ts";
import { requestsExpected } from "./requests-expected.ts";
import { marginAt } from "./settings.ts";
import { fewestWindows } from "./to-decide.ts";
import { wholeWindows } from "./whole-windows.ts";

/** When a good build is shown to be good, about, and what takes longest. Null = never. */
export type Clears = {
  readonly after: Millis | null;
  readonly by: "margin" | "floor" | "error limit" | "latency limit" | "fewest requests";
};

/**
 * A build that is as good as the baseline: half of all runs clear it sooner. Latency is forecast by its limit alone,
 * which nearly always comes first; where the baseline is slower than that, it is not forecast.
 */
export const clearsAfter = (step: PlannedStep, traffic: KnownTraffic, judging: Judging): Clears => {
  const { settings, interval } = judging;
  const rps = (traffic.rps * step.weight) / 100;
  const fewest = Math.max(settings.minRequests / rps, (fewestWindows * interval) / 1_000);
  const all = [
    { by: "fewest requests" as const, seconds: fewest },
    ...(step.weight < 100 ? compared(step, traffic, judging) : withinLimits(traffic, judging)),
  ];
  const slowest = all.reduce((a, b) => (b.seconds > a.seconds ? b : a));
  return { after: wholeWindows(1_000 * slowest.seconds, interval), by: slowest.by };
};

type Timed = { readonly by: Clears["by"]; readonly seconds: number };

const compared = (step: PlannedStep, traffic: KnownTraffic, judging: Judging): readonly Timed[] => {
  const { beta, errors, dispersion, guardrails } = judging.settings;
  const weight = step.weight / 100;
  const rps = traffic.rps * weight;
  const warmUp = warmUpOf(step, judging) / 1_000;
  const margin =
    secondsToClear(traffic, weight, marginAt(step.weight, errors.margin), beta * relativeShare) * dispersion;
  const floor = secondsFor(errors.floor, traffic.badShare, beta * floorShare, rps);
  const slow = secondsFor(guardrails.latency.share, traffic.slowShare, beta * floorShare, rps);
  return [
    margin < floor ? { by: "margin", seconds: warmUp + margin } : { by: "floor", seconds: warmUp + floor },
    ...(slow === Number.POSITIVE_INFINITY ? [] : [{ by: "latency limit" as const, seconds: slow }]),
  ];
};

const withinLimits = ({ rps, badShare, slowShare }: KnownTraffic, { settings }: Judging): readonly Timed[] => {
  const { beta, guardrails } = settings;
  return [
    { by: "error limit", seconds: secondsFor(guardrails.errorRate, badShare, beta, rps) },
    { by: "latency limit", seconds: secondsFor(guardrails.latency.share, slowShare, beta, rps) },
  ];
};

const secondsFor = (limit: number, share: number, beta: number, rps: number): number =>
  (requestsExpected(limit, share, beta) ?? Number.POSITIVE_INFINITY) / rps;
