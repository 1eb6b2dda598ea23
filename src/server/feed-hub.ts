import { setTimeout as sleep } from "node:timers/promises";
import type { Fed, Feed, Position } from "../journal/port.ts";

/** Between two looks at the feed while anybody listens, in ms. */
const pause = 50;
/** Entries that are kept for whoever is a little behind; who is further behind reads the feed alone. */
const kept = 2_000;
const batch = 500;

export type FeedHub = {
  /**
   * All that is written after `position` (null: after now), as it comes, until the signal. Nothing for `silence` ms is
   * told as well, by nothing.
   */
  follow(position: Position | null, silence: number, signal: AbortSignal): AsyncGenerator<readonly Fed[]>;
  listeners(): number;
};

type Wait = (ms: number, stopping: AbortSignal) => Promise<void>;

const rest: Wait = (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined);

/**
 * One look at the feed for all who listen: five hundred streams cost the journal what one costs. Each keeps its own
 * place, so that a slow one delays nobody and nothing is queued for it.
 */
export const feedHub = (feed: Feed, stopping: AbortSignal, wait: Wait = rest): FeedHub => {
  const { look, after, numberAfter, next, since, wake } = window(feed);
  let count = 0;
  let isWatched = false;
  // Somebody who goes and comes again within a pause finds the watch of before.
  const watch = async (): Promise<void> => {
    if (isWatched) return;
    isWatched = true;
    while (count > 0 && !stopping.aborted) {
      await look().catch(() => undefined); // a journal that is away is asked again
      await wait(pause, stopping);
    }
    isWatched = false;
  };

  async function* follow(from: Position | null, silence: number, signal: AbortSignal): AsyncGenerator<readonly Fed[]> {
    count++;
    void watch();
    const bell = ringing(wake, signal);
    try {
      let at = from ?? (await look());
      let number = from === null ? next() : null;
      while (!signal.aborted) {
        number ??= numberAfter(at);
        const fed = number === null ? await after(at) : since(number);
        // Further behind than what is kept; or so long ago that it is not there any more.
        if (fed === null) number = null;
        else if (fed.length === 0 && number === null) await look();
        else if (fed.length === 0) {
          if (!(await bell.rings(silence))) yield [];
        } else {
          at = fed.at(-1)!.position;
          if (number !== null) number += fed.length;
          yield fed;
        }
      }
    } finally {
      bell.stop();
      count--;
    }
  }
  return { follow, listeners: () => count };
};

/** The last entries, numbered as they came; `first` is the number of the oldest that is kept. */
const window = (feed: Feed) => {
  const wake = new Set<() => void>();
  let recent: readonly Fed[] = [];
  let first = 0;
  let position: Position | null = null;
  let looking: Promise<Position> = Promise.resolve("");

  const read = async (): Promise<Position> => {
    if (position === null) {
      position = await feed.end();
      return position;
    }
    const fed = await feed.after(position, batch);
    if (fed.length === 0) return position;
    const all = [...recent, ...fed];
    recent = all.slice(-kept);
    first += all.length - recent.length;
    position = fed.at(-1)!.position;
    for (const ring of wake) ring();
    return fed.length < batch ? position : read();
  };
  return {
    wake,
    /** To the end; one after the other. Gives where that is. */
    look(): Promise<Position> {
      looking = looking.then(read, read);
      return looking;
    },
    after: (at: Position) => feed.after(at, batch),
    next: (): number => first + recent.length,
    /** What is kept from this number on; null when that is gone already. */
    since: (number: number): readonly Fed[] | null => (number < first ? null : recent.slice(number - first)),
    /** The number of what comes after this position; null when nothing that is kept says so. */
    numberAfter(at: Position): number | null {
      if (at === position) return first + recent.length;
      const index = recent.findLastIndex((one) => one.position === at);
      return index < 0 ? null : first + index + 1;
    },
  };
};

/** One place to wait at for each listener: a race between promises that live long would grow with every turn. */
const ringing = (wake: Set<() => void>, signal: AbortSignal) => {
  let answer: ((rang: boolean) => void) | null = null;
  const ring = (): void => answer?.(true);
  wake.add(ring);
  signal.addEventListener("abort", ring, { once: true });
  return {
    rings: (within: number): Promise<boolean> =>
      new Promise((resolve) => {
        const timer = setTimeout(() => answer?.(false), within);
        answer = (rang) => {
          clearTimeout(timer);
          answer = null;
          resolve(rang);
        };
        if (signal.aborted) answer(true);
      }),
    stop: () => {
      wake.delete(ring);
      signal.removeEventListener("abort", ring);
    },
  };
};
