import type { Table } from "./conditional-odds.ts";
import { type Buckets, bucketOf, lastBucket, upperEdge } from "./histogram.ts";
import { measured, slowerThan, threshold } from "./latency-history.ts";
import { quantiles } from "./quantiles.ts";
import { coldFactor, type Settings } from "./settings.ts";
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

/** @param allowed how much slower the candidate may be; more while instances are cold; null: latency is not compared */
export const tablesOf = (
  { history }: Pick<Tally, "history">,
  candidate: Counts,
  baseline: Counts,
  { warm, allowed }: { readonly warm: boolean; readonly allowed: Settings["latency"] },
): Tables => ({
  errors: {
    candidate: { total: candidate.requests, bad: candidate.errors },
    baseline: { total: baseline.requests, bad: baseline.errors },
  },
  latency:
    allowed === null
      ? []
      : slowTables(history, [candidate.latency, baseline.latency], {
          factor: warm ? 1 + allowed.margin : coldFactor,
          slack: allowed.slack,
        }),
  counters: countersOf(candidate, baseline),
});

const slowTables = (
  history: Tally["history"],
  [candidate, baseline]: readonly [Buckets, Buckets],
  { factor, slack }: { readonly factor: number; readonly slack: number },
): Tables["latency"] =>
  quantiles.map((q) => {
    const slow = threshold(history, q, buckets(factor));
    if (slow === null) return null;
    // Among answers of a few ms a tenth is less than instances differ by, and than anybody feels.
    const least = slow.tolerated === 0 ? bucketOf(upperEdge(slow.baseline) + slack) : 0;
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
