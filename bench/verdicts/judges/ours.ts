import { addWindow } from "../../../src/analysis/add-window.ts";
import { breaksLimit } from "../../../src/analysis/combined.ts";
import { isOutcomeCleared } from "../../../src/analysis/is-cleared.ts";
import type { Settings } from "../../../src/analysis/settings.ts";
import { noTally, type Tally } from "../../../src/analysis/tally.ts";
import type { Window } from "../../../src/analysis/window.ts";
import { analysisSettings } from "../../../src/conductor/analysis-settings.ts";
import { analysis } from "../../../src/config/analysis.ts";
import type { Config } from "../../../src/config/config.ts";
import type { Environment } from "../../../src/config/environment.ts";
import { guardrails } from "../../../src/config/guardrails.ts";
import type { JudgedWindow } from "../../../src/domain/rollout/window.ts";
import { instant, percent } from "../../../src/domain/units.ts";
import type { Judge, Ruling } from "../judge.ts";
import { type Scenario, tickSeconds } from "../scenario.ts";

type Change = (settings: Settings) => Settings;

/** Settings of the next window, by the windows before it: only so does the bound on false alarms stay. */
type Learn = (settings: Settings, seen: readonly Window[]) => Settings;

const asShipped: Learn = (settings) => settings;

/** What the product ships for such an environment, through its own schema. */
const shipped = ({ source, sticky }: Scenario): Settings => {
  const config = { analysis: analysis.parse({}), guardrails: guardrails.parse({}) } as unknown as Config;
  const environment = {
    traffic: { driver: "haproxy", sticky: sticky ? "user" : null },
    metrics: { driver: source === "router" ? "router" : "prometheus" },
  } as unknown as Environment;
  return analysisSettings(config, environment);
};

/** Headgate's own judge, with the defaults that it ships, or with some of them changed. */
export const ours = (name: string, change: Change = (settings) => settings, learn = asShipped): Judge => ({
  name,
  begin: (scenario, history) => {
    const settings = withMargin(scenario, change(shipped(scenario)));
    const seen: Window[] = [];
    let tally = noTally(settings);
    let confirmedAt = instant(0);
    let last = -1;
    const see = (window: Window, weight: number): Ruling => {
      // A weight that changes begins a step, as its confirmation does in a rollout.
      if (weight !== last) confirmedAt = window.from;
      last = weight;
      const judged: JudgedWindow = {
        ...window,
        weight: percent(100 * weight),
        confirmedAt,
        grownAt: instant(scenario.warmAt),
        resumes: 0,
      };
      tally = addWindow(tally, judged, learn(settings, seen));
      if (learn !== asShipped) seen.push(window);
      return rulingOf(tally, settings);
    };
    for (const window of history) see(window, 0);
    return { look: (window) => see(window, scenario.weight(Math.round(window.from / 1000 / tickSeconds))) };
  },
});

/** Only where a promotion is asked for the scenario has a margin of its own. */
const withMargin = ({ margin }: Scenario, settings: Settings): Settings =>
  margin === null
    ? settings
    : { ...settings, errors: { ...settings.errors, margin: { small: margin, large: margin } } };

/** By errors alone: these worlds have no latencies, without which the product itself never promotes (T22). */
const rulingOf = (tally: Tally, settings: Settings): Ruling => {
  if (tally.harmedBy !== null) return "rollback";
  const { step } = tally;
  const isExposed = step.warmWindows >= 3 && step.candidate.requests >= settings.minRequests;
  if (isExposed && isOutcomeCleared(step.errors, settings)) return "promote";
  return breaksLimit(tally, settings) ? "pause" : null;
};

export const noFloor: Change = (settings) => ({ ...settings, errors: { ...settings.errors, floor: 0 } });

/** Windows before which an estimate is luck. */
const enoughWindows = 24;

/**
 * The size of clumps from the baseline alone: half the mean square of the differences of neighbouring windows over their
 * mean, 1 for errors that come one by one. Neighbours, so that a drift is no clump. Before it is known, as shipped.
 */
export const estimatedDispersion: Learn = (settings, seen) => {
  const errors = seen.map(({ baseline }) => baseline?.errors ?? 0);
  const mean = errors.reduce((sum, n) => sum + n, 0) / errors.length;
  if (errors.length < enoughWindows || mean === 0) return settings;
  const squares = errors.slice(1).reduce((sum, n, i) => sum + (n - (errors[i] ?? 0)) ** 2, 0);
  return { ...settings, dispersion: Math.max(1, squares / (2 * (errors.length - 1)) / mean) };
};
