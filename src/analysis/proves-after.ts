import type { Millis } from "../domain/units.ts";
import { evidenceNeeded } from "./evidence-needed.ts";
import { type Judging, type KnownTraffic, type PlannedStep, warmUpOf } from "./planned-step.ts";
import { evidencePerSecond, search, secondsToProve, smallestRise } from "./power.ts";
import type { Settings } from "./settings.ts";
import { later, wholeWindows } from "./whole-windows.ts";

/**
 * When errors that are `ratio` times as frequent are proven, about, if they are from the confirmed weight on: half of
 * all runs are sooner. With all traffic it is the limit that is judged, and `ratio` is that to the limit.
 *
 * @returns null = never
 */
export const provesAfter = (
  step: PlannedStep,
  traffic: KnownTraffic,
  ratio: number,
  judging: Judging,
): Millis | null =>
  step.weight < 100 ? comparedAfter(step, traffic, ratio, judging) : brokenAfter(traffic, ratio, judging);

const comparedAfter = (step: PlannedStep, traffic: KnownTraffic, ratio: number, judging: Judging): Millis | null => {
  const { settings, interval } = judging;
  const seconds = secondsToProve(traffic, step.weight / 100, ratio, settings.alpha) * settings.dispersion;
  return later(wholeWindows(1_000 * seconds, interval, fewestFor(settings)), warmUpOf(step, judging));
};

/** Windows that it takes at least where one may bring a part of the evidence only. */
const fewestFor = ({ cap }: Settings): number => Math.max(1, Math.ceil(1 / cap));

/** Errors and latency have a limit each, and the mean of their evidence counts. */
const twoLimits = Math.log(2);

/** @source expected log-likelihood ratio of one request: the divergence of two coins (Kullback and Leibler) */
const brokenAfter = ({ rps }: KnownTraffic, ratio: number, { settings, interval }: Judging): Millis | null => {
  const limit = settings.guardrails.errorRate;
  const bad = Math.min(1, limit * ratio);
  const perRequest = bad * Math.log(bad / limit) + (bad === 1 ? 0 : (1 - bad) * Math.log((1 - bad) / (1 - limit)));
  const needed = evidenceNeeded(settings.alpha) + search + twoLimits;
  return wholeWindows((1_000 * needed) / (rps * perRequest), interval);
};

/** The smallest rise that is proven within this time on the step, as a ratio; null when not even the largest is. */
export const smallestWithin = (
  step: PlannedStep,
  traffic: KnownTraffic,
  within: Millis,
  judging: Judging,
): number | null => {
  const { settings, interval } = judging;
  const left = within - warmUpOf(step, judging);
  if (step.weight >= 100 || left < fewestFor(settings) * interval) return null;
  return smallestRise(traffic, step.weight / 100, left / 1_000 / settings.dispersion, settings.alpha);
};

/** When it could be proven by somebody who knew the size of the rise beforehand: no method is faster. */
export const bestProof = (step: PlannedStep, traffic: KnownTraffic, ratio: number, judging: Judging): Millis | null => {
  const speed = evidencePerSecond(traffic, step.weight / 100, ratio);
  return speed > 0 ? wholeWindows((1_000 * evidenceNeeded(judging.settings.alpha)) / speed, judging.interval) : null;
};
