import type { Table } from "./conditional-odds.ts";
import { type Buckets, bucketOf, lastBucket, upperEdge } from "./histogram.ts";
import { measured, slowerThan, threshold } from "./latency-history.ts";
import { quantiles } from "./quantiles.ts";
import { type ComparedLatency, coldFactor, coldOdds } from "./settings.ts";
import type { Tally } from "./tally.ts";
import type { Counts } from "./window.ts";

/** A window as two-by-two tables: one per kind of bad outcome. */
export type Tables = {
  readonly errors: Table;
  /** One per quantile, if latency is compared; null while the baseline's latencies are hardly known. */
  readonly latency: readonly (LatencyTable | null)[];
  readonly counters: Readonly<Record<string, Table>>;
};

/** `tolerated`: log odds that are no harm, for edges that are coarser than the margin. */
export type LatencyTable = { readonly harm: Table; readonly tolerated: number };

const logBucket = Math.log(1.02);
const buckets = (factor: number): number => Math.round(Math.log(factor) / logBucket);

/** Log odds that a difference in speed of about a tenth makes at the quantiles that are looked at. */
const coarseTolerance = 0.3;

/** How much slower is no harm, and what stands for it where the edges are further apart. */
const allowance = ({ margin, slack }: ComparedLatency, warm: boolean) =>
  warm
    ? { shift: buckets(1 + margin), coarse: coarseTolerance, slack }
    : { shift: buckets(coldFactor), coarse: Math.log(coldOdds), slack };

/** @param latency how much slower the candidate may be; more while instances are cold; null: it is not compared */
export const tablesOf = (
  { history }: Pick<Tally, "history">,
  candidate: Counts,
  baseline: Counts,
  { warm, latency }: { readonly warm: boolean; readonly latency: ComparedLatency | null },
): Tables => ({
  errors: {
    candidate: { total: candidate.requests, bad: candidate.errors },
    baseline: { total: baseline.requests, bad: baseline.errors },
  },
  latency: latency === null ? [] : slowTables(history, [candidate.latency, baseline.latency], allowance(latency, warm)),
  counters: countersOf(candidate, baseline),
});

const slowTables = (
  history: Tally["history"],
  [candidate, baseline]: readonly [Buckets, Buckets],
  allowed: ReturnType<typeof allowance>,
): Tables["latency"] =>
  quantiles.map((q) => {
    const slow = threshold(history, q, allowed);
    if (slow === null) return null;
    // Among answers of a few ms a tenth is less than instances differ by, and than anybody feels.
    const least = slow.tolerated === 0 ? bucketOf(upperEdge(slow.baseline) + allowed.slack) : 0;
    const harm = {
      candidate: slowOnes(candidate, Math.min(Math.max(slow.candidate, least), lastBucket)),
      baseline: slowOnes(baseline, slow.baseline),
    };
    return { harm, tolerated: slow.tolerated };
  });

const slowOnes = (latency: Buckets, bucket: number) => ({
  total: measured(latency),
  bad: slowerThan(latency, bucket),
});

/** A counter that one side does not show was not measured, and proves nothing. */
const countersOf = (candidate: Counts, baseline: Counts): Tables["counters"] =>
  Object.fromEntries(
    Object.entries(candidate.counters ?? {}).flatMap(([name, ours]) => {
      const theirs = baseline.counters?.[name];
      return theirs === undefined ? [] : [[name, { candidate: ours, baseline: theirs }] as const];
    }),
  );
