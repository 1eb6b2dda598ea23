import { setTimeout } from "node:timers/promises";
import { toRolloutAnswer } from "../api/to-status-answer.ts";
import type { Engine } from "../conductor/engine.ts";
import type { Loaded } from "../conductor/load.ts";
import type { CalendarView } from "../domain/calendar/hindrance.ts";
import type { Effect } from "../domain/release/effects.ts";
import { reconcile } from "../domain/release/reconcile.ts";
import { isLive } from "../domain/rollout/rollout.ts";
import type { Instant } from "../domain/units.ts";
import type { Context } from "./context.ts";
import { type LiveLine, liveLine } from "./live-line.ts";
import { newsAnswers, newsLines } from "./text/conduct-text.ts";
import { historyLines } from "./text/history-text.ts";
import { progressLine } from "./text/rollout-text.ts";

/** How often the live line is written and the end is looked for, in ms; each look at a server is a request or two. */
const [interval, remoteInterval] = [250, 1_000];

/**
 * Lets the engine work on a release and shows how it goes on: each new line of the history, and on a terminal one live
 * line for the rollout under way. Under `--json` nothing is shown.
 *
 * @param until  `settled`: until a machine has nothing to do but to keep watch over what is promoted already;
 *               `over`: until the release is over, or the signal
 */
export const conductShowing = async (
  { io, json, person }: Context,
  engine: Engine,
  id: string,
  until: "settled" | "over",
): Promise<void> => {
  const line = liveLine({ out: json ? () => undefined : io.out, terminal: io.terminal });
  const stop = new AbortController();
  const signal = AbortSignal.any([io.signal, stop.signal]);
  const isDone = until === "settled" ? isSettled : isOver;
  const every = (await person()) === null ? interval : remoteInterval;
  const watching = watch(engine, id, { line, columns: io.columns, signal, isDone, every }, () => stop.abort());
  try {
    await engine.conduct(id, {
      signal,
      whenIdle: until === "settled" ? "return" : "wait",
      onEntries: (entries) => {
        for (const text of historyLines(entries)) line.above(text);
      },
      onFailure: (problem) => line.above(`tried again: ${problem}`),
    });
  } finally {
    stop.abort();
    await watching;
    line.clear();
  }
};

/** Lets the engine work on every release that nobody else holds, until the signal, and prints what happens line by line. */
export const conductManyShowing = async ({ io, json, project }: Context, engine: Engine): Promise<void> => {
  const print = (line: string): void => io.out(`${line}\n`);
  await engine.conductMany({
    signal: io.signal,
    services: async () => [(await project()).config],
    onNews: (news) => {
      if (json) for (const answer of newsAnswers(news, engine.now())) print(JSON.stringify(answer));
      else for (const line of newsLines(news, engine.now())) print(line);
    },
  });
};

type Watching = {
  readonly line: LiveLine;
  readonly columns: number;
  readonly signal: AbortSignal;
  readonly every: number;
  readonly isDone: (loaded: Loaded, now: Instant, calendar: CalendarView) => boolean;
};

/** Calls `onDone` when it found the release done twice in a row, so that a pause between two effects is not the end. */
const watch = async (
  engine: Engine,
  id: string,
  { line, columns, signal, isDone, every }: Watching,
  onDone: () => void,
) => {
  let calm = 0;
  while (!signal.aborted) {
    const loaded = await engine.load(id);
    const live = loaded.release.rollouts.findLast(isLive);
    line.update(live === undefined ? "" : progressLine(toRolloutAnswer(live, engine.now()), columns - 1));
    calm = isDone(loaded, engine.now(), await engine.calendarOf(loaded)) ? calm + 1 : 0;
    if (calm >= 2) onDone();
    await setTimeout(every, undefined, { signal }).catch(() => undefined); // it only rejects when it is time to stop
  }
};

/** No rollout is under way, and nothing is due but to watch the ones that are promoted. */
const isSettled: Watching["isDone"] = ({ release, process }, now, calendar) =>
  !release.rollouts.some(isLive) && reconcile(process, release, now, calendar).every(isWatch);

/** Each window of a watch also keeps the baseline up and renews the routes; a candidate that was lost is more than that. */
const isWatch = (effect: Effect): boolean => {
  if (effect.of !== "rollout") return false;
  return effect.kind === "bring" ? effect.side === "baseline" : effect.kind === "measure" || effect.kind === "route";
};

/** Closed and sealed, or ended and everything brought back: nobody has anything left to do. */
const isOver: Watching["isDone"] = ({ release, process }, now, calendar) =>
  release.phase !== "open" && reconcile(process, release, now, calendar).length === 0;
