import { quantile } from "../analysis/histogram.ts";
import { signalsOf } from "../analysis/signals.ts";
import { describe } from "../domain/release/describe.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import type { Release } from "../domain/release/release.ts";
import type { RolloutEvent } from "../domain/rollout/events.ts";
import type { Window, WindowCounts } from "../domain/rollout/window.ts";
import type { Percent } from "../domain/units.ts";
import type { Line } from "./line.ts";
import { eventOf } from "./to-history-answer.ts";
import type { WatchAnswer } from "./watch-answer.ts";

/** Windows that fit on a chart: four hours of them at twenty seconds. */
const most = 720;

const isMark: ReadonlySet<ReleaseEvent["type"]> = new Set([
  ...(["WeightConfirmed", "RolloutPaused", "RolloutResumed", "RolloutFrozen", "RolloutThawed"] as const),
  ...(["RollbackStarted", "RolloutRolledBack", "RolloutPromoted"] as const),
]);

/**
 * @param lines  the history of this release, oldest first
 * @param after  so many of the oldest windows are known to whoever asks
 */
export const toWatchAnswer = (
  release: Release,
  lines: readonly Line[],
  environment: string,
  after = 0,
): WatchAnswer => {
  const rollout = release.rollouts.findLast((one) => one.environment === environment && one.purpose === "deploy");
  const own = rollout === undefined ? [] : lines.filter((line) => isOf(line, rollout.id)).map(eventOf);
  const seen = judged(own);
  const shown = seen.slice(Math.max(after, seen.length - most));
  const start = (shown[0] ?? seen.at(-1))?.window.from;
  return {
    release: release.id,
    environment,
    rollout: rollout?.id ?? null,
    candidate: release.build.version,
    baseline: rollout?.baseline?.version ?? null,
    windows: shown.map(({ window, step, weight }) => toWindow(window, step, weight)),
    verdicts: shown.map(({ at, step, verdict: { outcome, reason, figures } }) => ({
      at: iso(at),
      step: step + 1,
      outcome,
      reason,
      figures,
    })),
    marks: own
      .filter(({ type, at }) => isMark.has(type) && (start === undefined || at >= start))
      .map((event) => ({ at: iso(event.at), says: describe(event) })),
    left: seen.length - shown.length,
  };
};

const isOf = ({ data }: Line, rollout: string): boolean =>
  (data as { readonly rollout?: unknown } | null)?.rollout === rollout;

type Judged = Extract<RolloutEvent, { type: "VerdictRecorded" }>;

/** Each window with the weight that was in force when it closed. */
const judged = (events: readonly ReleaseEvent[]): readonly (Judged & { readonly weight: Percent })[] => {
  let weight = 0 as Percent;
  return events.flatMap((event) => {
    if (event.type === "WeightConfirmed") weight = event.weight;
    return event.type === "VerdictRecorded" ? [{ ...event, weight }] : [];
  });
};

const toWindow = (window: Window, step: number, weight: Percent): WatchAnswer["windows"][number] => ({
  from: iso(window.from),
  to: iso(window.to),
  step: step + 1,
  weight,
  candidate: toSide(window, window.candidate),
  baseline: toSide(window, window.baseline),
  ...(window.problem === undefined ? {} : { problem: window.problem }),
});

const toSide = ({ from, to }: Window, counts: WindowCounts | null): WatchAnswer["windows"][number]["candidate"] =>
  counts === null ? null : { ...signalsOf(counts, from, to), p50: quantile(counts.latency, 0.5) };

const iso = (at: number): string => new Date(at).toISOString();
