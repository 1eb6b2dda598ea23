import type { VerifyAnswer } from "./api/verify-answer.ts";
import type { VerifyTarget } from "./cli/io.ts";
import { openSqliteJournal } from "./journal/sqlite.ts";
import { verifyJournal } from "./journal/verify.ts";
import { verifyRecord } from "./journal/verify-record.ts";

/** Checks a journal, or a sealed record, and says it in the words that every surface prints. */
export const verifyTarget = ({ kind, folder }: VerifyTarget): Promise<VerifyAnswer> =>
  kind === "journal" ? verifyFolder(folder) : verifySealed(folder);

const verifyFolder = async (folder: string): Promise<VerifyAnswer> => {
  await using store = openSqliteJournal(folder);
  const { ok, entries, streams, problem } = await verifyJournal(store.journal, "");
  const broken = streams.flatMap((one) => (one.ok ? [] : [`${one.stream}, entry ${one.where}: ${one.problem}`]));
  const problems = problem === null ? broken : [...broken, problem];
  return { kind: "journal", ok, streams: streams.length, entries, problems, fingerprint: null, about: null };
};

const verifySealed = async (folder: string): Promise<VerifyAnswer> => {
  const { ok, problems, fingerprint, about, heads, entries } = await verifyRecord(folder);
  return {
    kind: "record",
    ok,
    streams: Object.keys(heads).length,
    entries,
    problems: [...problems],
    fingerprint,
    about,
  };
};
