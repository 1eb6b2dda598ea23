import { addWindow } from "../../../src/analysis/add-window.ts";
import { evidenceNeeded } from "../../../src/analysis/evidence-needed.ts";
import type { Settings } from "../../../src/analysis/settings.ts";
import { noTally } from "../../../src/analysis/tally.ts";
import type { JudgedWindow } from "../../../src/domain/rollout/window.ts";

/** Whether errors, and each quantile of latency, ever reached 1/alpha in this run, had it been all that is judged. */
export const aloneIn = (windows: readonly JudgedWindow[], settings: Settings): readonly boolean[] => {
  const needed = evidenceNeeded(settings.alpha);
  // Once harm is proven no window is added, so it must never be. The cap is a share of what alpha asks for.
  const alpha = Number.MIN_VALUE;
  const never: Settings = {
    ...settings,
    alpha,
    cap: (settings.cap * needed) / evidenceNeeded(alpha),
    guardrails: { ...settings.guardrails, action: "pause" },
  };
  let tally = noTally(never);
  let reached = [tally.errors, ...tally.latency].map(() => false);
  for (const window of windows) {
    tally = addWindow(tally, window, never);
    const logs = [tally.errors, ...tally.latency].map(({ evidence }) => evidence.log);
    reached = reached.map((was, i) => was || (logs[i] ?? 0) >= needed);
  }
  return reached;
};
