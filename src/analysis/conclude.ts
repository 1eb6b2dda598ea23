import type { Verdict } from "../domain/rollout/verdict.ts";
import { logBreach, logMeets } from "./guardrail.ts";
import { few, many, ofRequests, percentage } from "./numbers.ts";
import { requestsNeeded } from "./requests-needed.ts";
import type { Settings } from "./settings.ts";
import { evidenceNeeded, type Metric, provesHarm, type Tally } from "./tally.ts";

/** Fewer windows than this are a glimpse, however many requests they hold. */
const fewestWindows = 3;

/** Counts and evidence → verdict, in words and numbers. */
export const conclude = (seen: Tally, settings: Settings): Verdict => {
  const figures = figuresOf(seen, settings);
  if (provesHarm(seen, settings)) return { outcome: "fail", reason: harmful(seen, settings), figures };
  if (seen.missingInARow > 0 && seen.missingInARow >= settings.maxMissing)
    return { outcome: "error", reason: unmeasured(seen), figures };
  const missing = toDecide(seen, settings);
  return missing.length === 0
    ? { outcome: "pass", reason: `Good: ${compared(seen, settings)}.`, figures }
    : { outcome: "inconclusive", reason: `Cannot tell yet: ${missing.join("; ")}.`, figures };
};

/** What is missing for a pass; empty when nothing is. */
const toDecide = (seen: Tally, settings: Settings): string[] => {
  const { errors, slow } = seen;
  if (seen.windows === 0) return ["no window of counts has closed yet"];
  if (errors.total === 0) return ["the candidate has not had a single request"];
  const quiet = seen.quietInARow > 0 && seen.quietInARow >= settings.maxMissing;
  return [
    quiet ? `the candidate's traffic stopped ${many(seen.quietInARow, "window")} ago` : [],
    seen.withRequests < fewestWindows ? `${seen.withRequests} of ${fewestWindows} windows with requests` : [],
    errors.total < settings.minRequests
      ? `${few(errors.total)} of at least ${many(settings.minRequests, "request")}`
      : [],
    slow.total < Math.min(settings.minRequests, errors.total)
      ? `the latency of ${few(slow.total)} of ${many(errors.total, "request")} is known`
      : [],
    unshown(errors, settings, "error-free", "failed"),
    unshown(slow, settings, "fast", "slow"),
  ].flat();
};

const unshown = (metric: Metric, { beta }: Settings, good: string, bad: string): string[] => {
  const { limit } = metric.guardrail;
  if (logMeets(metric.guardrail) >= evidenceNeeded(beta)) return [];
  if (metric.total > 0 && metric.bad / metric.total > limit)
    return [`${ofRequests(metric, bad)}, above the limit of ${percentage(limit)}, but too few to be sure`];
  const needed = requestsNeeded(limit, metric.bad, beta);
  if (needed === null) return [`a limit of ${percentage(limit)} ${bad} cannot be shown by any number of requests`];
  return metric.bad === 0
    ? [`${few(metric.total)} of about ${few(needed)} ${good} requests needed`]
    : [`${ofRequests(metric, bad)}: about ${few(needed)} requests needed if no more are ${bad}`];
};

const harmful = (seen: Tally, settings: Settings): string => {
  const worst = logBreach(seen.errors.guardrail) >= logBreach(seen.slow.guardrail) ? "errors" : "latency";
  return `Harm in ${worst}: ${compared(seen, settings)}; a false alarm has a chance of at most ${percentage(settings.alpha)}.`;
};

const compared = ({ errors, slow, windows }: Tally, { errorRate, latency }: Settings): string =>
  `${ofRequests(errors, "failed")} (limit ${percentage(errorRate)}), ${ofRequests(slow, `took longer than ${few(latency.slowerThan)} ms`)} ` +
  `(limit ${percentage(latency.share)}), over ${many(windows, "window")}`;

const unmeasured = ({ missingInARow, windows, errors }: Tally): string =>
  `Could not measure: no counts of the candidate in the last ${many(missingInARow, "window")} of ${windows}; ` +
  `${many(errors.total, "request")} seen before.`;

/** Evidence in natural logarithms: `harm` against `harmNeeded`, `errorsGood` and `slowGood` against `goodNeeded`. */
const figuresOf = (seen: Tally, { alpha, beta }: Settings): Record<string, number> => ({
  windows: seen.windows,
  windowsWithRequests: seen.withRequests,
  windowsMissing: seen.missing,
  requests: seen.errors.total,
  errors: seen.errors.bad,
  measured: seen.slow.total,
  slow: seen.slow.bad,
  ...(seen.errors.total > 0 ? { errorRate: seen.errors.bad / seen.errors.total } : {}),
  ...(seen.slow.total > 0 ? { slowShare: seen.slow.bad / seen.slow.total } : {}),
  harm: seen.harm,
  harmNeeded: evidenceNeeded(alpha),
  errorsGood: logMeets(seen.errors.guardrail),
  slowGood: logMeets(seen.slow.guardrail),
  goodNeeded: evidenceNeeded(beta),
});
