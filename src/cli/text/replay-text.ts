import { type Instant, millis } from "../../domain/units.ts";
import type { ReplayAnswer, ToldAnswer } from "../replay-answer.ts";
import { wrap } from "./columns.ts";
import type { Layout } from "./paint.ts";
import { roughly } from "./time.ts";

/** What the file is, each change of the answer, and what would have been done. */
export const replayText = (answer: ReplayAnswer, layout: Layout): string =>
  [
    ...head(answer, layout),
    "",
    ...answer.turns.flatMap((turn) => turnLines(turn, layout)),
    ...doneLines(answer, layout),
  ].join("\n");

/** `2026-11-02 14:00:05 UTC`, without what is the same as in the line before. */
const moment = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
const clock = (at: string): string => at.slice(11, 19);

const head = (answer: ReplayAnswer, { paint, columns }: Layout): readonly string[] => {
  const { file, windows, interval, from, to, judgedBy, alpha, beta, steps, notes } = answer;
  return [
    paint.strong(`${file}: ${windows} windows of ${roughly(millis(interval))}, ${moment(from)} to ${moment(to)}`),
    `judged by ${judgedBy}: alpha ${alpha}, beta ${beta}`,
    `candidate: ${steps.map(({ at, weight }) => `${weight} % of requests from ${clock(at)}`).join(", ")}`,
    ...notes.flatMap((note) => wrap(note, columns)),
  ];
};

const turnLines = ({ at, outcome, act, reason }: ToldAnswer, { paint, columns }: Layout): readonly string[] => {
  const word = act === "pause" ? `${outcome}, pauses` : outcome;
  const colour = { "roll back": paint.bad, promote: paint.good, pause: paint.doubt, wait: paint.strong }[act];
  return [`${clock(at)}  ${colour(word)}`, ...wrap(reason, columns, "          ")];
};

/** `2,600`, on every machine the same. */
export const number = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
const requests = ({ requests: n, errors }: ToldAnswer["served"]): string =>
  `${number(n)} request${n === 1 ? "" : "s"}, ${number(errors)} of them failed`;

const doneLines = (answer: ReplayAnswer, { paint, columns }: Layout): readonly string[] => {
  const { rollback, promotions, pauses, spared } = answer;
  const when = ({ at, weight }: ToldAnswer): string => `at ${clock(at)} (${since(answer.from, at)}, at ${weight} %)`;
  const first = (said: string, all: readonly ToldAnswer[], none: string): readonly string[] =>
    all.length === 0
      ? [none]
      : all.map((one) => `${said} ${when(one)}: the candidate had served ${requests(one.served)}.`);
  return [
    "",
    ...first("Would have rolled back", rollback === null ? [] : [rollback], "Would not have rolled back."),
    ...(rollback === null || spared.requests === 0 ? [] : [`From then to its end the file has ${requests(spared)}.`]),
    ...first("Would have promoted", promotions, "Would not have promoted."),
    ...first("Would have paused", pauses, "Would not have paused."),
  ].flatMap((line, i) => (i === 1 ? wrap(line, columns).map(paint.strong) : line === "" ? [""] : wrap(line, columns)));
};

const since = (from: string, at: string): string =>
  `${roughly(millis((Date.parse(at) - Date.parse(from)) as Instant))} in`;
