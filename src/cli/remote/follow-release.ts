import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "../../api/client.ts";
import { events } from "../../api/routes/journal-routes.ts";
import { awaitsClock } from "../../conductor/awaits-clock.ts";
import type { ConductOptions } from "../../conductor/engine.ts";
import type { Loader } from "../../conductor/load.ts";
import type { ReadingEngine } from "../../conductor/reading-engine.ts";
import { reconcile } from "../../domain/release/reconcile.ts";

/** How often we look whether anything is left to be done, in ms. */
const interval = 1_000;

type Following = {
  readonly client: Client;
  readonly loader: Loader;
  readonly reading: ReadingEngine;
};

/**
 * What `conduct` is where the server conducts: it hands over what happens, and ends when it would have ended there. What
 * is told is read from the history; the event stream only says when.
 */
export const followRelease = async (
  { client, loader, reading }: Following,
  id: string,
  { signal, whenIdle, onEntries }: ConductOptions,
): Promise<void> => {
  await loader.load(id);
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  loader.watch(id, onEntries);
  const idle = untilIdle(reading, id, whenIdle, both).finally(() => stop.abort());
  idle.catch(() => undefined); // told below
  try {
    for await (const { kind } of client.follow(events, { query: { release: id }, signal: both }))
      if (kind !== "lost") await loader.load(id);
  } finally {
    stop.abort();
    // What kept us from looking is thrown; a signal is none.
    await idle.finally(() => loader.watch(id, null));
  }
};

/** Twice in a row, so that a pause between two effects is not the end. */
const untilIdle = async (
  reading: ReadingEngine,
  id: string,
  whenIdle: ConductOptions["whenIdle"],
  signal: AbortSignal,
): Promise<void> => {
  for (let calm = 0; calm < 2; ) {
    await sleep(interval, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const { idle, over } = await lookAt(reading, id);
    calm = idle && (whenIdle === "return" || over) ? calm + 1 : 0;
  }
};

const lookAt = async (reading: ReadingEngine, id: string) => {
  const loaded = await reading.load(id);
  const now = reading.now();
  const wanted = reconcile(loaded.process, loaded.release, now, await reading.calendarOf(loaded));
  return { idle: wanted.length === 0 && !awaitsClock(loaded, now), over: loaded.release.phase !== "open" };
};
