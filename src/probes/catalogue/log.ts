import { setTimeout as pause } from "node:timers/promises";
import type { LogStore } from "../../domain/log-store.ts";
import type { Instant, Millis } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { elasticsearchLines } from "../logs/elasticsearch.ts";
import { fileLines } from "../logs/files.ts";
import { lokiLines } from "../logs/loki.ts";
import type { Look } from "../port.ts";

export type LogSettings = {
  /** What people call it. */
  readonly name: string;
  readonly store: LogStore;
  /** Looked for as it stands; a store that indexes words finds it best if it is one. */
  readonly text: string;
  /** Nothing older is looked at, where the store knows times. */
  readonly from: Instant;
  /** It must be found by then; stores index late. */
  readonly within: Millis;
};

/** Time between two searches, in ms. */
const interval = 500;

/**
 * Whether a text can be found where people search logs. Not found is an answer; a store that could not be asked to the
 * last, or that says that it did not look everywhere, is an error: an empty answer of half a store proves nothing.
 */
export const log: Look<LogSettings> = async (settings, signal) => {
  const { name, store, text, within } = settings;
  const began = performance.now();
  let last: number | AppError = 0;
  do {
    last = await search(settings, signal);
    if (typeof last === "number" && last > 0) break;
    await pause(Math.max(0, Math.min(interval, began + within - performance.now())), undefined, { signal });
  } while (performance.now() - began < within);
  if (last instanceof AppError) throw last;
  const waited = Math.round(performance.now() - began);
  const title = `${name}: "${text}" was not found within ${within / 1_000} s`;
  return {
    figures: { checked: 1, failed: last === 0 ? 1 : 0, found: last, waitedMs: waited },
    findings: last === 0 ? [{ id: `log ${name}`, severity: "high", title, where: whereOf(store) }] : [],
  };
};

const search = async (settings: LogSettings, signal: AbortSignal): Promise<number | AppError> => {
  try {
    return await linesOf(settings, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError) return error;
    throw error;
  }
};

/** How many lines with the text were seen, at least one if there is any. */
const linesOf = ({ store, text, from }: LogSettings, signal: AbortSignal): Promise<number> => {
  switch (store.driver) {
    case "file":
      return fileLines(store, text);
    case "loki":
      return lokiLines(store, text, from, signal);
    case "elasticsearch":
      return elasticsearchLines(store, text, signal);
  }
};

const whereOf = (store: LogStore): string => {
  switch (store.driver) {
    case "file":
      return store.files.join(", ");
    case "loki":
      return `${store.url} ${store.selector}`;
    case "elasticsearch":
      return `${store.url}/${store.index}`;
  }
};
