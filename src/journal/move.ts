import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Digest, Instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import { digestsIn } from "./blobs.ts";
import type { Entry, Journal, StreamHead } from "./port.ts";
import { openPostgresJournal, type PostgresStore } from "./postgres.ts";
import { type EmbeddedStore, openSqliteJournal } from "./sqlite.ts";
import { verifyJournal } from "./verify.ts";

/** Numbers are of this call; what an earlier one had moved is `there`. */
export type Moved = {
  readonly to: string;
  readonly streams: number;
  readonly entries: number;
  /** Entries that were there before. */
  readonly there: number;
  readonly blobs: number;
  /** Accounts, sessions, tokens and the like that this call moved. */
  readonly kept: number;
};

/** Entries of one append: some hundred kilobytes. */
const portion = 500;

/**
 * Moves the embedded journal of a state folder into PostgreSQL: every entry under the hash that it has, every blob, no
 * lease; and of the vault what is not over. After the last entry the embedded journal takes no more. Called again, it
 * does what is left to be done. Where PostgreSQL keeps something under the same name already, that stays.
 *
 * @throws AppError `JOURNAL_IN_USE` while a release is conducted; `JOURNAL_DIVERGED` when PostgreSQL has another history
 *         of one of the streams; `JOURNAL_DAMAGED`, `BLOB_DAMAGED` when the embedded one is not sound: nothing is moved
 */
export const moveFolder = async (folder: string, url: string | undefined, now: () => Instant): Promise<Moved> => {
  if (url === undefined || url === "")
    throw new AppError("USAGE", {
      problem: "Nothing says where to move the journal.",
      fix: "Set HEADGATE_DATABASE_URL, or database: in headgate.yaml; docs/postgresql.md says how.",
    });
  if (!existsSync(join(folder, "journal.db")))
    throw new AppError("USAGE", { problem: `There is no journal in ${folder}.`, fix: "There is nothing to move." });
  await using from = openSqliteJournal(folder);
  await using to = await openPostgresJournal(url);
  refuseElsewhere(from.moving.movedTo(), to.where);
  return await move(from, to, join(folder, "blobs"), now);
};

const move = async (from: EmbeddedStore, to: PostgresStore, blobs: string, now: () => Instant): Promise<Moved> => {
  from.moving.refuseInUse(now());
  await requireSound(from.journal);
  await refuseDiverged(from.journal, to.journal);
  const { copyNew, counts } = copying(from, to, blobs);
  let kept = 0;
  const copyRest = async (): Promise<void> => {
    await copyNew();
    kept = await copyVault(from, to, now());
  };
  // Most of it while others may still write, the rest while they wait.
  await copyNew();
  await requireSound(to.journal);
  await from.moving.end(copyRest, to.where, now());
  return { to: to.where, ...counts(), kept };
};

/** While nobody can write, for what a vault holds is changed and removed. @returns how much of it was not there yet */
const copyVault = async (from: EmbeddedStore, to: PostgresStore, now: Instant): Promise<number> => {
  let kept = 0;
  for (const item of from.moving.vault(now)) if (await to.vault.put(item, 0, now)) kept++;
  return kept;
};

/** `copyNew` copies what it did not copy before, blobs before the entries that speak of them. */
const copying = (from: EmbeddedStore, to: PostgresStore, folder: string) => {
  const blobs = new Set<Digest>();
  const streams = new Map<string, { readonly hash: Digest; readonly there: number; readonly entries: number }>();
  const copyNew = async (): Promise<void> => {
    const heads = await from.journal.list("");
    for (const digest of await digestsIn(folder)) {
      if (!blobs.has(digest)) await to.blobs.put(await from.blobs.get(digest));
      blobs.add(digest);
    }
    for (const { stream, hash } of heads) {
      const before = streams.get(stream);
      if (before?.hash === hash) continue;
      const { there, entries } = await copy(from.journal, to.journal, stream);
      streams.set(stream, { hash, there: before?.there ?? there, entries: (before?.entries ?? 0) + entries });
    }
  };
  const counts = (): Omit<Moved, "to" | "kept"> => {
    const all = [...streams.values()];
    const entries = all.reduce((sum, one) => sum + one.entries, 0);
    const there = all.reduce((sum, one) => sum + one.there, 0);
    return { streams: all.length, entries, there, blobs: blobs.size };
  };
  return { copyNew, counts };
};

const refuseElsewhere = (movedTo: string | null, to: string): void => {
  if (movedTo === null || movedTo === to) return;
  throw new AppError("USAGE", {
    problem: `The journal was moved to PostgreSQL at ${movedTo} already, which is not ${to}.`,
    fix: "Set HEADGATE_DATABASE_URL, or database: in headgate.yaml, to where it is now.",
  });
};

const requireSound = async (journal: Journal): Promise<void> => {
  const { ok, streams, problem } = await verifyJournal(journal, "");
  if (ok) return;
  const [where, what] = streams.flatMap((one) =>
    one.ok ? [] : [[`${one.stream} version ${one.where}`, one.problem]],
  )[0] ?? ["its file", problem ?? ""];
  throw new AppError("JOURNAL_DAMAGED", { where: where!, problem: what! });
};

const refuseDiverged = async (from: Journal, to: Journal): Promise<void> => {
  const streams = new Set((await from.list("")).map(({ stream }: StreamHead) => stream));
  for (const { stream } of await to.list(""))
    if (streams.has(stream)) requireSame(stream, await from.read(stream), await to.read(stream));
};

/** One may be longer than the other, but not another. */
const requireSame = (stream: string, here: readonly Entry[], there: readonly Entry[]): void => {
  const differs = there.findIndex(({ hash }, i) => i < here.length && here[i]?.hash !== hash);
  if (differs !== -1) throw new AppError("JOURNAL_DIVERGED", { stream, version: differs + 1 });
};

/** Appends what is missing. Sealed again from the same content, an entry gets the same hash; that is checked. */
const copy = async (from: Journal, to: Journal, stream: string): Promise<{ there: number; entries: number }> => {
  const here = await from.read(stream);
  const known = await to.read(stream);
  requireSame(stream, here, known);
  for (let version = known.length; version < here.length; version += portion) {
    const next = here.slice(version, version + portion);
    requireSame(stream, here, [...here.slice(0, version), ...(await to.append(stream, version, next))]);
  }
  return { there: Math.min(known.length, here.length), entries: Math.max(0, here.length - known.length) };
};
