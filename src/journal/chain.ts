import { hash } from "node:crypto";
import type { Digest } from "../domain/units.ts";
import { canonical } from "./canonical.ts";
import type { Entry, NewEntry, StreamHead } from "./port.ts";

/** SHA-256 of the bytes, or of the text in UTF-8. */
export const sha256 = (bytes: Uint8Array | string): Digest => `sha256:${hash("sha256", bytes, "hex")}` as Digest;

/**
 * The next entry of a stream, chained to the one before it.
 *
 * @param previousHead  where the stream stands; null when it is new
 * @throws TypeError when `data` is not plain JSON (see `canonical`)
 */
export const seal = (
  stream: string,
  previousHead: Pick<StreamHead, "version" | "hash"> | null,
  { at, actor, type, data }: NewEntry,
): Entry => {
  const unsealed: Unsealed = {
    stream,
    version: (previousHead?.version ?? 0) + 1,
    at,
    // Rebuilt, because a field that the store does not keep would be hashed and then lost.
    actor: { kind: actor.kind, id: actor.id },
    type,
    data: data === undefined ? null : data,
    previous: previousHead?.hash ?? sha256(stream),
  };
  return { ...unsealed, hash: hashOf(unsealed) };
};

type Unsealed = Omit<Entry, "hash">;

const hashOf = ({ stream, version, at, actor, type, data, previous }: Unsealed): Digest =>
  sha256(canonical({ stream, version, at, actor, type, data, previous }));

/** `where` is the version at which the chain first breaks; `problem` says how, in words. */
export type ChainVerdict =
  | { readonly ok: true; readonly head: Digest | null }
  | { readonly ok: false; readonly where: number; readonly problem: string };

/**
 * Whether these are all entries of one stream from its first, none edited, removed, put in or moved. What stood after
 * the last of them cannot be seen from here: compare `head` (null for no entries) with one kept elsewhere.
 */
export const verifyChain = (entries: readonly Entry[]): ChainVerdict => {
  const stream = entries[0]?.stream ?? "";
  let previous = sha256(stream);
  for (const [i, entry] of entries.entries()) {
    const problem = placeProblem(entries, i, stream) ?? sealProblem(entry, previous);
    if (problem !== null) return { ok: false, where: i + 1, problem };
    previous = entry.hash;
  }
  return { ok: true, head: entries.length === 0 ? null : previous };
};

const placeProblem = (entries: readonly Entry[], i: number, stream: string): string | null => {
  const found = entries[i]!;
  const due = i + 1;
  if (found.stream !== stream) return `an entry of the stream ${found.stream} stands in its place`;
  if (found.version === due) return null;
  if (found.version < due) return `put in: a second version ${found.version} stands in its place`;
  if (entries.some(({ version }) => version === due))
    return `out of order: version ${found.version} stands in its place`;
  return `removed: version ${found.version} comes next`;
};

const sealProblem = (entry: Entry, previous: Digest): string | null => {
  const isIntact = hashMatches(entry);
  if (entry.previous === previous) return isIntact ? null : "edited: its content no longer gives its hash";
  return isIntact
    ? `it does not continue ${before(entry)}: one of the two was replaced`
    : `edited or moved: it does not continue ${before(entry)} and its content no longer gives its hash`;
};

const before = ({ version }: Entry): string => (version === 1 ? "the stream's name" : `version ${version - 1}`);

const hashMatches = (entry: Entry): boolean => {
  try {
    return hashOf(entry) === entry.hash;
  } catch {
    return false; // Not even JSON any more, so it cannot be what was sealed.
  }
};
