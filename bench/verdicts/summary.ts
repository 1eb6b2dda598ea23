import { median } from "../support/numbers.ts";
import type { Outcome } from "./play.ts";
import { idOf, type Scenario, tickSeconds } from "./scenario.ts";

/** What became of all runs of one scenario before one judge. Shares are 0 … 1, times are in s. */
export type Summary = {
  readonly scenario: string;
  readonly judge: string;
  readonly runs: number;
  readonly rollback: Share;
  /** Median over the runs rolled back, counted from the fault's beginning; null without any. */
  readonly rollbackSeconds: number | null;
  /** Median of the candidate's failed requests by then. */
  readonly bad: number | null;
  readonly promote: Share;
  readonly promoteSeconds: number | null;
  /** Runs that were paused at least once. */
  readonly pause: Share;
};

/** `error`: its standard error from the number of runs; 0 at 0 and 1, where it says nothing. */
export type Share = { readonly of: number; readonly error: number };

export const summaryOf = (scenario: Scenario, judge: string, outcomes: readonly Outcome[]): Summary => {
  const rolledBack = outcomes.filter(({ rollback }) => rollback !== null);
  const promoted = outcomes.filter(({ promote }) => promote !== null);
  const share = (n: number) => shareOf(n, outcomes.length);
  return {
    scenario: idOf(scenario),
    judge,
    runs: outcomes.length,
    rollback: share(rolledBack.length),
    rollbackSeconds: middle(rolledBack.map(({ rollback }) => tickSeconds * ((rollback ?? 0) - scenario.onset))),
    bad: middle(rolledBack.map(({ bad }) => bad)),
    promote: share(promoted.length),
    promoteSeconds: middle(promoted.map(({ promote }) => tickSeconds * (promote ?? 0))),
    pause: share(outcomes.filter(({ paused }) => paused).length),
  };
};

const middle = (all: readonly number[]): number | null => (all.length > 0 ? median(all) : null);

const shareOf = (n: number, runs: number): Share => {
  const of = runs > 0 ? n / runs : 0;
  return { of, error: runs > 0 ? Math.sqrt((of * (1 - of)) / runs) : 0 };
};
