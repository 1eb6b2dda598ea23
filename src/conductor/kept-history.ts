import type { Entry, Journal } from "../journal/port.ts";

/** Histories that are kept: those of the releases that people look at just now. */
const most = 4;
/** Entries of all of them together; a longer history is read anew each time. */
const room = 12_000;

/**
 * Reads whole histories for whoever asks often, and of those that were asked for last only what is new: a war room with
 * four hours of windows is looked at several times a second. Holds nothing that the journal does not.
 */
export const keptHistory = ({ read }: Pick<Journal, "read">): ((stream: string) => Promise<readonly Entry[]>) => {
  /** The one that was asked for last at the end. */
  const kept = new Map<string, readonly Entry[]>();
  const keep = (stream: string, entries: readonly Entry[]): void => {
    kept.delete(stream);
    kept.set(stream, entries);
    while (kept.size > most || sizeOf(kept) > room) kept.delete([...kept.keys()][0]!);
  };
  return async (stream) => {
    const before = kept.get(stream) ?? [];
    const fresh = await read(stream, before.length);
    const entries = fresh.length === 0 ? before : [...before, ...fresh];
    // Of two that read at the same time the slower one may know less.
    if (entries.length > 0 && entries.length >= (kept.get(stream)?.length ?? 0)) keep(stream, entries);
    return entries;
  };
};

const sizeOf = (kept: ReadonlyMap<string, readonly Entry[]>): number =>
  [...kept.values()].reduce((sum, entries) => sum + entries.length, 0);
