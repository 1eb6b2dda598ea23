import { signalsOf } from "../analysis/signals.ts";
import { lastRollout } from "../domain/release/release.ts";
import type { Rollout } from "../domain/rollout/rollout.ts";
import type { Signals } from "../domain/rollout/signals.ts";
import { signalsText } from "../domain/rollout/signals-text.ts";
import type { Probe } from "../probes/port.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { type Figures, type Finding, told } from "./probe-answer.ts";
import { type Saved, savedBaseline } from "./saved-baseline.ts";

/**
 * Everything watched since the promotion, summed window by window, beside the build that was in service before, as it
 * was saved with the release (R79, R91).
 */
export const targetsProbe =
  (deps: Deps, loaded: Loaded): Probe =>
  async (question) => {
    const rollout = lastRollout(loaded.release, question.environment, "deploy");
    const now = rollout === undefined ? null : signalsSince(rollout);
    if (rollout === undefined || now === null) return told(deps, question, "targets", { requests: 0 });
    const { watched } = rollout;
    const before = await savedBaseline(deps, loaded, question.environment);
    const figures = {
      availability: watched.goodWindows / watched.windows,
      ...signalFigures(now),
      ...(before?.signals == null ? {} : named("baseline", signalFigures(before.signals))),
      ...(before?.signals == null ? {} : worseThan(before.signals, now)),
    };
    const file = before?.file == null ? {} : { baseline: before.file };
    return told(deps, question, "targets", figures, compared(rollout, before, now), {
      window: windowText(now),
      ...file,
    });
  };

/** Null while nothing was watched. */
const signalsSince = ({ watched, promotedAt, lastWindowAt }: Rollout): Signals | null =>
  watched.requests === 0 || promotedAt === null || lastWindowAt === null
    ? null
    : signalsOf(watched, promotedAt, lastWindowAt);

/** The three signals, their window in s, and how many observations they rest on. */
const signalFigures = ({ from, to, requests, errorRate, p95, measured, rps }: Signals): Figures => ({
  requests,
  latencies: measured,
  ...(errorRate === null ? {} : { errorRate }),
  ...(p95 === null ? {} : { p95Ms: p95 }),
  requestsPerSecond: rps,
  windowSeconds: (to - from) / 1_000,
});

/** How much worse than before, 0 where it is not: the 95th percentile as a share of it, error rates as a difference. */
const worseThan = (before: Signals, now: Signals): Figures => ({
  ...(before.p95 === null || before.p95 === 0 || now.p95 === null
    ? {}
    : { p95Worse: Math.max(0, now.p95 / before.p95 - 1) }),
  ...(before.errorRate === null || now.errorRate === null
    ? {}
    : { errorRateWorse: Math.max(0, now.errorRate - before.errorRate) }),
});

const named = (prefix: string, figures: Figures): Figures =>
  Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [`${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`, value]),
  );

const compared = ({ candidate, baseline }: Rollout, before: Saved | null, now: Signals): readonly Finding[] => [
  row("since", candidate.version, `${signalsText(now)}; ${windowText(now)}`),
  row("before", baseline?.version ?? "", beforeText(before)),
];

const beforeText = (before: Saved | null): string => {
  if (before === null) return "not measured";
  const { signals, problem } = before;
  return signals === null ? `not measured: ${problem}` : `${signalsText(signals)}; ${windowText(signals)}`;
};

const row = (id: string, where: string, title: string): Finding => ({ id, severity: "info", title, where });

const windowText = ({ from, to }: Signals): string =>
  `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
