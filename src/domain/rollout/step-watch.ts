import type { Millis } from "../units.ts";
import { currentStep, type Rollout } from "./rollout.ts";
import type { JudgedWindow, Window } from "./window.ts";

/**
 * A limit of one step, softer than the guardrails and judged at once, without a comparison. `errors`: the share of
 * requests that failed; `slow`: the share of those whose latency is known that took longer than `slowerThan`.
 */
export type WatchRule = {
  readonly metric: "errors" | "slow";
  /** 0 … 1; more than this is a breach. */
  readonly above: number;
  /** Fewer requests say nothing: windows are added up, the newest first, until there are as many. */
  readonly atLeast: number;
  readonly onBreach: "pause" | "roll back";
  readonly slowerThan?: Millis;
  /** The last bucket of latencies that are not slower than `slowerThan`; counts know no finer. */
  readonly bucket?: number;
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
  let [requests, total, bad] = [0, 0, 0];
  for (const { candidate } of newestFirst) {
    if (requests >= rule.atLeast) break;
    if (candidate === null) continue;
    requests += candidate.requests;
    const counted = countOf(rule, candidate);
    total += counted.total;
    bad += counted.bad;
  }
  if (requests < rule.atLeast || total === 0 || bad / total <= rule.above) return [];
  return [{ onBreach: rule.onBreach, reason: `the step's watch: ${words(rule, bad, total)}` }];
};

const countOf = (
  { metric, bucket = Number.POSITIVE_INFINITY }: WatchRule,
  { requests, errors, latency }: NonNullable<Window["candidate"]>,
): { readonly total: number; readonly bad: number } => {
  if (metric === "errors") return { total: requests, bad: errors };
  const sum = (counts: typeof latency) => counts.reduce((all, [, count]) => all + count, 0);
  return { total: sum(latency), bad: sum(latency.filter(([of]) => of > bucket)) };
};

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

const words = ({ metric, above, slowerThan = 0 as Millis }: WatchRule, bad: number, total: number): string => {
  const what = metric === "errors" ? "requests failed" : `requests took longer than ${slowerThan} ms`;
  return `${bad} of ${total} ${what}, ${percent(bad / total)} (limit ${percent(above)})`;
};
