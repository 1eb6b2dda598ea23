import { createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { below } from "../below.ts";
import type { Digest } from "../domain/units.ts";
import { sha256, verifyChain } from "./chain.ts";
import { type Envelope, envelope, isSignedBy } from "./dsse.ts";
import { fingerprintOf } from "./key.ts";
import { mentions } from "./mentions.ts";
import type { Entry } from "./port.ts";
import { recordFiles } from "./record-files.ts";
import { byStream, entryLine, payloadType, type Statement, statement } from "./statement.ts";

export type RecordReport = {
  readonly ok: boolean;
  /** Each names the file or the entry that it is about. */
  readonly problems: readonly string[];
  /** Of the key in the record. Anybody can make a key: compare it with the one that the sender told you. */
  readonly fingerprint: Digest | null;
  /** What the signed statement says; null when there is none to read. */
  readonly about: Readonly<Record<string, string>> | null;
  readonly heads: Statement["predicate"]["heads"];
  /** Mentioned digests whose bytes are not in the record, as its sender declared. */
  readonly outside: readonly Digest[];
  readonly entries: number;
};

/**
 * Checks a record with nothing but its own files: the signature, every file's digest, files that nobody listed, every
 * chain and where it ends, and that all bytes that the entries mention are enclosed. Never throws for a bad record.
 */
export const verifyRecord = async (folder: string): Promise<RecordReport> => {
  const problems: string[] = [];
  const say = (problem: string): null => {
    problems.push(problem);
    return null;
  };
  const files = await filesIn(folder, say);
  const key = readKey(files, say);
  const signed = readStatement(files, key, say);
  if (signed !== null) checkFiles(files, signed, say);
  const entries = readEntries(files, say);
  checkEntries(entries, files, signed, key, say);
  return {
    ok: problems.length === 0,
    problems,
    fingerprint: key === null ? null : fingerprintOf(key),
    about: signed?.predicate.about ?? null,
    heads: signed?.predicate.heads ?? [],
    outside: signed?.predicate.outside ?? [],
    entries: entries.length,
  };
};

type Files = ReadonlyMap<string, Uint8Array>;
type Say = (problem: string) => null;

const filesIn = async (folder: string, say: Say): Promise<Files> => {
  const files = new Map<string, Uint8Array>();
  const found = await below(folder).catch((error: Error) => say(`${folder}: cannot be read (${error.message})`));
  for (const { name, kind } of found ?? []) {
    // A link would let a record borrow its proof from files that are not in it.
    if (kind !== "file") say(`${name}: is neither a file nor a folder`);
    else files.set(name, await readFile(join(folder, name)));
  }
  return files;
};

const readKey = (files: Files, say: Say): KeyObject | null => {
  const pem = files.get(recordFiles.key);
  if (pem === undefined) return say(`${recordFiles.key}: is missing`);
  try {
    return createPublicKey(Buffer.from(pem));
  } catch {
    return say(`${recordFiles.key}: is not a public key`);
  }
};

const readStatement = (files: Files, key: KeyObject | null, say: Say): Statement | null => {
  const sealed = readEnvelope(files, say);
  if (sealed === null) return null;
  if (key !== null && !isSignedBy(sealed, key))
    say(`${recordFiles.head}: the signature is not one of the Ed25519 key in ${recordFiles.key} over this content`);
  if (sealed.payloadType !== payloadType) say(`${recordFiles.head}: the payload is ${sealed.payloadType}`);
  const read = statement.safeParse(json(Buffer.from(sealed.payload, "base64").toString()));
  return read.success ? read.data : say(`${recordFiles.head}: is no in-toto statement about a record (version 1)`);
};

const readEnvelope = (files: Files, say: Say): Envelope | null => {
  const bytes = files.get(recordFiles.head);
  if (bytes === undefined) return say(`${recordFiles.head}: is missing, so nothing here is signed`);
  const read = envelope.safeParse(json(Buffer.from(bytes).toString()));
  return read.success ? read.data : say(`${recordFiles.head}: is no DSSE envelope`);
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Fits no schema, which is what the reader shall be told.
  }
};

const checkFiles = (files: Files, { subject }: Statement, say: Say): void => {
  const listed = new Map(subject.map(({ name, digest }) => [name, digest.sha256]));
  for (const name of listed.keys()) if (!files.has(name)) say(`${name}: is missing`);
  for (const [name, bytes] of files) {
    if (name === recordFiles.head) continue;
    const expected = listed.get(name);
    const found = sha256(bytes).slice(7);
    if (expected === undefined) say(`${name}: is not listed in the signed statement`);
    else if (expected !== found) say(`${name}: was changed; its SHA-256 is ${found}, signed was ${expected}`);
    if (name.startsWith("blobs/") && name !== `blobs/${found}`) say(`${name}: does not hold the bytes of its name`);
  }
};

const readEntries = (files: Files, say: Say): readonly Entry[] => {
  const bytes = files.get(recordFiles.entries);
  if (bytes === undefined) say(`${recordFiles.entries}: is missing`);
  const lines = Buffer.from(bytes ?? [])
    .toString()
    .split("\n");
  if (lines.pop() !== "") say(`${recordFiles.entries}: ends in the middle of a line`);
  return lines.flatMap((line, i) => {
    const read = entryLine.safeParse(json(line));
    if (read.success) return [read.data];
    say(`${recordFiles.entries} line ${i + 1}: is no entry`);
    return [];
  });
};

const checkEntries = (
  entries: readonly Entry[],
  files: Files,
  signed: Statement | null,
  key: KeyObject | null,
  say: Say,
): void => {
  const streams = byStream(entries);
  for (const [stream, own] of streams) {
    const chain = verifyChain(own);
    if (!chain.ok) say(`${recordFiles.entries}: ${stream} version ${chain.where}: ${chain.problem}`);
  }
  if (signed === null) return;
  checkHeads(streams, signed, say);
  if (key !== null && fingerprintOf(key) !== signed.predicate.key)
    say(`${recordFiles.key}: is not the key that the statement names`);
  const outside = new Set(signed.predicate.outside);
  for (const [digest, { stream, version }] of mentions(entries))
    if (!outside.has(digest) && !files.has(`blobs/${digest.slice(7)}`))
      say(`blobs/${digest.slice(7)}: is missing; ${stream} version ${version} mentions it`);
};

const checkHeads = (streams: ReadonlyMap<string, readonly Entry[]>, { predicate }: Statement, say: Say): void => {
  const heads = new Map(predicate.heads.map((head) => [head.stream, head]));
  for (const [stream, { version, hash }] of heads) {
    const last = streams.get(stream)?.at(-1);
    if (last?.version !== version || last.hash !== hash)
      say(`${recordFiles.entries}: ${stream} does not end at version ${version} as signed`);
  }
  for (const stream of streams.keys())
    if (!heads.has(stream)) say(`${recordFiles.entries}: ${stream} is not among the signed streams`);
};
