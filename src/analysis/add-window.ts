import type { JudgedWindow } from "../domain/rollout/window.ts";
import type { Instant } from "../domain/units.ts";
import { addStep } from "./add-step.ts";
import { breaksLimit, provesHarm } from "./combined.ts";
import { compare, type Weighing } from "./comparison.ts";
import { lookAt } from "./gauge.ts";
import { measured, remember } from "./latency-history.ts";
import { limits, watchLimit } from "./limits.ts";
import { coldOdds, latencyCap, type Settings } from "./settings.ts";
import { slowRequests } from "./slow-requests.ts";
import { goOn, stepTally } from "./step-tally.ts";
import { tablesOf } from "./tables-of.ts";
import { isComparable, type Tally } from "./tally.ts";
import { type Counts, isSound } from "./window.ts";

/** One more window. Once harm is proven nothing is added: what comes after cannot take it back. */
export const addWindow = (before: Tally, window: JudgedWindow, settings: Settings): Tally => {
  if (before.harmedBy !== null) return before;
  const seen = resumed(onStep({ ...before, windows: before.windows + 1 }, window, settings), window);
  const { candidate, baseline } = window;
  const servedAt = seen.servedAt ?? window.from;
  // Counts that contradict themselves are no counts: the window is missing, not clean.
  if (candidate === null || !isSound(candidate))
    return missed({ ...seen, servedAt, quietInARow: seen.quietInARow + 1 }, window);
  const served = serve({ ...seen, servedAt }, window, candidate);
  const limited = isHeldToLimits(window, settings) ? addLimits(served, candidate, settings) : served;
  if (!isComparable(window))
    return judged(
      { ...addStep(recall(limited, baseline), window, candidate, null, settings), missingInARow: 0 },
      window,
      settings,
    );
  if (baseline === null || !isSound(baseline)) return judged(missed(limited, window), window, settings);
  return judged({ ...addSides(limited, window, candidate, baseline, settings), missingInARow: 0 }, window, settings);
};

const missed = (seen: Tally, { problem }: JudgedWindow): Tally => ({
  ...seen,
  problem: problem ?? null,
  missing: seen.missing + 1,
  missingInARow: seen.missingInARow + 1,
});

const serve = (seen: Tally, { to }: JudgedWindow, { requests }: Counts): Tally =>
  requests > 0 ? { ...seen, servedAt: to, quietInARow: 0 } : { ...seen, quietInARow: seen.quietInARow + 1 };

/** A weight that was just confirmed begins a step of its own. */
const onStep = (seen: Tally, window: JudgedWindow, settings: Settings): Tally =>
  seen.windows > 1 && seen.step.confirmedAt === window.confirmedAt && seen.step.weight === window.weight
    ? seen
    : { ...seen, step: stepTally(settings, window) };

/**
 * A person let it go on: whatever paused it until then is not held against it again, and every clock of it starts anew.
 * Only that its traffic has stopped stays true until a request comes: a person's resume is no data.
 */
const resumed = (seen: Tally, { resumes, from }: JudgedWindow): Tally =>
  seen.resumes === resumes
    ? seen
    : { ...seen, resumes, limits, missingInARow: 0, servedAt: from, step: goOn(seen.step, from) };

/** Before the candidate has a weight the baseline already shows what is fast. */
const recall = (seen: Tally, baseline: Counts | null): Tally =>
  baseline === null || !isSound(baseline) ? seen : { ...seen, history: remember(seen.history, baseline.latency, []) };

const judged = (seen: Tally, window: JudgedWindow, settings: Settings): Tally => {
  if (provesHarm(seen, settings)) return { ...seen, harmedBy: "comparison" };
  return rollsBack(window, settings) && breaksLimit(seen, settings) ? { ...seen, harmedBy: "limit" } : seen;
};

/**
 * Where the baseline has traffic too, be it beside a cohort of own people alone, both may suffer from the same outage: then
 * a broken limit is for people to judge.
 */
const rollsBack = ({ weight }: JudgedWindow, { guardrails: { action } }: Settings): boolean =>
  action === "rollback" || (action === "auto" && weight >= 100);

/**
 * Cold instances break limits that warm ones keep. While they can be compared, what is grossly worse is found by that, and
 * a limit would but pause every rollout of a service that starts slowly.
 */
const isHeldToLimits = (window: JudgedWindow, settings: Settings): boolean =>
  settings.guardrails.action !== "auto" || !isComparable(window) || isWarm(window, settings);

const addLimits = (
  seen: Tally,
  candidate: Counts,
  { guardrails: { errorRate, latency }, dispersion }: Settings,
): Tally => ({
  ...seen,
  limits: {
    errors: watchLimit(seen.limits.errors, errorRate, { bad: candidate.errors, total: candidate.requests }, dispersion),
    slow: watchLimit(
      seen.limits.slow,
      latency.share,
      {
        bad: slowRequests(candidate.latency, latency.slowerThan),
        total: measured(candidate.latency),
      },
      dispersion,
    ),
  },
});

/** The thresholds of latency come from the windows before; only then is this one remembered. */
const addSides = (
  seen: Tally,
  window: JudgedWindow,
  candidate: Counts,
  baseline: Counts,
  settings: Settings,
): Tally => {
  const warm = isWarm(window, settings);
  const tables = tablesOf(seen, candidate, baseline, { warm, latency: settings.latency });
  const weighing = weighingOf(settings, warm);
  const judgedStep = addStep(seen, window, candidate, { baseline, warm, tables }, settings);
  return {
    ...judgedStep,
    errors: compare(seen.errors, tables.errors, weighing),
    latency: seen.latency.map((one, i) => {
      const table = tables.latency[i];
      return table == null
        ? one
        : compare(one, table.harm, {
            ...weighing,
            tolerated: table.tolerated,
            cap: latencyCap(settings) * -Math.log(settings.alpha),
            forInterval: false,
          });
    }),
    counters: Object.fromEntries(
      Object.entries(seen.counters).map(([name, one]) => {
        const table = tables.counters[name];
        return [name, table === undefined ? one : compare(one, table, weighing)];
      }),
    ),
    gauges: addGauges(seen, window.to, candidate, baseline, settings),
    history: remember(seen.history, baseline.latency, candidate.latency),
  };
};

/** The whole window lies after the warm-up of the candidate's newest instances. */
const isWarm = ({ from, grownAt }: JudgedWindow, { warmUp }: Settings): boolean => from - grownAt >= warmUp;

const weighingOf = ({ dispersion, cap, alpha }: Settings, warm: boolean): Weighing => ({
  tolerated: warm ? 0 : Math.log(coldOdds),
  dispersion,
  cap: cap * -Math.log(alpha),
  forInterval: warm,
});

const addGauges = (
  { gauges }: Tally,
  at: Instant,
  candidate: Counts,
  baseline: Counts,
  settings: Settings,
): Tally["gauges"] =>
  Object.fromEntries(
    Object.entries(gauges).map(([name, one]) => {
      const [ours, theirs] = [candidate.gauges?.[name], baseline.gauges?.[name]];
      const { margin } = settings.gauges[name] ?? { margin: 0 };
      const isKnown = ours !== undefined && theirs !== undefined;
      return [name, isKnown ? lookAt(one, at, { candidate: ours, baseline: theirs }, margin) : one];
    }),
  );
