import { type Guardrail, guardrail, logBreach, logMean, observe } from "./guardrail.ts";
import { lastBucket, upperEdge } from "./histogram.ts";
import type { Settings } from "./settings.ts";
import { type Counts, isSound, type Window } from "./window.ts";

/** One limit: what was counted, and what it proves. */
export type Metric = { readonly bad: number; readonly total: number; readonly guardrail: Guardrail };

/** All that the verdict rests on. */
export type Tally = {
  readonly errors: Metric;
  readonly slow: Metric;
  /** Evidence of harm, the mean of both metrics'; a natural logarithm. */
  readonly harm: number;
  readonly windows: number;
  /** Windows in which the candidate had requests. */
  readonly withRequests: number;
  readonly missing: number;
  /** Windows at the end that were not measured, and those in which no request was seen (measured or not). */
  readonly missingInARow: number;
  readonly quietInARow: number;
};

/** Sums the windows up to the first that proves harm; what came after cannot take that back. */
export const tally = (windows: readonly Window[], settings: Settings): Tally => {
  let sum = none(settings);
  for (const { candidate } of windows) {
    sum = add(sum, candidate, settings.latency.slowerThan);
    if (provesHarm(sum, settings)) break;
  }
  return sum;
};

export const provesHarm = ({ harm }: Tally, { alpha }: Settings): boolean => harm >= evidenceNeeded(alpha);

/** log(1/p): what evidence must reach. @throws RangeError unless 0 < p < 1 */
export const evidenceNeeded = (p: number): number => {
  if (!(p > 0 && p < 1)) throw new RangeError(`alpha and beta are probabilities in (0, 1), got ${p}`);
  return -Math.log(p);
};

const none = ({ errorRate, latency }: Settings): Tally => ({
  errors: { bad: 0, total: 0, guardrail: guardrail(errorRate) },
  slow: { bad: 0, total: 0, guardrail: guardrail(latency.share) },
  harm: 0,
  windows: 0,
  withRequests: 0,
  missing: 0,
  missingInARow: 0,
  quietInARow: 0,
});

const add = (sum: Tally, candidate: Counts | null, slowerThan: number): Tally => {
  const windows = sum.windows + 1;
  // Counts that contradict themselves are no counts: the window is missing, not clean.
  if (candidate === null || !isSound(candidate)) {
    const row = { missingInARow: sum.missingInARow + 1, quietInARow: sum.quietInARow + 1 };
    return { ...sum, ...row, windows, missing: sum.missing + 1 };
  }
  const errors = count(sum.errors, candidate.errors, candidate.requests);
  const slow = count(sum.slow, slowRequests(candidate, slowerThan), measured(candidate));
  const harm = logMean([logBreach(errors.guardrail), logBreach(slow.guardrail)]);
  const busy = candidate.requests > 0;
  return {
    ...sum,
    errors,
    slow,
    harm,
    windows,
    withRequests: sum.withRequests + (busy ? 1 : 0),
    missingInARow: 0,
    quietInARow: busy ? 0 : sum.quietInARow + 1,
  };
};

const count = (metric: Metric, bad: number, total: number): Metric => ({
  bad: metric.bad + bad,
  total: metric.total + total,
  guardrail: observe(metric.guardrail, bad, total),
});

/** Requests whose latency is known: those, and not all, are what the slow ones are a share of. */
const measured = ({ latency }: Counts): number => latency.reduce((sum, [, n]) => sum + n, 0);

const slowRequests = ({ latency }: Counts, slowerThan: number): number =>
  latency.reduce((sum, [bucket, n]) => sum + (isSlow(bucket, slowerThan) ? n : 0), 0);

/** The last bucket has no upper edge: whatever is in it may have taken any time. */
const isSlow = (bucket: number, slowerThan: number): boolean => bucket >= lastBucket || upperEdge(bucket) > slowerThan;
