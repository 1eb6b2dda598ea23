import type { Millis } from "../units.ts";
import { currentStep, type Rollout } from "./rollout.ts";
import type { JudgedWindow, Window } from "./window.ts";

/** A limit of one step, softer than the guardrails and judged at once, without a comparison. */
export type WatchRule = ShareRule | GaugeRule;

/**
 * `errors`: the share of requests that failed; `slow`: the share of those whose latency is known that took longer than
 * `slowerThan`; `counter`: the share of what the service counts under `name` that went wrong.
 */
export type ShareRule = {
  readonly metric: "errors" | "slow" | "counter";
  /** 0 … 1; more than this is a breach. */
  readonly above: number;
  /** Fewer requests say nothing: windows are added up, the newest first, until there are as many. */
  readonly atLeast: number;
  readonly onBreach: "pause" | "roll back";
  readonly slowerThan?: Millis;
  /** The last bucket of latencies that are not slower than `slowerThan`; counts know no finer. */
  readonly bucket?: number;
  readonly name?: string;
};

/** What stands now, such as saturation: more than `above` at the end of each window for so long is a breach. */
export type GaugeRule = {
  readonly metric: "gauge";
  readonly name: string;
  /** In the unit of the gauge. */
  readonly above: number;
  readonly for: Millis;
  readonly onBreach: "pause" | "roll back";
};

export type Breach = { readonly onBreach: WatchRule["onBreach"]; readonly reason: string };

/** The worst that this window shows, with what came before it on the same step; null when every limit holds. */
export const breachOf = (rollout: Rollout, window: Window): Breach | null => {
  const seen = [...rollout.windows.filter((one) => isOfStep(rollout, one)), window].toReversed();
  const breaches = (currentStep(rollout).watch ?? []).flatMap((rule) => breached(rule, seen));
  return breaches.find(({ onBreach }) => onBreach === "roll back") ?? breaches[0] ?? null;
};

/** What a person has seen and let go on is not held against it again. */
const isOfStep = ({ weightAt, resumes }: Rollout, { confirmedAt, resumes: then }: JudgedWindow): boolean =>
  weightAt !== null && confirmedAt === weightAt && then === resumes;

const breached = (rule: WatchRule, newestFirst: readonly Window[]): readonly Breach[] => {
  const problem =
    unmeasured(rule, newestFirst) ??
    (rule.metric === "gauge" ? tooHigh(rule, newestFirst) : tooMany(rule, newestFirst));
  return problem === null ? [] : [{ onBreach: rule.onBreach, reason: `the step's watch: ${problem}` }];
};

/** So many windows in a row without the figure are no quiet ones: nobody watches any more. */
const mostMissing = 6;

/** Of what the source of the counts names for this watch; requests and their latencies are missed by the analysis. */
const unmeasured = ({ metric, ...rule }: WatchRule, newestFirst: readonly Window[]): string | null => {
  const { name } = rule;
  if (name === undefined || newestFirst.length < mostMissing) return null;
  const isThere = ({ candidate }: Window): boolean =>
    (metric === "gauge" ? candidate?.gauges : candidate?.counters)?.[name] !== undefined;
  return newestFirst.slice(0, mostMissing).some(isThere)
    ? null
    : `${name} was not measured in ${mostMissing} windows in a row`;
};

const tooHigh = ({ name, above, for: long }: GaugeRule, newestFirst: readonly Window[]): string | null => {
  let [length, least] = [0, Number.POSITIVE_INFINITY];
  for (const { candidate, from, to } of newestFirst) {
    const value = candidate?.gauges?.[name];
    if (value === undefined) continue;
    if (value <= above) return null;
    length += to - from;
    least = Math.min(least, value);
    if (length >= long) return `${name} was at least ${figure(least)} for ${length / 1_000} s (limit ${above})`;
  }
  return null;
};

const figure = (value: number): string => String(Number(value.toPrecision(4)));

const tooMany = (rule: ShareRule, newestFirst: readonly Window[]): string | null => {
  let [requests, total, bad] = [0, 0, 0];
  for (const { candidate } of newestFirst) {
    if (requests >= rule.atLeast) break;
    if (candidate === null) continue;
    const counted = countOf(rule, candidate);
    requests += rule.metric === "counter" ? counted.total : candidate.requests;
    total += counted.total;
    bad += counted.bad;
  }
  if (requests < rule.atLeast || total === 0 || bad / total <= rule.above) return null;
  return words(rule, bad, total);
};

const countOf = (
  { metric, bucket = Number.POSITIVE_INFINITY, name = "" }: ShareRule,
  { requests, errors, latency, counters }: NonNullable<Window["candidate"]>,
): { readonly total: number; readonly bad: number } => {
  if (metric === "errors") return { total: requests, bad: errors };
  if (metric === "counter") return counters?.[name] ?? { total: 0, bad: 0 };
  const sum = (counts: typeof latency) => counts.reduce((all, [, count]) => all + count, 0);
  return { total: sum(latency), bad: sum(latency.filter(([of]) => of > bucket)) };
};

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

const words = (
  { metric, above, slowerThan = 0 as Millis, name = "" }: ShareRule,
  bad: number,
  total: number,
): string => {
  const what = {
    errors: "requests failed",
    slow: `requests took longer than ${slowerThan} ms`,
    counter: `${name} went wrong`,
  };
  return `${bad} of ${total} ${what[metric]}, ${percent(bad / total)} (limit ${percent(above)})`;
};
