import { latencyEvidence, logHarm, logLimits, metricsOf } from "./combined.ts";
import { interval } from "./comparison.ts";
import { evidenceNeeded } from "./evidence-needed.ts";
import { logAbove } from "./gauge.ts";
import { logMeets } from "./guardrail.ts";
import { quantile } from "./histogram.ts";
import { logCleared, logLatencyCleared } from "./is-cleared.ts";
import { intervalAlpha } from "./reasons.ts";
import type { Settings } from "./settings.ts";
import { logMismatch } from "./share-check.ts";
import type { StepTally } from "./step-tally.ts";
import type { Tally } from "./tally.ts";

/**
 * Counts of the step, shares (0 … 1), latencies in ms, odds ratios, and evidence in natural logarithms: `harm` against
 * `harmNeeded` and `limitBroken` too, `errorsGood` and `slowGood` against `goodNeeded`. What is not known is absent.
 */
export const figuresOf = (seen: Tally, settings: Settings): Record<string, number> => {
  const { step } = seen;
  return known({
    windows: seen.windows,
    windowsWithRequests: step.withRequests,
    windowsMissing: seen.missing,
    ...counts(step),
    harm: logHarm(metricsOf(seen, settings)),
    errorsHarm: seen.errors.evidence.log,
    ...(settings.latency === null ? {} : { latencyHarm: latencyEvidence(seen) }),
    limitBroken: logLimits(seen),
    harmNeeded: evidenceNeeded(settings.alpha),
    ...clearedOf(step),
    goodNeeded: evidenceNeeded(settings.beta),
    ...odds(seen),
    ...(step.share === null ? {} : { mismatch: logMismatch(step.share) }),
    ...gaugesOf(seen),
  });
};

/** JSON knows neither Infinity nor NaN. */
const known = (figures: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value)));

const counts = ({ candidate, baseline, share }: StepTally): Record<string, number> => ({
  requests: candidate.requests,
  errors: candidate.errors,
  measured: candidate.measured,
  slow: candidate.slow,
  ...(candidate.requests > 0 ? { errorRate: candidate.errors / candidate.requests } : {}),
  ...(candidate.measured > 0 ? { slowShare: candidate.slow / candidate.measured } : {}),
  p95: quantile(candidate.latency, 0.95) ?? Number.NaN,
  ...(share === null
    ? {}
    : {
        baselineRequests: baseline.requests,
        baselineErrors: baseline.errors,
        baselineErrorRate: baseline.errors / baseline.requests,
        baselineP95: quantile(baseline.latency, 0.95) ?? Number.NaN,
      }),
});

const clearedOf = (step: StepTally): Record<string, number> =>
  step.share === null
    ? { errorsGood: logMeets(step.limits.errors), slowGood: logMeets(step.limits.slow) }
    : { errorsGood: logCleared(step.errors.relative, step.errors.floor), slowGood: logLatencyCleared(step) };

const odds = ({ errors }: Tally): Record<string, number> => {
  const { low, high } = interval(errors, intervalAlpha);
  return { oddsLow: low, oddsHigh: high };
};

const gaugesOf = ({ gauges }: Tally): Record<string, number> =>
  Object.fromEntries(
    Object.entries(gauges).flatMap(([name, one]) =>
      one.ratio === null
        ? []
        : [
            [`gauge.${name}`, one.ratio],
            [`gauge.${name}.above`, logAbove(one)],
          ],
    ),
  );
