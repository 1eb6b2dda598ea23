import type { Judge } from "../judge.ts";
import { type Slowness, shapeOf, well } from "../latency-shape.ts";
import type { Scenario } from "../scenario.ts";

const [alpha, beta] = [0.01, 0.05];

/**
 * The clairvoyant: Wald's test of "equal" against the very fault of the scenario, whose size, beginning and weights it
 * knows. No judge that keeps alpha can be much faster. The level of errors it does not know: of each bad request it
 * asks only which side it came from, so that drift and outages are nothing to it.
 */
export const errorSprt: Judge = {
  name: "SPRT (knows all)",
  begin: ({ weight, factor, errorRate }) => {
    let [evidence, tick] = [0, 0];
    return {
      look: ({ candidate, baseline }) => {
        const times = Math.min(factor(tick), 1 / errorRate(tick));
        evidence += whichSide(times, weight(tick++), candidate?.errors ?? 0, baseline?.errors ?? 0);
        return evidence >= Math.log(1 / alpha) ? "rollback" : null;
      },
    };
  },
};

/** Log-likelihood ratio of "`times` as many bad ones per request" against "equal", given how many are bad in all. */
const whichSide = (times: number, weight: number, badC: number, badB: number): number =>
  badC * Math.log(times) - (badC + badB) * Math.log1p(weight * (times - 1));

/** The same, with the distributions of both sides known: a likelihood ratio for each bucket of the candidate. */
export const latencySprt: Judge = {
  name: "SPRT (knows all)",
  begin: (scenario) => {
    const ratiosAt = ratiosOf(scenario);
    let [evidence, tick] = [0, 0];
    return {
      look: ({ candidate }) => {
        const ratios = ratiosAt(tick++);
        for (const [bucket, count] of candidate?.latency ?? []) evidence += count * ratios(bucket);
        return evidence >= Math.log(1 / alpha) ? "rollback" : null;
      },
    };
  },
};

type Ratios = (bucket: number) => number;
const made = new Map<string, Ratios>();

const ratiosOf =
  ({ candidate, slowdown }: Scenario) =>
  (tick: number): Ratios => {
    const { scale, tailShare, tailTimes } = candidate(tick);
    const key = `${slowdown(tick)} ${scale} ${tailShare} ${tailTimes}`;
    const ratios = made.get(key) ?? logRatios(slowdown(tick), { scale, tailShare, tailTimes });
    made.set(key, ratios);
    return ratios;
  };

const logRatios = (slowdown: number, slowness: Slowness): Ratios => {
  const worse = logChances({ ...slowness, scale: slowness.scale * slowdown });
  const same = logChances({ ...well, scale: slowdown });
  return (bucket) => worse(bucket) - same(bucket);
};

/** Buckets beyond what the shape holds are as rare as its rarest. */
const logChances = (slowness: Slowness): Ratios => {
  const { first, chances } = shapeOf(slowness);
  const logs = chances.map((chance) => Math.log(Math.max(chance, 1e-13)));
  return (bucket) => logs[bucket - first] ?? Math.log(1e-13);
};

/**
 * The clairvoyant who may also promote: "equal" against the margin at beta, and twice the margin against "equal" at
 * alpha. It knows the only three builds that there are.
 */
export const promoteSprt: Judge = {
  name: "SPRT (knows all)",
  begin: ({ weight, margin }) => {
    let [good, harm, tick] = [0, 0, 0];
    return {
      look: ({ candidate, baseline }) => {
        const [badC, badB] = [candidate?.errors ?? 0, baseline?.errors ?? 0];
        good -= whichSide(margin ?? 1, weight(tick), badC, badB);
        harm += whichSide(2 * (margin ?? 1), weight(tick++), badC, badB);
        if (harm >= Math.log(1 / alpha)) return "rollback";
        return good >= Math.log(1 / beta) ? "promote" : null;
      },
    };
  },
};
