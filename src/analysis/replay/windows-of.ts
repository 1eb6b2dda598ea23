import { type Instant, instant, type Millis, millis, type Percent } from "../../domain/units.ts";
import { measured } from "../latency-history.ts";
import { type Counts, difference, type Window } from "../window.ts";
import { type Moment, momentsOf } from "./moments-of.ts";
import type { Problem, Reading, Row } from "./row.ts";

/** A window of a file; its weight is null where the file does not say it. */
export type RecordedWindow = Window & { readonly weight: Percent | null };

export type Windows = {
  readonly windows: readonly RecordedWindow[];
  /** Usual length of one. */
  readonly interval: Millis;
  /** Windows that lie between the rows and have none of their own. */
  readonly gaps: number;
};

/** A longer pause is not a matter of windows that were missed. */
const longestGap = 1_000;

/**
 * Rows as windows: each time ends the one that began at the time before. A side without a row was not measured.
 *
 * @param totals the counts run on and on, and are subtracted; after a restart, when they are less than before, and after
 *               a row that is missing, the window is dropped
 */
export const windowsOf = (rows: readonly Row[], { totals }: { readonly totals: boolean }): Reading<Windows> => {
  const { moments, problems } = momentsOf(rows);
  const [first, second] = moments;
  const found = [...problems, ...cumulative(moments, totals)];
  if (first === undefined || second === undefined) found.push(tooFew);
  if (found.length > 0) return { ok: false, problems: found };
  const interval = usual(moments);
  if (totals)
    return {
      ok: true,
      value: { interval, gaps: 0, windows: moments.slice(1).map((after, i) => between(moments[i]!, after)) },
    };
  const tooLong = moments.slice(1).filter(({ at }, i) => at - moments[i]!.at > interval * longestGap);
  if (tooLong.length > 0) return { ok: false, problems: tooLong.map(({ line }) => pause(line)) };
  const windows = moments.flatMap((moment, i) => withGap(moments[i - 1]?.at, moment, interval));
  return { ok: true, value: { windows, interval, gaps: windows.length - moments.length } };
};

const tooFew: Problem = {
  line: 1,
  path: "time",
  what: "only one time",
  fix: "export every interval of the rollout, such as one for each 5 seconds",
};

const pause = (line: number): Problem => ({
  line,
  path: "time",
  what: `nothing for more than ${longestGap} intervals before it`,
  fix: "cut the file there: these are two rollouts",
});

/** The median distance, in ms. */
const usual = (moments: readonly Moment[]): Millis => {
  const lengths = moments.slice(1).map(({ at }, i) => at - moments[i]!.at);
  return millis(lengths.toSorted((a, b) => a - b)[Math.floor((lengths.length - 1) / 2)] ?? 0);
};

const between = (before: Moment, { at, candidate, baseline, weight }: Moment): RecordedWindow => {
  const side = (was: Counts | null, is: Counts | null): Counts | null =>
    was === null || is === null ? null : difference(was, is);
  return {
    from: before.at,
    to: at,
    candidate: side(before.candidate, candidate),
    baseline: side(before.baseline, baseline),
    weight,
  };
};

/** The window that ends at a moment, and before it those that nobody measured. */
const withGap = (
  before: Instant | undefined,
  { at, candidate, baseline, weight }: Moment,
  interval: Millis,
): readonly RecordedWindow[] => {
  const missing = before === undefined ? 0 : Math.max(0, Math.round((at - before) / interval) - 1);
  const from = before !== undefined && missing === 0 ? before : instant(at - interval);
  const unmeasured = Array.from({ length: missing }, (_, i): RecordedWindow => {
    const begins = instant(at - (missing + 1 - i) * interval);
    return { from: begins, to: instant(begins + interval), candidate: null, baseline: null, weight };
  });
  return [...unmeasured, { from, to: at, candidate, baseline, weight }];
};

/** Buckets of Prometheus hold all faster requests, too; taken for counts of one bucket they would make everything fast. */
const cumulative = (moments: readonly Moment[], totals: boolean): readonly Problem[] =>
  (["candidate", "baseline"] as const).flatMap((side) => {
    const known = moments.filter((moment) => moment[side] !== null && moment[side].latency.length > 0);
    const counted = totals ? known.slice(-1) : known;
    const requests = counted.reduce((sum, moment) => sum + moment[side]!.requests, 0);
    const latencies = counted.reduce((sum, moment) => sum + measured(moment[side]!.latency), 0);
    return latencies <= requests * 1.1 + 10
      ? []
      : [
          {
            line: known[0]?.line ?? 1,
            path: "latency",
            what: `${latencies} latencies of ${requests} requests of the ${side}`,
            fix: "count each request in one bucket only: subtract the bucket before it",
          },
        ];
  });
