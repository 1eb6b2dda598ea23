import type { Comparison } from "./comparison.ts";
import { evidenceNeeded } from "./evidence-needed.ts";
import { logBroken } from "./limits.ts";
import { logMean } from "./log-mean.ts";
import type { Settings } from "./settings.ts";
import type { Tally } from "./tally.ts";

/** One compared metric: its evidence of harm, and its share of the common evidence. */
export type Weighted = { readonly name: string; readonly log: number; readonly weight: number };

/** Latency counts as one metric: the mean over its quantiles. */
export const latencyEvidence = ({ latency }: Tally): number => logMean(latency.map(({ evidence }) => evidence.log));

export const metricsOf = (seen: Tally, { errors, latency, counters }: Settings): readonly Weighted[] => {
  const all = [
    { name: "errors", log: seen.errors.evidence.log, weight: errors.weight },
    ...(latency === null ? [] : [{ name: "latency", log: latencyEvidence(seen), weight: latency.weight }]),
    ...Object.entries(counters).map(([name, { weight }]) => ({ name, log: counterEvidence(seen, name), weight })),
  ];
  const sum = all.reduce((total, { weight }) => total + weight, 0);
  return all.map((one) => ({ ...one, weight: one.weight / sum }));
};

const counterEvidence = ({ counters }: Tally, name: string): number => logOf(counters[name]);
const logOf = (one: Comparison | undefined): number => one?.evidence.log ?? 0;

/**
 * Log evidence that the candidate is worse in some metric: the weighted mean of e-values, which is one itself whatever
 * the metrics have to do with each other.
 *
 * @source Vovk and Wang (Ann. Statist. 2021): averages of e-values
 */
export const logHarm = (metrics: readonly Weighted[]): number => {
  const most = Math.max(...metrics.map(({ log }) => log));
  return most + Math.log(metrics.reduce((sum, { log, weight }) => sum + weight * Math.exp(log - most), 0));
};

/** The metric that brings most of the evidence. */
export const worst = (metrics: readonly Weighted[]): Weighted | undefined =>
  metrics.toSorted((a, b) => b.log + Math.log(b.weight) - a.log - Math.log(a.weight))[0];

export const provesHarm = (seen: Tally, settings: Settings): boolean =>
  logHarm(metricsOf(seen, settings)) >= evidenceNeeded(settings.alpha);

/** Log evidence that one of the two absolute limits is broken. */
export const logLimits = ({ limits }: Pick<Tally, "limits">): number =>
  logMean([logBroken(limits.errors), logBroken(limits.slow)]);

export const breaksLimit = (seen: Pick<Tally, "limits">, { alpha }: Settings): boolean =>
  logLimits(seen) >= evidenceNeeded(alpha);
