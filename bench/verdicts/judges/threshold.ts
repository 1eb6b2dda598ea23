import type { Judge } from "../judge.ts";
import { shapeOf, well } from "../latency-shape.ts";
import { add, bucketsOf, clear, noCounts, type RunningCounts } from "../running-counts.ts";
import { type Scenario, ticksIn } from "../scenario.ts";
import { smoothQuantile } from "../smooth-quantile.ts";

/** A rule that looks at the candidate alone, once per interval. */
type Rule = {
  readonly name: string;
  /** s between two measurements, each of what happened since the last. */
  readonly every: number;
  /** Failed measurements that are forgiven, in the whole rollout. */
  readonly forgiven: number;
  readonly fails: (scenario: Scenario) => Fails;
};

type Fails = (seen: RunningCounts) => boolean;

const ruleJudge = ({ name, every, forgiven, fails }: Rule): Judge => ({
  name,
  begin: (scenario) => {
    const [seen, isFailed] = [noCounts(), fails(scenario)];
    let [ticks, failed] = [0, 0];
    return {
      look: ({ candidate }) => {
        add(seen, candidate);
        if (++ticks % ticksIn(every) !== 0) return null;
        if (isFailed(seen)) failed++;
        clear(seen);
        return failed > forgiven ? "rollback" : null;
      },
    };
  },
});

const successBelow =
  (least: number, whenEmpty: boolean) =>
  (): Fails =>
  ({ requests, errors }) =>
    requests === 0 ? whenEmpty : 1 - errors / requests < least;

/**
 * Argo Rollouts: a metric fails when more than `failureLimit` measurements failed, in a row or not. A measurement
 * without requests fails there too unless the query guards against it; here it is guarded.
 *
 * @source documentation of Argo Rollouts, "Analysis & Progressive Delivery": successCondition, failureLimit (default 0)
 */
const argo = (name: string, every: number, least: number, failureLimit: number): Judge =>
  ruleJudge({ name, every, forgiven: failureLimit, fails: successBelow(least, false) });

/** The example of its documentation. */
export const argoDocs = argo("Argo 95%/5m/fl3", 300, 0.95, 3);
export const argoStrict = argo("Argo 99%/1m/fl3", 60, 0.99, 3);
export const argoDefault = argo("Argo fl0 (default)", 60, 0.99, 0);

/** Rolls back when the p95 of a minute is a fifth above the baseline's true one before the rollout, which it knows. */
export const argoP95: Judge = ruleJudge({
  name: "Argo p95<1.2x fl3",
  every: 60,
  forgiven: 3,
  fails: (scenario) => latencyAbove(0.95, 1.2 * trueP95(scenario), false),
});

/**
 * Flagger: one failed check more for each interval in which a metric is out of range; a success forgives none. It rolls
 * back when there are `threshold` of them. The real one does so an interval later; here it is at once. An interval
 * without values is a failed check.
 *
 * @source documentation of Flagger, "Metrics Analysis" and "How it works": threshold 5, request-success-rate ≥ 99 %,
 *         request-duration p99 ≤ 500 ms, interval 1m
 */
const flagger = (name: string, fails: Rule["fails"]): Judge => ruleJudge({ name, every: 60, forgiven: 4, fails });

export const flaggerSuccess = flagger("Flagger th5", successBelow(0.99, true));
export const flaggerP99 = flagger("Flagger p99<500ms", () => latencyAbove(0.99, 500, true));

const latencyAbove =
  (q: number, limit: number, whenEmpty: boolean): Fails =>
  (seen) => {
    const ms = smoothQuantile(bucketsOf(seen), q);
    return ms === null ? whenEmpty : ms > limit;
  };

/** ms, from the very distribution. */
const trueP95 = ({ slowdown }: Scenario): number => {
  const { first, chances } = shapeOf({ ...well, scale: slowdown(0) });
  const all = Array.from(chances, (chance, i) => [first + i, chance] as const);
  return smoothQuantile(all, 0.95) ?? Number.NaN;
};
