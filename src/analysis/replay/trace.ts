import type { Verdict } from "../../domain/rollout/verdict.ts";
import type { JudgedWindow } from "../../domain/rollout/window.ts";
import { addWindow } from "../add-window.ts";
import { logHarm, logLimits, metricsOf } from "../combined.ts";
import { conclude } from "../conclude.ts";
import { logMeets } from "../guardrail.ts";
import { logCleared, logLatencyCleared } from "../is-cleared.ts";
import type { Settings } from "../settings.ts";
import { noTally, type Tally } from "../tally.ts";
import { actOf } from "./act-of.ts";

/** What was known at the end of one window. */
export type Look = {
  readonly window: JudgedWindow;
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  /** The candidate's requests since the beginning, and those of them that failed. */
  readonly served: Served;
};

export type Served = { readonly requests: number; readonly errors: number };

/** Natural logarithms, by metric: of harm, of all metrics together, of broken limits, and of good on the present step. */
export type Evidence = {
  readonly harm: Readonly<Record<string, number>>;
  readonly together: number;
  readonly limits: number;
  readonly good: Readonly<Record<string, number>>;
};

/**
 * The verdict at the end of each window, as a conductor would have reached it then. It ends with the first `fail`: there
 * the rollout is taken back, and what comes after is another story. Where it would have been paused and the file goes on
 * with another weight, a person let it go on.
 */
export const trace = (windows: readonly JudgedWindow[], settings: Settings): readonly Look[] => {
  const looks: Look[] = [];
  let [tally, served]: [Tally, Served] = [noTally(settings), { requests: 0, errors: 0 }];
  let resumes = 0;
  for (const recorded of windows) {
    if (goesOn(looks.at(-1), recorded)) resumes += 1;
    const window = { ...recorded, resumes };
    tally = addWindow(tally, window, settings);
    served = withWindow(served, window);
    const verdict = conclude(tally, settings);
    looks.push({ window, verdict, evidence: evidenceOf(tally, settings), served });
    if (verdict.outcome === "fail") break;
  }
  return looks;
};

const goesOn = (last: Look | undefined, { confirmedAt }: JudgedWindow): boolean =>
  last !== undefined && actOf(last) === "pause" && last.window.confirmedAt !== confirmedAt;

export const withWindow = ({ requests, errors }: Served, { candidate }: Pick<JudgedWindow, "candidate">): Served => ({
  requests: requests + (candidate?.requests ?? 0),
  errors: errors + (candidate?.errors ?? 0),
});

const evidenceOf = (seen: Tally, settings: Settings): Evidence => {
  const metrics = metricsOf(seen, settings);
  return {
    harm: Object.fromEntries(metrics.map(({ name, log }) => [name, log])),
    together: logHarm(metrics),
    limits: logLimits(seen),
    good: goodOf(seen),
  };
};

const goodOf = ({ step }: Tally): Evidence["good"] =>
  step.share === null
    ? { errors: logMeets(step.limits.errors), latency: logMeets(step.limits.slow) }
    : {
        errors: logCleared(step.errors.relative, step.errors.floor),
        latency: logLatencyCleared(step),
        ...Object.fromEntries(
          Object.entries(step.counters).map(([name, { relative, floor }]) => [name, logCleared(relative, floor)]),
        ),
      };
