import { evidenceNeeded } from "./evidence-needed.ts";
import { type Guardrail, logMeets } from "./guardrail.ts";
import { isOutcomeCleared, logLatencyCleared } from "./is-cleared.ts";
import { few, many, ofRequests, percentage } from "./numbers.ts";
import { outlook } from "./outlook.ts";
import { latencyAt, share } from "./reasons.ts";
import { requestsNeeded } from "./requests-needed.ts";
import type { Settings } from "./settings.ts";
import type { Tally } from "./tally.ts";

/** Fewer windows than this are a glimpse, however many requests they hold. */
export const fewestWindows = 3;

/** What is missing for a pass, in words; empty when nothing is. */
export const toDecide = (seen: Tally, settings: Settings): readonly string[] => {
  const { step } = seen;
  if (seen.windows === seen.missing) return ["no window of counts has closed yet"];
  if (step.candidate.requests === 0) return ["the candidate has not had a single request"];
  return [
    ...exposure(seen, settings),
    ...(step.share === null ? withinLimits(seen, settings) : compared(seen, settings)),
  ];
};

/** Too little was seen, whatever it shows. */
export const exposure = ({ step, quietInARow }: Tally, settings: Settings): readonly string[] => {
  const { requests, measured } = step.candidate;
  return [
    quietInARow >= settings.maxMissing ? `the candidate's traffic stopped ${many(quietInARow, "window")} ago` : [],
    step.warmWindows < fewestWindows
      ? `${step.warmWindows} of ${fewestWindows} windows with requests to warm instances`
      : [],
    requests < settings.minRequests ? `${few(requests)} of at least ${many(settings.minRequests, "request")}` : [],
    measured < Math.min(settings.minRequests, requests)
      ? `the latency of ${few(measured)} of ${many(requests, "request")} is known`
      : [],
  ].flat();
};

/** All traffic, or none but own people's: there is nothing to compare with, and the limits have to be shown. */
const withinLimits = ({ step }: Tally, settings: Settings): readonly string[] => {
  const { limits, candidate } = step;
  return [
    unshown(limits.errors, { bad: candidate.errors, total: candidate.requests }, settings, ["error-free", "failed"]),
    unshown(limits.slow, { bad: candidate.slow, total: candidate.measured }, settings, ["fast", "slow"]),
  ].flat();
};

const unshown = (
  shown: Guardrail,
  seen: { readonly bad: number; readonly total: number },
  { beta, dispersion }: Settings,
  [good, bad]: readonly [string, string],
): readonly string[] => {
  const { limit } = shown;
  if (logMeets(shown) >= evidenceNeeded(beta)) return [];
  if (seen.total > 0 && seen.bad / seen.total > limit)
    return [`${ofRequests(seen, bad)}, above the limit of ${percentage(limit)}, but too few to be sure`];
  const needed = requestsNeeded(limit, seen.bad, beta ** dispersion);
  if (needed === null) return [`a limit of ${percentage(limit)} ${bad} cannot be shown by any number of requests`];
  return seen.bad === 0
    ? [`${few(seen.total)} of about ${few(needed)} ${good} requests needed`]
    : [`${ofRequests(seen, bad)}: about ${few(needed)} requests needed if no more are ${bad}`];
};

const compared = ({ step }: Tally, settings: Settings): readonly string[] => [
  ...(isOutcomeCleared(step.errors, settings) ? [] : [errorsUnproven(step, settings)]),
  ...(settings.latency === null || logLatencyCleared(step) >= evidenceNeeded(settings.beta)
    ? []
    : [latencyUnproven(step)]),
  ...Object.entries(step.counters).flatMap(([name, one]) =>
    isOutcomeCleared(one, settings) ? [] : [`${name}: not shown to be as good as the baseline's yet`],
  ),
];

const errorsUnproven = (step: Tally["step"], settings: Settings): string => {
  const { candidate, baseline } = step;
  const ours = ofRequests({ bad: candidate.errors, total: candidate.requests }, "failed");
  const theirs = share({ bad: baseline.errors, total: baseline.requests });
  return `errors: ${ours}, of the baseline's ${theirs}; not proven to be as good${outlook(step, settings)}`;
};

const latencyUnproven = ({ candidate, baseline }: Tally["step"]): string =>
  `latency: p95 ${latencyAt(candidate, 0.95)}, the baseline's ${latencyAt(baseline, 0.95)}; not proven to be as good`;
