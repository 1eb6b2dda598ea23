import { conclude } from "../analysis/conclude.ts";
import type { Config } from "../config/config.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import type { RolloutEvent } from "../domain/rollout/events.ts";
import { evolveRollout } from "../domain/rollout/evolve.ts";
import { judgedWindow } from "../domain/rollout/judged-window.ts";
import type { Rollout } from "../domain/rollout/rollout.ts";
import type { Verdict } from "../domain/rollout/verdict.ts";
import type { Instant } from "../domain/units.ts";
import type { Entry } from "../journal/port.ts";
import { analysisSettings } from "./analysis-settings.ts";
import { toEvent } from "./entries.ts";
import { tallyMemory } from "./tally-memory.ts";

/** A verdict of a history, and what the same windows come to now. */
export type Rejudged = {
  readonly rollout: string;
  readonly at: Instant;
  /** Of the journal's entry. */
  readonly version: number;
  readonly recorded: Verdict;
  readonly again: Verdict;
  /** What is not the same, bit for bit: `outcome`, `reason`, `pauses`, or the name of a figure. */
  readonly differs: readonly string[];
};

/**
 * Every recorded verdict of a release, reached once more from the windows before it with the configuration that the
 * release pins. The fold is the conductor's own, and so are the judge and its settings.
 */
export const rejudge = (entries: readonly Entry[], { config }: { readonly config: Config }): readonly Rejudged[] => {
  const rollouts = new Map<string, Rollout>();
  const tallyOf = tallyMemory();
  const found: Rejudged[] = [];
  for (const entry of entries) {
    const event = toEvent<ReleaseEvent>(entry);
    if (!("rollout" in event)) continue;
    const before = rollouts.get(event.rollout);
    if (event.type === "VerdictRecorded" && before !== undefined)
      found.push(compared(event, entry.version, judgeAgain(event, before, config, tallyOf)));
    rollouts.set(event.rollout, evolveRollout(before, event));
  }
  return found;
};

type Recorded = Extract<RolloutEvent, { type: "VerdictRecorded" }>;

const judgeAgain = (
  event: Recorded,
  rollout: Rollout,
  config: Config,
  tallyOf: ReturnType<typeof tallyMemory>,
): Verdict => {
  const environment = config.environments[rollout.environment as keyof Config["environments"]];
  const settings = analysisSettings(config, environment);
  return conclude(tallyOf(rollout.id, [...rollout.windows, judgedWindow(rollout, event.window)], settings), settings);
};

const compared = ({ rollout, at, verdict }: Recorded, version: number, judged: Verdict): Rejudged => {
  // As the journal would have kept it: JSON knows no -0 and no undefined.
  const again = JSON.parse(JSON.stringify(judged)) as Verdict;
  const figures = [...new Set([...Object.keys(verdict.figures), ...Object.keys(again.figures)])];
  const differs = [
    ...(["outcome", "reason", "pauses"] as const).filter((key) => verdict[key] !== again[key]),
    ...figures.filter((name) => verdict.figures[name] !== again.figures[name]),
  ];
  return { rollout, at, version, recorded: verdict, again, differs };
};
