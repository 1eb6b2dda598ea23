import type { Digest, Instant } from "../domain/units.ts";

/** Who caused an entry: a person, an agent, or the conductor itself. */
export type Actor = { readonly kind: "human" | "agent" | "system"; readonly id: string };

/** One line of history. `type` and `data` are the event; the rest is what makes it evidence. */
export type Entry = {
  readonly stream: string;
  /** 1, 2, 3 … within its stream. */
  readonly version: number;
  readonly at: Instant;
  readonly actor: Actor;
  readonly type: string;
  readonly data: unknown;
  /** Hash of the entry before it in the stream; of the stream's name for the first. */
  readonly previous: Digest;
  /** SHA-256 over the canonical JSON (RFC 8785) of all the fields above. */
  readonly hash: Digest;
};

export type NewEntry = Pick<Entry, "at" | "actor" | "type" | "data">;

export type StreamHead = {
  readonly stream: string;
  readonly version: number;
  readonly hash: Digest;
  readonly at: Instant;
};

/** Append-only event store. What `append` acknowledged survives a power cut. */
export type Journal = {
  /** Entries after version `after` (0 = all), oldest first. An unreadable entry rejects with `JOURNAL_DAMAGED`. */
  read(stream: string, after?: number): Promise<readonly Entry[]>;
  /**
   * All of `entries` or none, provided the stream is still at `expected` (0 = new).
   * @throws AppError `JOURNAL_CONFLICT` when it is not; `JOURNAL_FULL` when the disk cannot take it.
   */
  append(stream: string, expected: number, entries: readonly NewEntry[]): Promise<readonly Entry[]>;
  /** Heads of the streams whose name begins with `prefix`, by name. */
  list(prefix: string): Promise<readonly StreamHead[]>;
  /**
   * Names of streams that have entries and no head, which only damage brings about; slow, for verification. A store
   * that keeps no heads apart from its entries leaves it out.
   */
  headless?(prefix: string): Promise<readonly string[]>;
  close(): Promise<void>;
};

export type Lease = {
  readonly name: string;
  readonly holder: string;
  /** Grows with every change of holder. */
  readonly fence: number;
};

/**
 * Who conducts what. A lease that is not renewed within its term is anybody's. Terms are in ms and begin when the store
 * writes them. A store that serves several machines measures them by its own clock and does without `now`: the clocks
 * of machines differ, and one that is a minute fast would take every lease from its holder.
 */
export type Leases = {
  /** Takes or renews; null when somebody else holds it. Late is not lost: nobody else may have taken it since. */
  take(name: string, holder: string, term: number, now: Instant): Promise<Lease | null>;
  /** Renews all that this holder has, in one write; what it lost meanwhile is absent. */
  renew(holder: string, term: number, now: Instant): Promise<readonly Lease[]>;
  release(name: string, holder: string): Promise<void>;
  /** Those that somebody holds at this moment, in no order. */
  list(now: Instant): Promise<readonly Lease[]>;
};

/** Where a reader of the feed stands: opaque, and only meant for `feed` of the same store. */
export type Position = string;

/** One entry as it was written, in the order in which appends became visible; null when it cannot be read any more. */
export type Fed = {
  readonly position: Position;
  readonly stream: string;
  readonly version: number;
  readonly entry: Entry | null;
};

/** Everything that is appended, of all streams, one after the other. */
export type Feed = {
  /** The end of it now: what is appended later comes after. */
  end(): Promise<Position>;
  /**
   * At most `limit` entries after `position`, oldest first. An append under way elsewhere is never skipped.
   * @throws AppError `FEED_POSITION_UNKNOWN` for a position that is none of this store's
   */
  after(position: Position, limit: number): Promise<readonly Fed[]>;
};

/** `until`: when it is no longer there; null = never. `version` counts its changes, from 1. */
export type Kept = {
  readonly kind: string;
  readonly key: string;
  readonly value: unknown;
  readonly until: Instant | null;
  readonly version: number;
};

/**
 * What must never stand in the journal, and may change or end: accounts, sessions, tokens, answers to requests that may
 * be repeated. Values are JSON. What is over at `now` is not there.
 */
export type Vault = {
  /** @throws AppError `JOURNAL_DAMAGED` when its value cannot be read any more */
  get(kind: string, key: string, now: Instant): Promise<Kept | null>;
  /** Puts it there provided it is at version `expected` (0 = not there, or over); says whether it did. */
  put(item: Omit<Kept, "version">, expected: number, now: Instant): Promise<boolean>;
  /** Absent already is well. */
  remove(kind: string, key: string): Promise<void>;
  /** All of a kind whose keys begin with `prefix`, by key, without what is damaged; what is over is removed on the way. */
  list(kind: string, prefix: string, now: Instant): Promise<readonly Kept[]>;
};

/** In one piece, or as they come from a file that may be larger than memory. */
export type Bytes = Uint8Array | AsyncIterable<Uint8Array>;

/** Raw bytes by their digest: reports, processes, configurations, documents. */
export type Blobs = {
  /** When `bytes` reject, so does this, and nothing is kept. */
  put(bytes: Bytes): Promise<Digest>;
  /** @throws AppError `BLOB_MISSING`, or `BLOB_DAMAGED` when the bytes no longer give their digest. */
  get(digest: Digest): Promise<Uint8Array>;
};

/** Everything that Headgate keeps. Closing twice is harmless. */
export type Store = {
  readonly journal: Journal;
  readonly leases: Leases;
  readonly blobs: Blobs;
  readonly vault: Vault;
  readonly feed: Feed;
  close(): Promise<void>;
} & AsyncDisposable;
