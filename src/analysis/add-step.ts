import { addLatency } from "../domain/rollout/add-latency.ts";
import type { JudgedWindow } from "../domain/rollout/window.ts";
import { type Alternatives, againstEqual, againstOdds, type Clearance, clear } from "./clearance.ts";
import { addTables, type Table } from "./conditional-odds.ts";
import { observe } from "./guardrail.ts";
import { measured } from "./latency-history.ts";
import { latencyCap, marginAt, type Outcome, type Settings } from "./settings.ts";
import { checkShare } from "./share-check.ts";
import { slowRequests } from "./slow-requests.ts";
import type { Cleared, SideTally, StepTally } from "./step-tally.ts";
import type { LatencyTable, Tables } from "./tables-of.ts";
import type { Tally } from "./tally.ts";
import type { Counts } from "./window.ts";

/** The other side of a window; null where there is nothing to compare with. */
export type Compared = { readonly baseline: Counts; readonly warm: boolean; readonly tables: Tables } | null;

/** Add a window to what is known of the present step. */
export const addStep = (
  seen: Tally,
  window: JudgedWindow,
  candidate: Counts,
  compared: Compared,
  settings: Settings,
): Tally => {
  const step = addCounts(seen.step, window, candidate, compared, settings);
  return { ...seen, step: compared?.warm === true ? addCleared(step, window, compared.tables, settings) : step };
};

const addCounts = (
  step: StepTally,
  { from, to, confirmedAt }: JudgedWindow,
  candidate: Counts,
  compared: Compared,
  { guardrails: { latency }, dispersion }: Settings,
): StepTally => {
  const slow = slowRequests(candidate.latency, latency.slowerThan);
  const known = measured(candidate.latency);
  const isWarm = candidate.requests > 0 && compared?.warm !== false;
  return {
    ...step,
    from: step.from ?? from,
    openSince: step.openSince ?? from,
    to,
    windows: step.windows + 1,
    withRequests: step.withRequests + (candidate.requests > 0 ? 1 : 0),
    warmWindows: step.warmWindows + (isWarm ? 1 : 0),
    candidate: addSide(step.candidate, candidate, latency.slowerThan),
    baseline: compared === null ? step.baseline : addSide(step.baseline, compared.baseline, latency.slowerThan),
    limits: {
      errors: observe(step.limits.errors, candidate.errors, candidate.requests, dispersion),
      slow: observe(step.limits.slow, slow, known, dispersion),
    },
    counted: addCounted(step.counted, compared),
    share:
      // While the next weight is on its way, a window may hold some of both; and what was sent before it was confirmed is
      // counted when it ends, in the first window after.
      step.share === null || compared === null || confirmedAt === null || step.windows === 0
        ? step.share
        : checkShare(step.share, candidate.requests, compared.baseline.requests, dispersion),
  };
};

const addCounted = (counted: StepTally["counted"], compared: Compared): StepTally["counted"] =>
  Object.fromEntries(
    Object.entries(counted).map(([name, sum]) => {
      const table = compared?.tables.counters[name];
      return [name, table === undefined ? sum : addTables(sum, table)];
    }),
  );

const addSide = (side: SideTally, counts: Counts, slowerThan: number): SideTally => ({
  requests: side.requests + counts.requests,
  errors: side.errors + counts.errors,
  measured: side.measured + measured(counts.latency),
  slow: side.slow + slowRequests(counts.latency, slowerThan),
  latency: addLatency(side.latency, counts.latency),
});

const addCleared = (step: StepTally, { weight }: JudgedWindow, tables: Tables, settings: Settings): StepTally => {
  const add = (before: Clearance, table: Table, alternatives: Alternatives, cap = settings.cap): Clearance =>
    clear(before, table, alternatives, { dispersion: settings.dispersion, cap: cap * -Math.log(settings.beta) });
  const addOutcome = (before: Cleared, table: Table, { margin }: Outcome): Cleared => ({
    relative: add(before.relative, table, againstOdds(marginAt(weight, margin))),
    floor: observe(before.floor, table.candidate.bad, table.candidate.total, settings.dispersion),
  });
  return {
    ...step,
    errors: addOutcome(step.errors, tables.errors, settings.errors),
    latency: step.latency.map((one, i) => {
      const table = tables.latency[i];
      return table == null ? one : add(one, table.harm, latencyAlternatives(table), latencyCap(settings));
    }),
    counters: Object.fromEntries(
      Object.entries(step.counters).map(([name, one]) => {
        const [table, outcome] = [tables.counters[name], settings.counters[name]];
        return [name, table === undefined || outcome === undefined ? one : addOutcome(one, table, outcome)];
      }),
    ),
  };
};

const latencyAlternatives = ({ tolerated }: LatencyTable): Alternatives =>
  tolerated === 0 ? againstEqual : againstOdds(Math.exp(tolerated));
