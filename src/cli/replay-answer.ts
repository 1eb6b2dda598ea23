import type { Act, Replay, Told } from "../conductor/replay.ts";
import type { Verdict } from "../domain/rollout/verdict.ts";

/** What recorded counts come to, as it is printed. Times in ISO 8601, weights in percent, lengths in ms. */
export type ReplayAnswer = {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly windows: number;
  readonly interval: number;
  readonly judgedBy: string;
  readonly alpha: number;
  readonly beta: number;
  readonly steps: readonly { readonly at: string; readonly weight: number }[];
  /** What a reader has to know of the file to trust the answer. */
  readonly notes: readonly string[];
  readonly turns: readonly ToldAnswer[];
  readonly rollback: ToldAnswer | null;
  /** One for each step that would have been called good. */
  readonly promotions: readonly ToldAnswer[];
  readonly pauses: readonly ToldAnswer[];
  /** Of the candidate, after the rollback and until the file ends. */
  readonly spared: { readonly requests: number; readonly errors: number };
  readonly final: Verdict;
  readonly verdicts: readonly ({ readonly at: string; readonly weight: number } & Verdict)[];
};

export type ToldAnswer = {
  readonly at: string;
  /** In percent. */
  readonly weight: number;
  readonly act: Act;
  readonly outcome: Verdict["outcome"];
  readonly reason: string;
  /** The candidate's requests until then, and those of them that failed. */
  readonly served: { readonly requests: number; readonly errors: number };
};

export const replayAnswer = (file: string, judgedBy: string, replay: Replay): ReplayAnswer => {
  const { windows, looks, settings, interval } = replay;
  const last = looks.at(-1)!;
  return {
    file,
    from: iso(windows[0]!.from),
    to: iso(windows.at(-1)!.to),
    windows: windows.length,
    interval,
    judgedBy,
    alpha: settings.alpha,
    beta: settings.beta,
    steps: replay.steps.map(({ at, weight }) => ({ at: iso(at), weight })),
    notes: notesOf(replay),
    turns: replay.turns.map(told),
    rollback: last.verdict.outcome === "fail" ? told(replay.turns.at(-1)!) : null,
    promotions: replay.promotions.map(told),
    pauses: replay.pauses.map(told),
    spared: replay.spared,
    final: last.verdict,
    verdicts: looks.map(({ window: { to, weight }, verdict }) => ({ at: iso(to), weight, ...verdict })),
  };
};

const iso = (at: number): string => new Date(at).toISOString();

const told = ({ at, weight, act, verdict: { outcome, reason }, served }: Told): ToldAnswer => ({
  at: iso(at),
  weight,
  act,
  outcome,
  reason,
  served,
});

const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? "" : "s"}`;

const notesOf = ({ windows, before, gaps, estimated, unjudged }: Replay): readonly string[] => {
  const lack = (side: "candidate" | "baseline"): number =>
    windows.filter((window) => window[side] === null && (side === "candidate" || window.weight < 100)).length - gaps;
  const [ours, theirs] = [lack("candidate"), lack("baseline")];
  return [
    estimated ? "The file does not say the weights: they are estimated from the requests." : "",
    before > 0 ? `${count(before, "window")} before the candidate's first request: left out.` : "",
    gaps > 0 ? `${count(gaps, "window")} without a row: not measured.` : "",
    ours > 0 ? `${count(ours, "window")} without counts of the candidate: not measured.` : "",
    theirs > 0 ? `${count(theirs, "window")} without counts of the baseline: not measured.` : "",
    windows.some(({ candidate }) => (candidate?.latency.length ?? 0) > 0)
      ? ""
      : "The file has no latencies: no step can pass by proof.",
    unjudged.length > 0 ? `Counters that analysis.counters does not name are not judged: ${unjudged.join(", ")}.` : "",
  ].filter((note) => note !== "");
};
