import type { Digest } from "../domain/units.ts";
import { canonical } from "./canonical.ts";
import type { Entry } from "./port.ts";

/** A whole JSON string, value or key, that is a digest; one quoted inside a sentence is not meant. */
const wholeString = /(?<!\\)"(sha256:[0-9a-f]{64})"/g;

/** Digests of bytes that the entries speak of, each with its first mention. Hashes of the entries themselves do not count. */
export const mentions = (entries: readonly Entry[]): ReadonlyMap<Digest, Entry> => {
  const own = new Set<string>(entries.flatMap(({ hash, previous }) => [hash, previous]));
  const found = new Map<Digest, Entry>();
  for (const entry of entries)
    for (const [, digest] of canonical(entry.data).matchAll(wholeString))
      if (!own.has(digest!) && !found.has(digest as Digest)) found.set(digest as Digest, entry);
  return found;
};
