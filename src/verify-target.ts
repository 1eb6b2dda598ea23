import type { VerifyAnswer } from "./api/verify-answer.ts";
import type { VerifyTarget } from "./cli/io.ts";
import { openStore } from "./journal/open-store.ts";
import type { Journal } from "./journal/port.ts";
import { openSqliteJournal } from "./journal/sqlite.ts";
import { verifyJournal } from "./journal/verify.ts";
import { verifyRecord } from "./journal/verify-record.ts";

/**
 * Checks a journal, or a sealed record, and says it in the words that every surface prints.
 * @param database  url of PostgreSQL, if the journal in use is there
 */
export const verifyTarget = async (
  { kind, folder }: VerifyTarget,
  database: string | undefined,
): Promise<VerifyAnswer> => {
  switch (kind) {
    case "journal": {
      await using store = await openStore({ folder, database });
      return await verifyStore(store.journal, store.where);
    }
    case "embedded": {
      await using store = openSqliteJournal(folder);
      return await verifyStore(store.journal, `in ${folder}`);
    }
    case "record":
      return await verifySealed(folder);
  }
};

const verifyStore = async (journal: Journal, where: string): Promise<VerifyAnswer> => {
  const { ok, entries, streams, problem } = await verifyJournal(journal, "");
  const broken = streams.flatMap((one) => (one.ok ? [] : [`${one.stream}, entry ${one.where}: ${one.problem}`]));
  const problems = problem === null ? broken : [...broken, problem];
  return { kind: "journal", where, ok, streams: streams.length, entries, problems, fingerprint: null, about: null };
};

const verifySealed = async (folder: string): Promise<VerifyAnswer> => {
  const { ok, problems, fingerprint, about, heads, entries } = await verifyRecord(folder);
  return {
    kind: "record",
    where: `in ${folder}`,
    ok,
    streams: Object.keys(heads).length,
    entries,
    problems: [...problems],
    fingerprint,
    about,
  };
};
