import { addWindow } from "../../../src/analysis/add-window.ts";
import { metricsOf, worst } from "../../../src/analysis/combined.ts";
import { conclude } from "../../../src/analysis/conclude.ts";
import type { Settings } from "../../../src/analysis/settings.ts";
import { noTally, type Tally } from "../../../src/analysis/tally.ts";
import type { JudgedWindow } from "../../../src/domain/rollout/window.ts";

/** What a judge made of a run. Times are in s from the candidate's first traffic to the end of the window that told. */
export type Ruling = {
  readonly rolledBack: RolledBack | null;
  /** The first time that it asked for a pause, or passed the step, before any rollback. */
  readonly paused: number | null;
  readonly passed: number | null;
};

/** `requests` and `failed` are the candidate's until then. `by`: errors, latency, or a limit. */
export type RolledBack = {
  readonly after: number;
  readonly by: string;
  readonly reason: string;
  readonly requests: number;
  readonly failed: number;
};

export const rulingOf = (windows: readonly JudgedWindow[], settings: Settings): Ruling => {
  let [tally, paused, passed] = [noTally(settings), null as number | null, null as number | null];
  for (const [i, window] of windows.entries()) {
    tally = addWindow(tally, window, settings);
    const verdict = conclude(tally, settings);
    const after = (window.to - windows[0]!.from) / 1_000;
    if (verdict.outcome === "fail") {
      const rolledBack = {
        after,
        by: provenBy(tally, settings),
        reason: verdict.reason,
        ...candidateOf(windows.slice(0, i + 1)),
      };
      return { rolledBack, paused, passed };
    }
    if (verdict.outcome === "pass") passed ??= after;
    if (verdict.outcome === "error" || verdict.pauses === true) paused ??= after;
  }
  return { rolledBack: null, paused, passed };
};

const provenBy = (tally: Tally, settings: Settings): string =>
  tally.harmedBy === "limit" ? "a limit" : (worst(metricsOf(tally, settings))?.name ?? "errors");

const candidateOf = (windows: readonly JudgedWindow[]) => ({
  requests: windows.reduce((sum, { candidate }) => sum + (candidate?.requests ?? 0), 0),
  failed: windows.reduce((sum, { candidate }) => sum + (candidate?.errors ?? 0), 0),
});
