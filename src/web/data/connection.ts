import { useSyncExternalStore } from "react";

/** `lost` since when, in ms; null while events come, or before they came for the first time. */
let lostAt: number | null = null;
const listeners = new Set<() => void>();

export const setLost = (at: number | null): void => {
  if ((lostAt === null) === (at === null)) return;
  lostAt = at;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLostAt = (): number | null => useSyncExternalStore(subscribe, () => lostAt);
