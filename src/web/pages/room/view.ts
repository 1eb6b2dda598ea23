import type { ReadOnly } from "../../../api/read-only.ts";
import type { RolloutAnswer, StatusAnswer } from "../../../api/status-answer.ts";
import type { WatchAnswer } from "../../../api/watch-answer.ts";
import type { Series } from "../../parts/chart.tsx";
import { length } from "../../parts/time.ts";

/** What the page draws of it. */
export type Watched = Omit<WatchAnswer, "marks">;

type Rollout = ReadOnly<RolloutAnswer>;
type Window = WatchAnswer["windows"][number];
type Side = NonNullable<Window["candidate"]>;

/** The rollout that the room is about: the one under way, else the last of production, else the last at all. */
export const roomRollout = ({ rollouts }: ReadOnly<StatusAnswer>): Rollout | undefined =>
  rollouts.find(({ phase }) => phase === "progressing" || phase === "rolling-back" || phase === "waiting") ??
  rollouts.findLast(({ environment }) => environment === "production") ??
  rollouts.at(-1);

/** What it does now, in one sentence. */
export const doing = (rollout: Rollout | undefined): string => {
  if (rollout === undefined) return "Nothing of this release has been rolled out yet.";
  const {
    phase,
    environment,
    candidate,
    baseline,
    step,
    steps,
    rollback,
    paused,
    frozen,
    waits = [],
    closed,
  } = rollout;
  switch (phase) {
    case "waiting":
      return `It waits for ${environment}${rollout.failure === null ? "" : `: ${rollout.failure}`}.`;
    case "rolling-back":
      return `All traffic goes back to ${baseline ?? "what ran before"}: ${rollback?.reason ?? ""}`;
    case "rolled-back":
      return rollback?.severity === "drill"
        ? `The drill is over: ${environment} runs ${baseline ?? "what ran before"} again.`
        : `${environment} is back on ${baseline ?? "what ran before"}: ${rollback?.reason ?? ""}`;
    case "promoted":
      return `${candidate} serves all of ${environment}; the way back is kept.`;
    case "closed":
      return `${candidate} serves all of ${environment}; the rollback window is over.`;
    case "progressing": {
      const at = `Step ${step} of ${steps}`;
      if (frozen !== null) return `${at}. Nothing advances: ${frozen}`;
      if (paused !== null) return `${at}, paused by ${paused.by}: ${paused.reason}`;
      const wait = waits[0];
      if (wait?.wait === "go") return `${at} waits for the go of ${wait.role || "whoever answers for it"}.`;
      if (wait?.wait === "runbook")
        return `${at} waits for step ${wait.step} of the runbook: ${wait.title} (${wait.role}).`;
      return closed.length === 0
        ? `${at} is about to be left.`
        : `${at} waits: ${closed.join("; ").replace(/\.$/, "")}.`;
    }
  }
};

const values = (windows: readonly Window[], of: "candidate" | "baseline", what: (side: Side) => number | null) =>
  windows.map((one) => {
    const side = one[of];
    return side === null ? null : what(side);
  });

const both = (watch: Watched, what: (side: Side) => number | null): readonly Series[] => [
  { name: watch.candidate, colour: "candidate", values: values(watch.windows, "candidate", what) },
  { name: watch.baseline ?? "before", colour: "baseline", values: values(watch.windows, "baseline", what) },
];

/** Windows that fit on a chart; the server tells no more of them either. */
const mostWindows = 720;

/** How many windows of the rollout need not be told again. */
export const knownOf = (before: Watched | undefined): number =>
  before === undefined ? 0 : before.left + before.windows.length;

/** An answer with the windows that came since; null where the one does not go on where the other ends. */
export const withNewer = (before: Watched | undefined, fresh: Watched): Watched | null => {
  if (before === undefined) return fresh;
  if (fresh.rollout !== before.rollout || fresh.left !== knownOf(before)) return null;
  const over = Math.max(0, before.windows.length + fresh.windows.length - mostWindows);
  return {
    ...fresh,
    windows: [...before.windows, ...fresh.windows].slice(over),
    verdicts: [...before.verdicts, ...fresh.verdicts].slice(over),
    left: before.left + over,
  };
};

export type Drawn = {
  readonly title: string;
  /** What its legend does not say. */
  readonly says?: string;
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  readonly axis?: (value: number) => string;
  /** The axis reaches this far at least. */
  readonly least?: number;
};

const few = (value: number, digits = 3): string => String(Number(value.toPrecision(digits)));
export const percent = (share: number): string => `${few(share * 100)} %`;
export const ms = (value: number): string => (value >= 1_000 ? `${few(value / 1_000)} s` : `${few(value)} ms`);
const perSecond = (value: number): string => `${few(value)}/s`;

