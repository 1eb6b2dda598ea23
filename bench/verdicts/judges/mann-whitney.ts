import type { Judge } from "../judge.ts";
import { z99 } from "../normal.ts";
import { rankSum, zOfRanks } from "../rank-sum.ts";
import { add, noCounts } from "../running-counts.ts";

/** Looks after every window at all latencies so far as if it were the only look, one-sided at 1 %. */
export const mannWhitneyPeek: Judge = {
  name: "MW peek 5 s",
  begin: () => {
    const [candidate, baseline] = [noCounts(), noCounts()];
    return {
      look: (window) => {
        add(candidate, window.candidate);
        add(baseline, window.baseline);
        return zOfRanks(rankSum(tiedBuckets(candidate.slots, baseline.slots))) > z99 ? "rollback" : null;
      },
    };
  },
};

/** All latencies of a bucket are ties. */
function* tiedBuckets(a: Float64Array, b: Float64Array) {
  for (let bucket = 0; bucket < a.length; bucket++)
    if (a[bucket]! + b[bucket]! > 0) yield { a: a[bucket]!, b: b[bucket]! };
}
