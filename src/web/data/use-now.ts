import { useSyncExternalStore } from "react";
import { serverNow } from "./clock.ts";

type Ticker = { readonly subscribe: (listener: () => void) => () => void; readonly now: () => number };

/** One for each pace, however many moments stand on a page; it stands still while nobody looks. */
const tickers = new Map<number, Ticker>();

const tickerOf = (every: number): Ticker => {
  const known = tickers.get(every);
  if (known !== undefined) return known;
  const listeners = new Set<() => void>();
  let now = serverNow();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = (): void => {
    now = serverNow();
    for (const listener of listeners) listener();
  };
  const made: Ticker = {
    now: () => now,
    subscribe(listener) {
      if (listeners.size === 0) {
        now = serverNow();
        timer = setInterval(tick, every);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
  tickers.set(every, made);
  return made;
};

/** The server's time, moving on by itself every so many ms. */
export const useNow = (every = 1_000): number => {
  const { subscribe, now } = tickerOf(every);
  return useSyncExternalStore(subscribe, now);
};
