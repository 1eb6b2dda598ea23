import type { Look, Replay, Told } from "../conductor/replay.ts";
import type { Mark, Panel, ReplayPlot, Series, Span, Tone } from "../documents/replay-plot.ts";
import type { JudgedWindow } from "../domain/rollout/window.ts";
import { type Instant, type Millis, millis, plus } from "../domain/units.ts";
import { number } from "./text/replay-text.ts";
import { roughly } from "./text/time.ts";

/** A replay as a picture shows it. */
export const replaySeries = (file: string, replay: Replay): ReplayPlot => {
  const { windows, looks, settings } = replay;
  const [from, to] = [windows[0]!.from, windows.at(-1)!.to];
  const { alpha, beta } = settings;
  return {
    title: `Replay of ${file}`,
    subtitle: `${windows.length} windows of ${roughly(replay.interval)}; alpha ${alpha}, beta ${beta}; in the end: ${looks.at(-1)!.verdict.outcome}`,
    from,
    to,
    steps: stepsOf(replay, to),
    warmUp: warmUpOf(replay, to),
    marks: marksOf(replay),
    panels: [
      ratesOf(replay),
      {
        title: "Evidence of harm",
        text: "So many times better does “worse than the baseline” explain the counts. The heavy line decides.",
        scale: "evidence",
        series: [
          ...byMetric(looks, ({ evidence }) => evidence.harm),
          series("limits broken", "limits", looks, ({ evidence }) => evidence.limits),
          series("together", "together", looks, ({ evidence }) => evidence.together),
        ],
        line: { at: -Math.log10(alpha), label: `roll back at 1/alpha = ${Number((1 / alpha).toPrecision(3))}` },
      },
      {
        title: "Evidence of being good enough",
        text: "So many times better does “within the margins” explain the counts of this step. Every metric has to get there.",
        scale: "evidence",
        series: byMetric(looks, ({ evidence }) => evidence.good),
        line: { at: -Math.log10(beta), label: `promote at 1/beta = ${Number((1 / beta).toPrecision(3))}` },
      },
    ],
  };
};

const stepsOf = ({ steps }: Replay, end: Instant): readonly Span[] =>
  steps.map(({ at, weight }, i) => ({
    from: at,
    to: steps[i + 1]?.at ?? end,
    label: `${weight} % to the candidate`,
  }));

const warmUpOf = ({ windows, settings: { warmUp } }: Replay, end: Instant): Span | null => {
  const from = windows[0]!.grownAt;
  return warmUp === 0 ? null : { from, to: Math.min(plus(from, warmUp), end) as Instant, label: "warm-up" };
};

const marksOf = ({ turns, promotions, pauses }: Replay): readonly Mark[] => {
  const mark = (kind: Mark["kind"], words: string) => (told: Told) => ({
    at: told.at,
    kind,
    label: `${words} ${new Date(told.at).toISOString().slice(11, 19)}, after ${number(told.served.requests)} requests`,
  });
  return [
    ...turns.filter(({ act }) => act === "roll back").map(mark("bad", "roll back")),
    ...promotions.map(mark("good", "promote")),
    ...pauses.map(mark("doubt", "pause")),
  ].toSorted((a, b) => a.at - b.at);
};

/** Single windows of a small candidate hold an error or none: a picture needs the mean of some. */
const smoothing = (span: number): Millis => millis(Math.max(60_000, Math.round(span / 40_000) * 1000));

const ratesOf = ({ windows, looks }: Replay): Panel => {
  const over = smoothing(windows.at(-1)!.to - windows[0]!.from);
  return {
    title: `Error rate, mean of the last ${roughly(over)}`,
    text: oddsOf(looks.at(-1)!),
    scale: "share",
    series: [
      { name: "candidate", tone: "candidate", points: rates(windows, "candidate", over) },
      { name: "baseline", tone: "baseline", points: rates(windows, "baseline", over) },
    ],
    line: null,
  };
};

const oddsOf = ({ verdict: { figures } }: Look): string => {
  const [low, high] = [figures.oddsLow ?? 0, figures.oddsHigh];
  const said = (odds: number): string => String(Number(odds.toPrecision(2)));
  if (high === undefined && low === 0) return "The odds ratio is not known.";
  const range = high === undefined ? `at least ${said(low)}` : `${said(low)} to ${said(high)}`;
  return `At the last verdict the candidate's odds of an error were ${range} times the baseline's (95 %).`;
};

const rates = (windows: readonly JudgedWindow[], side: "candidate" | "baseline", over: Millis): Series["points"] => {
  let [first, requests, errors] = [0, 0, 0];
  return thinned(
    windows.map((window) => {
      requests += window[side]?.requests ?? 0;
      errors += window[side]?.errors ?? 0;
      for (; windows[first]!.to <= window.to - over; first += 1) {
        requests -= windows[first]![side]?.requests ?? 0;
        errors -= windows[first]![side]?.errors ?? 0;
      }
      return [window.to, window[side] === null || requests === 0 ? null : errors / requests] as const;
    }),
  );
};

const tones: Readonly<Record<string, Tone>> = { errors: "errors", latency: "latency" };

const byMetric = (looks: readonly Look[], of: (look: Look) => Readonly<Record<string, number>>): readonly Series[] =>
  [...new Set(looks.flatMap((look) => Object.keys(of(look))))].map((name) =>
    series(name, tones[name] ?? "counter", looks, (look) => of(look)[name]),
  );

const series = (name: string, tone: Tone, looks: readonly Look[], of: (look: Look) => number | undefined): Series => ({
  name,
  tone,
  points: thinned(
    looks.map((look) => {
      const log = of(look);
      return [look.window.to, log === undefined || !Number.isFinite(log) ? null : log / Math.LN10] as const;
    }),
  ),
});

/** A screen has no more columns than this. */
const mostPoints = 1_500;

const thinned = (points: Series["points"]): Series["points"] => {
  const every = Math.ceil(points.length / mostPoints);
  return every <= 1 ? points : points.filter((_, i) => i % every === 0 || i === points.length - 1);
};
