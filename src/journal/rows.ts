import type { Digest, Instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import { verifyChain } from "./chain.ts";
import type { Actor, Entry, StreamHead } from "./port.ts";

/** A row of the tables `entries` or `heads`, which have the same columns in every store. */
export type Row = Readonly<Record<string, unknown>>;

/** @param version  the version that cannot be used, 1 or more */
export const damaged = (stream: string, version: number, problem: string, cause?: unknown): AppError =>
  new AppError("JOURNAL_DAMAGED", { where: `${stream} version ${version}`, stream, version, problem }, { cause });

export const toHead = (row: Row): StreamHead => ({
  stream: String(row.stream),
  version: Number(row.version),
  hash: row.hash as Digest,
  at: row.at as Instant,
});

/** @throws AppError `JOURNAL_DAMAGED` unless it is the entry that is due; SyntaxError when its data is not JSON */
export const toEntry = (row: Row, due: number): Entry => {
  const stream = String(row.stream);
  if (row.version !== due) throw damaged(stream, due, `the entry is gone; version ${row.version} comes next`);
  return {
    stream,
    version: due,
    at: row.at as Instant,
    actor: { kind: row.actor_kind as Actor["kind"], id: String(row.actor_id) },
    type: String(row.type),
    data: JSON.parse(String(row.data)),
    previous: row.previous as Digest,
    hash: row.hash as Digest,
  };
};

/** The entry of version `due`; null when it is gone or cannot be read. */
export const readableEntry = (row: Row | undefined, due: number): Entry | null => {
  try {
    return row === undefined ? null : toEntry(row, due);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof AppError) return null;
    throw error;
  }
};

/**
 * A fold over a stream that lacks its end would decide on a state that never was.
 * @param entries  what was read of the stream after version `after`; null when it ends where its head is
 */
export const endDamage = (
  entries: readonly Entry[],
  head: StreamHead | null,
  stream: string,
  after: number,
): AppError | null => {
  const last = entries.at(-1);
  const reached = last?.version ?? after;
  if (head === null) return last === undefined ? null : damaged(stream, 1, "the stream's head is gone");
  if (head.version > reached) return damaged(stream, reached + 1, `the entry is gone; the head is at ${head.version}`);
  if (last === undefined) return null;
  if (head.version < reached) return damaged(stream, head.version + 1, `put in: the head is at ${head.version}`);
  return last.hash === head.hash ? null : damaged(stream, reached, "its hash is not the one kept as the stream's head");
};

/** An early edit may only show at the end: its place, if the stream's readable `entries` break before `found`. */
export const firstDamage = (stream: string, entries: readonly Entry[], found: AppError): AppError => {
  const chain = verifyChain(entries);
  const isEarlier = !chain.ok && chain.where < Number(found.detail.version);
  return isEarlier ? damaged(stream, chain.where, chain.problem, found) : found;
};
