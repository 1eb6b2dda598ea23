import type { Judge } from "../judge.ts";
import { z99 } from "../normal.ts";
import { add, clear, meanLatency, noCounts, type RunningCounts } from "../running-counts.ts";
import { ticksIn } from "../scenario.ts";
import { shiftOf } from "../shift-interval.ts";

/** Share of the shift by which it must be proven; fixed in Kayenta's judge. */
const tolerance = 0.25;

/**
 * A Mann-Whitney judge every five minutes, on points of a minute each since the rollout began, as Kayenta's is described:
 * "high" when the lower end of the 98 % interval of the shift is above a quarter of its estimate and the mean is no lower.
 * One metric, critical, direction "increase"; minutes without requests are left out, as its `nanStrategy: remove` does.
 *
 * @source documentation of Spinnaker, "Canary judge", and its NetflixACAJudge
 */
const kayentaLike = (point: (minute: RunningCounts) => number): Judge => ({
  name: "Kayenta-like 5m",
  begin: () => {
    const [a, b] = [sideOf(point), sideOf(point)];
    let ticks = 0;
    return {
      look: ({ candidate, baseline }) => {
        add(a.minute, candidate);
        add(b.minute, baseline);
        if (++ticks % ticksIn(60) !== 0) return null;
        a.close();
        b.close();
        return ticks % ticksIn(300) === 0 && isHigh(a.points, b.points) ? "rollback" : null;
      },
    };
  },
});

const sideOf = (point: (minute: RunningCounts) => number) => {
  const [minute, points] = [noCounts(), [] as number[]];
  const close = (): void => {
    if (minute.requests > 0) points.push(point(minute));
    clear(minute);
  };
  return { minute, points, close };
};

const isHigh = (candidate: readonly number[], baseline: readonly number[]): boolean => {
  if (candidate.length === 0 || baseline.length === 0) return false;
  const { estimate, lower } = shiftOf(candidate, baseline, z99);
  return lower > tolerance * Math.abs(estimate) && mean(candidate) >= mean(baseline);
};

const mean = (all: readonly number[]): number => all.reduce((sum, value) => sum + value, 0) / all.length;

/** On the share of errors in percent. */
export const kayentaErrors: Judge = kayentaLike(({ requests, errors }) => (100 * errors) / requests);

/** On the mean latency in ms. */
export const kayentaLatency: Judge = kayentaLike(meanLatency);
