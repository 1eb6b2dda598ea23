import type { Release } from "../domain/release/release.ts";
import { lastRollout } from "../domain/release/release.ts";
import type { Counts } from "./load-counts.ts";

/** What the demo measured; written by `--report` and printed at the end. Times in ms. */
export type DemoFigures = {
  readonly requests: number;
  readonly requestsByVersion: Readonly<Record<string, number>>;
  readonly failedByHeadgate: number;
  readonly failedByTheShop: number;
  readonly good: {
    readonly release: string;
    readonly closed: boolean;
    readonly drillMs: number | null;
    readonly executionMs: number | null;
  };
  readonly bad: {
    readonly release: string;
    readonly rolledBack: boolean;
    readonly reason: string;
    /** From the first traffic on the candidate to the decision. */
    readonly detectionMs: number | null;
    /** From the decision to weight 0 read back. */
    readonly decisionToZeroMs: number | null;
    readonly decisionToHealthyMs: number | null;
    readonly requestsOnCandidate: number;
  };
  readonly inProduction: string;
  readonly journalVerified: boolean;
  readonly recordVerified: boolean;
  readonly record: string;
  readonly elapsedMs: number;
};

type Seen = {
  readonly good: Release;
  readonly bad: Release;
  /** First confirmed weight of the bad build in production. */
  readonly exposedAt: number | null;
  readonly load: Counts;
  readonly inProduction: string;
  readonly journalVerified: boolean;
  readonly recordVerified: boolean;
  readonly elapsedMs: number;
};

export const figuresOf = ({ good, bad, exposedAt, load, ...rest }: Seen): DemoFigures => {
  const drill = lastRollout(good, "staging", "drill")?.rollback;
  const rollback = lastRollout(bad, "production", "deploy")?.rollback ?? null;
  const span = (from: number | null | undefined, to: number | null | undefined) =>
    from == null || to == null ? null : to - from;
  return {
    requests: load.requests,
    requestsByVersion: load.byVersion,
    failedByHeadgate: load.failedByHeadgate,
    failedByTheShop: load.appErrors,
    good: {
      release: good.id,
      closed: good.phase === "closed",
      drillMs: span(drill?.at, drill?.healthyAt),
      executionMs: lastRollout(good, "production", "deploy")?.executing ?? null,
    },
    bad: {
      release: bad.id,
      rolledBack: lastRollout(bad, "production", "deploy")?.phase === "rolled-back",
      reason: rollback?.reason ?? "",
      detectionMs: span(exposedAt, rollback?.at),
      decisionToZeroMs: span(rollback?.at, rollback?.zeroAt),
      decisionToHealthyMs: span(rollback?.at, rollback?.healthyAt),
      requestsOnCandidate: load.byVersion[bad.build.version] ?? 0,
    },
    record: good.sealed?.folder ?? "",
    ...rest,
  };
};

/** What is not as the demo promises; empty = all went as told, and only then the demo ends with 0. */
export const notAsTold = (figures: DemoFigures, goodVersion: string): readonly string[] =>
  [
    !figures.good.closed && `${figures.good.release} was not closed`,
    !figures.bad.rolledBack && `${figures.bad.release} was not rolled back`,
    figures.failedByHeadgate > 0 && `${figures.failedByHeadgate} requests failed because of Headgate`,
    figures.inProduction !== goodVersion && `production runs ${figures.inProduction}, not ${goodVersion}`,
    !figures.journalVerified && "the journal does not verify",
    !figures.recordVerified && "the sealed record does not verify",
  ].filter((problem) => problem !== false);
