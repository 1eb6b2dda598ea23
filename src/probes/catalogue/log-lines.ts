import type { LogStore } from "../../domain/log-store.ts";
import type { Instant, Millis } from "../../domain/units.ts";
import { type LogLevel, levelOf, logLevels } from "../logs/log-level.ts";
import { recentLines } from "../logs/recent-lines.ts";
import type { Look } from "../port.ts";
import { answered } from "./answered.ts";

export type LogLinesSettings = {
  readonly store: LogStore;
  /** The least level that is declared: what is below it shall not be written. */
  readonly level: LogLevel;
  /** Lines a minute. */
  readonly most: number | null;
  readonly least: number | null;
  /** The stretch of time that is looked at. */
  readonly stretch: Millis;
  readonly now: Instant;
};

/** Whether a log is as loud as it was declared (R113). One in which nothing was written proves nothing, and is told. */
export const logLines: Look<LogLinesSettings> = async (settings, signal) => {
  const { store, level, most, least, stretch, now } = settings;
  const { lines, count } = await recentLines(store, stretch, now, signal);
  const perMinute = Math.round((10 * count * 60_000) / stretch) / 10;
  const levels = lines.map(levelOf);
  const below = logLevels.slice(0, logLevels.indexOf(level));
  const loud = below.flatMap((one) => {
    const found = levels.filter((each) => each === one).length;
    return found === 0 ? [] : [`${found} of ${lines.length} lines are of level ${one}; ${level} is declared`];
  });
  const where = store.driver === "file" ? store.files.join(", ") : store.url;
  const problems = [
    ...loud,
    ...(lines.length === 0 ? [`no line was written in ${stretch / 1_000} s`] : []),
    ...(lines.length > 0 && levels.every((one) => one === null) ? ["no line says which level it is of"] : []),
    ...(most !== null && perMinute > most
      ? [`${perMinute} lines a minute are written; at most ${most} are declared`]
      : []),
    ...(least !== null && perMinute < least
      ? [`${perMinute} lines a minute are written; at least ${least} are declared`]
      : []),
  ];
  return answered("log-lines", where, problems, { perMinute, lines: count });
};
