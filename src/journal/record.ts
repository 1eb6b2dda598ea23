import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Digest } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import { canonical } from "./canonical.ts";
import { sha256, verifyChain } from "./chain.ts";
import { signEnvelope } from "./dsse.ts";
import type { RecordKey } from "./key.ts";
import { mentions } from "./mentions.ts";
import type { Blobs, Entry } from "./port.ts";
import { recordFiles } from "./record-files.ts";
import { recordIndex } from "./record-index.ts";
import { byStream, payloadType, predicateType, type Statement, statementType } from "./statement.ts";

export type RecordContents = {
  /** Whole streams, each from its first entry, oldest first. */
  readonly entries: readonly Entry[];
  /** Where the bytes are that the entries mention. */
  readonly blobs: Pick<Blobs, "get">;
  /** Digests that the entries mention and whose bytes are not enclosed: builds, hashes of other streams. */
  readonly outside: readonly Digest[];
  /** What a person shall read first: release, service, version, when and by whom the record was made. */
  readonly about: Readonly<Record<string, string>>;
};

type Files = ReadonlyMap<string, Uint8Array>;

/**
 * Writes the sealed export of one release into a new or empty folder. `head.dsse.json` comes last: a record without it
 * was interrupted. The same contents and key give the same bytes.
 *
 * @returns the fingerprint to tell the auditor by another way, and the number of files
 * @throws AppError `RECORD_INVALID` when a chain is broken: a broken history is not sealed; `BLOB_MISSING` or
 *         `BLOB_DAMAGED` for mentioned bytes that are neither there nor `outside`; `USAGE` when the folder holds files.
 */
export const writeRecord = async (
  folder: string,
  contents: RecordContents,
  key: RecordKey,
): Promise<{ readonly fingerprint: Digest; readonly files: number }> => {
  const heads = headsOf(contents.entries);
  const files = await filesOf(contents, key);
  await refuseOccupied(folder);
  for (const [name, bytes] of files) await write(join(folder, name), bytes);
  const payload = canonical(statementOf(files, heads, contents, key));
  const envelope = signEnvelope(payloadType, Buffer.from(payload), key.privateKey, key.fingerprint);
  await write(join(folder, recordFiles.head), Buffer.from(`${JSON.stringify(envelope, null, 2)}\n`));
  return { fingerprint: key.fingerprint, files: files.size + 1 };
};

type Heads = Statement["predicate"]["heads"];

const headsOf = (entries: readonly Entry[]): Heads =>
  [...byStream(entries)].map(([stream, own]) => {
    const chain = verifyChain(own);
    if (!chain.ok)
      throw new AppError("RECORD_INVALID", { where: `${stream} version ${chain.where}`, problem: chain.problem });
    return { stream, version: own.length, hash: own.at(-1)!.hash };
  });

const filesOf = async ({ entries, blobs, outside, about }: RecordContents, key: RecordKey): Promise<Files> => {
  const files = new Map<string, Uint8Array>();
  const enclosed = [];
  for (const [digest, mention] of mentions(entries)) {
    if (outside.includes(digest)) continue;
    const bytes = await blobs.get(digest);
    files.set(`blobs/${digest.slice(7)}`, bytes);
    enclosed.push({ digest, size: bytes.length, mention });
  }
  const page = recordIndex({ about, entries, blobs: enclosed, outside, fingerprint: key.fingerprint });
  files.set(recordFiles.entries, Buffer.from(entries.map((entry) => `${canonical(entry)}\n`).join("")));
  files.set(recordFiles.index, Buffer.from(page));
  files.set(recordFiles.key, Buffer.from(key.publicPem));
  return files;
};

const statementOf = (files: Files, heads: Heads, { about, outside }: RecordContents, key: RecordKey): Statement => ({
  _type: statementType,
  subject: [...files].map(([name, bytes]) => ({ name, digest: { sha256: sha256(bytes).slice(7) } })),
  predicateType,
  predicate: { about: { ...about }, heads, outside: [...outside], key: key.fingerprint },
});

const refuseOccupied = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length === 0) return;
  throw new AppError("USAGE", { problem: `The folder ${folder} is not empty.`, fix: "Name a new one for the record." });
};

const write = async (path: string, bytes: Uint8Array): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
};