/** The three signals of both sides, by window. */
export const signals = (watch: Watched): readonly Drawn[] => {
  const window = windowLength(watch);
  const draw = (title: string, what: (side: Side) => number | null, format: (value: number) => string): Drawn => ({
    title: `${title}, per ${window}`,
    series: both(watch, what),
    format,
  });
  return [
    { ...draw("Errors, share of requests", ({ errorRate }) => errorRate, percent), least: 0.01 },
    draw("Latency, 95th percentile", ({ p95 }) => p95, ms),
    draw("Throughput, requests", ({ rps }) => rps, perSecond),
  ];
};

const windowLength = ({ windows }: Watched): string => {
  const last = windows.at(-1);
  return last === undefined ? "window" : length(Date.parse(last.to) - Date.parse(last.from));
};

/** Beyond a million to 1 nothing is decided any more, and lines that grow on would press all others to the ground. */
const mostLog = 14;

/** Evidence as odds: `e` to the figure, so that "20 to 1" can be read. Cut off below 1: it says nothing there. */
const odds = (log: number | undefined): number | null =>
  log === undefined ? null : Math.min(mostLog, Math.max(0, log));

const oddsText = (log: number): string =>
  log >= mostLog ? "over a million to 1" : `${Math.round(Math.exp(log)).toLocaleString("en")} to 1`;

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 0 });
const oddsShort = (log: number): string => `${compact.format(Math.exp(Math.min(log, 27)))}:1`;

/** How far the analysis is from its two lines. */
export const evidence = ({ verdicts }: Watched): readonly Drawn[] => {
  const series = (name: string, colour: string, figure: string, isLimit = false): Series => ({
    name,
    colour,
    values: verdicts.map(({ figures }) => odds(figures[figure])),
    isLimit,
  });
  const [harm, needed] = [last(verdicts, "harm"), last(verdicts, "harmNeeded")];
  const good = [last(verdicts, "errorsGood"), last(verdicts, "slowGood")].filter((one) => one !== undefined);
  return [
    {
      title: "That it does harm: odds, log scale",
      says: `It goes back at ${oddsText(needed ?? 0)}; now ${oddsText(Math.max(0, harm ?? 0))}.`,
      series: [series("harm", "bad", "harm"), series("goes back", "line-strong", "harmNeeded", true)],
      format: oddsText,
      axis: oddsShort,
    },
    {
      title: "That it is as good: odds, log scale",
      says: `It may go on at ${oddsText(last(verdicts, "goodNeeded") ?? 0)} for each; the weaker is at ${oddsText(
        Math.max(0, Math.min(...good, good.length === 0 ? 0 : Number.POSITIVE_INFINITY)),
      )}.`,
      series: [
        series("errors", "good", "errorsGood"),
        series("latency", "act", "slowGood"),
        series("goes on", "line-strong", "goodNeeded", true),
      ],
      format: oddsText,
      axis: oddsShort,
    },
  ];
};

/** More than this many times as likely is drawn as this many: what matters lies around 1. */
const mostTimes = 20;

/** The interval of the odds: below 1 fewer errors than before, above 1 more. Null where it was not compared. */
export const interval = ({ verdicts }: Watched): Drawn | null => {
  const bound = (figure: string): readonly (number | null)[] =>
    verdicts.map(({ figures }) => (figures[figure] === undefined ? null : Math.min(mostTimes, figures[figure])));
  const [low, high] = [bound("oddsLow"), bound("oddsHigh")];
  const [from, to] = [low.at(-1), high.at(-1)];
  if (from == null || to == null) return null;
  const same = verdicts.map(() => 1);
  return {
    title: "Errors against the build before, times as likely",
    says: `Between ${few(from, 2)} and ${to === mostTimes ? "more than " : ""}${few(to, 2)} times, with 95 % confidence at any time.`,
    series: [
      { name: "at most", colour: "candidate", values: high },
      { name: "at least", colour: "bad", values: low },
      { name: "the same", colour: "line-strong", values: same, isLimit: true },
    ],
    format: (value) => `${few(value, 2)} ×`,
    least: 2,
  };
};

const last = (verdicts: WatchAnswer["verdicts"], figure: string): number | undefined =>
  verdicts.at(-1)?.figures[figure];

/** `An error is 0.8 to 1.3 times as likely as before.` */
export const intervalText = ({ verdicts }: Watched): string => {
  const { oddsLow, oddsHigh } = verdicts.at(-1)?.figures ?? {};
  if (oddsLow === undefined || oddsHigh === undefined) return "";
  return `With 95 % confidence, at any time: an error is ${few(oddsLow, 2)} to ${few(oddsHigh, 2)} times as likely as on the build before.`;
};
