import { setImmediate } from "node:timers/promises";
import type { Digest } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import { verifyChain } from "./chain.ts";
import type { Entry, Journal, StreamHead } from "./port.ts";

/** `entries`: how many are sound. `where`: the first version that is not. `head`: as the journal keeps it, if it does. */
export type StreamReport = { readonly stream: string; readonly entries: number; readonly head: Digest | null } & (
  | { readonly ok: true }
  | { readonly ok: false; readonly where: number; readonly problem: string }
);

export type JournalReport = {
  readonly ok: boolean;
  readonly entries: number;
  readonly streams: readonly StreamReport[];
  /** What kept it from looking for streams without a head; null when it could look. */
  readonly problem: string | null;
};

/**
 * Recomputes every hash of every stream whose name begins with `prefix` ("" = all) and compares the end of each with
 * the head that the journal keeps. Other processes may append meanwhile.
 *
 * What it cannot see: a stream, or the end of one, removed together with its head by somebody who knew how. That takes
 * a head kept elsewhere; a record is one.
 */
export const verifyJournal = async (journal: Journal, prefix: string): Promise<JournalReport> => {
  const streams: StreamReport[] = [];
  for (const head of await journal.list(prefix)) {
    streams.push(await verifyStream(journal, head));
    await setImmediate(); // A server that verifies itself goes on answering.
  }
  const hidden = await headless(journal, prefix);
  if (!(hidden instanceof AppError)) streams.push(...hidden.map(withoutHead));
  const problem = hidden instanceof AppError ? hidden.message : null;
  const entries = streams.reduce((sum, report) => sum + report.entries, 0);
  return { ok: problem === null && streams.every(({ ok }) => ok), entries, streams, problem };
};

const headless = (journal: Journal, prefix: string): Promise<readonly string[] | AppError> =>
  orDamage(async () => (await journal.headless?.(prefix)) ?? []);

const withoutHead = (stream: string): StreamReport => ({
  stream,
  entries: 0,
  head: null,
  ok: false,
  where: 1,
  problem: "the stream's head is gone",
});

const verifyStream = async (journal: Journal, head: StreamHead): Promise<StreamReport> => {
  const failed = (where: number, problem: string): StreamReport => ({
    stream: head.stream,
    entries: where - 1,
    head: head.hash,
    ok: false,
    where,
    problem,
  });
  const entries = await orDamage(() => journal.read(head.stream));
  if (entries instanceof AppError) return failed(Number(entries.detail.version ?? 1), problemOf(entries));
  const chain = verifyChain(entries);
  if (!chain.ok) return failed(chain.where, chain.problem);
  const end = endProblem(entries, head, await headNow(journal, head, entries.length));
  if (end !== null) return failed(end.where, end.problem);
  return { stream: head.stream, entries: entries.length, head: chain.head, ok: true };
};

/** Damage is what a verification is there to tell; anything else keeps it from its work. */
const orDamage = async <Result>(look: () => Promise<Result>): Promise<Result | AppError> => {
  try {
    return await look();
  } catch (error) {
    if (error instanceof AppError && error.code === "JOURNAL_DAMAGED") return error;
    throw error;
  }
};

const problemOf = (error: AppError): string => String(error.detail.problem ?? error.message);

/** The head as listed, unless the stream has more entries than that: then somebody may have appended since. */
const headNow = async (journal: Journal, listed: StreamHead, entries: number): Promise<StreamHead> => {
  if (entries <= listed.version) return listed;
  return (await journal.list(listed.stream)).find(({ stream }) => stream === listed.stream) ?? listed;
};

const endProblem = (
  entries: readonly Entry[],
  listed: StreamHead,
  now: StreamHead,
): { readonly where: number; readonly problem: string } | null => {
  if (entries.length < listed.version)
    return { where: entries.length + 1, problem: `removed: the head is at version ${listed.version}` };
  if (entries.length > now.version)
    return { where: now.version + 1, problem: `put in: the head is at version ${now.version}` };
  const differs = [listed, now].find(
    ({ version, hash }) => version <= entries.length && entries[version - 1]?.hash !== hash,
  );
  return differs === undefined
    ? null
    : { where: differs.version, problem: "replaced: its hash is not the stream's head" };
};
