import { conclude } from "../analysis/conclude.ts";
import type { Settings } from "../analysis/settings.ts";
import { difference } from "../analysis/window.ts";
import type { Release } from "../domain/release/release.ts";
import type { RolloutReport } from "../domain/rollout/commands.ts";
import type { RolloutEffect } from "../domain/rollout/effects.ts";
import { judgedWindow } from "../domain/rollout/judged-window.ts";
import type { Window } from "../domain/rollout/window.ts";
import type { Instant, Millis } from "../domain/units.ts";
import type { BuildRef, Sample } from "../drivers/port.ts";
import type { Deps, EnvironmentDrivers } from "./deps.ts";
import { tallyMemory } from "./tally-memory.ts";

type MeasureEffect = Extract<RolloutEffect, { kind: "measure" }>;

export type Measure = (
  drivers: EnvironmentDrivers,
  analysis: { readonly settings: Settings; readonly interval: Millis },
  effect: MeasureEffect,
  signal: AbortSignal,
) => Promise<RolloutReport | null>;

/**
 * Turns running totals into windows and windows into verdicts. It remembers the last totals of each rollout, and what the
 * windows in its history came to; a restart loses at most one window, which then simply begins later.
 */
export const measurer = (release: () => Release, { now, clock }: Pick<Deps, "now" | "clock">): Measure => {
  const last = new Map<string, Look>();
  const tallyOf = tallyMemory();

  return async (drivers, { settings, interval }, effect, signal) => {
    const rollout = release().rollouts.find(({ id }) => id === effect.rollout);
    if (rollout === undefined) return null;
    // Totals from before a weight change would mix two weights in one window.
    const key = `${effect.step}/${rollout.weight}/${rollout.weightAt ?? "between"}/${rollout.phase}`;
    const [before, at] = [last.get(rollout.id), now()];
    // By our own clock: the data of a source that is scraped is older than its answer.
    if (before?.key === key && at - before.at < interval * 0.9) return null;
    const sample = await readOrNothing(drivers, [effect.candidate, effect.baseline], { now, clock }, signal);
    if (before?.key === key && isOldNews(before.sample, sample, effect.candidate)) {
      last.set(rollout.id, { ...before, at });
      return null;
    }
    last.set(rollout.id, { sample, key, at });
    if (before?.key !== key || before.sample.at < (rollout.weightAt ?? 0)) return null;
    const window = windowOf(before.sample, sample, effect);
    const windows = [...rollout.windows, judgedWindow(rollout, window)];
    const verdict = conclude(tallyOf(rollout.id, windows, settings), settings);
    const views = await drivers.instances.observe(signal);
    const ours = views.filter(({ build }) => build === effect.candidate.digest);
    const answers = ours
      .filter(({ ready }) => !ready)
      .map(({ id, answer }) => `${id}: ${answer}`)
      .join(", ");
    const candidateReady = ours.filter(({ ready }) => ready).length;
    return { type: "RecordVerdict", step: effect.step, window, verdict, candidateReady, answers };
  };
};

/** The last totals of a rollout, and when they were asked for. */
type Look = { readonly sample: Answer; readonly key: string; readonly at: Instant };

/** The source has not looked since: the same totals again are no window without requests. */
const isOldNews = (before: Sample, after: Sample, { digest }: BuildRef): boolean =>
  after.at <= before.at && after.builds[digest] !== undefined;

/** A source that says nothing for so long has no data; in ms. */
const answerWithin = 5_000;

const tooSlow = `The source of the counts did not answer within ${answerWithin / 1_000} s.`;

/** Bounded, for it is written down with each such window. */
const problemOf = (error: unknown): string => String(error instanceof Error ? error.message : error).slice(0, 300);

type Answer = Sample & { readonly problem?: string };

/** A source that does not answer gives a sample without builds: a missing window, never a window of zeros. */
const readOrNothing = async (
  { metrics }: EnvironmentDrivers,
  builds: readonly BuildRef[],
  { now, clock }: Pick<Deps, "now" | "clock">,
  signal: AbortSignal,
): Promise<Answer> => {
  using limit = clock.timeout(answerWithin);
  try {
    return await metrics.read(builds, AbortSignal.any([signal, limit.signal]));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    return { at: now(), builds: {}, problem: limit.signal.aborted ? tooSlow : problemOf(error) };
  }
};

const windowOf = (before: Answer, after: Answer, { candidate, baseline }: MeasureEffect): Window => {
  const side = ({ digest }: BuildRef) => {
    const [was, is] = [before.builds[digest], after.builds[digest]];
    return was === undefined || is === undefined ? null : difference(was, is);
  };
  return { from: before.at, to: after.at, candidate: side(candidate), baseline: side(baseline), ...saidBy(after) };
};

const saidBy = ({ problem }: Answer): Pick<Window, "problem"> => (problem === undefined ? {} : { problem });
