import { createReadStream } from "node:fs";
import { type FileHandle, lstat, open, readlink } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { crc32, createDeflateRaw } from "node:zlib";
import { type Below, below } from "../../below.ts";
import { AppError } from "../../errors.ts";
import { linkProblem, pathProblem } from "./safe-path.ts";

type Packed = {
  readonly name: Buffer;
  readonly mode: number;
  readonly method: 0 | 8;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its header begins, in bytes. */
  readonly at: number;
};

type Body = Pick<Packed, "method" | "crc" | "packed" | "size">;

/** Without the fields of ZIP64. */
const most = { files: 65_535, bytes: 2 ** 32 - 1 };

/** Readers refuse files that unpack to very much more than was packed; such a file goes as it is. */
const suspiciousRatio = 100;

/**
 * A folder as a zip file: ordinary files, each with its bit that says whether it can be run, and links that stay within
 * it. Times stay out, so that the same folder gives the same bytes.
 *
 * @throws AppError `PACKAGE_INVALID` with every link and every name that no reader would take; `FILE_UNREADABLE`
 * @source APPNOTE.TXT 4.3
 */
export const packZip = async (folder: string, file: string): Promise<void> => {
  const names = await namesIn(folder);
  await using out = await open(file, "w", 0o600);
  const packed: Packed[] = [];
  let at = 0;
  for (const name of names) {
    const one = await pack(out, folder, name, at);
    packed.push(one);
    at += headerSize + one.name.length + one.packed;
  }
  const list = Buffer.concat(packed.map(listed));
  if (at + list.length > most.bytes) throw invalid(folder, ["it is larger than 4 GiB when packed"]);
  await out.write(Buffer.concat([list, ending(packed.length, list.length, at)]), 0, null, at);
};

const invalid = (path: string, problems: readonly string[]): AppError =>
  new AppError("PACKAGE_INVALID", { path, problems: problems.join("\n") });

const namesIn = async (folder: string): Promise<readonly string[]> => {
  const names: string[] = [];
  const problems: string[] = [];
  for (const one of await below(folder).catch(unreadable(folder))) {
    const { name } = one;
    const problem = pathProblem(name) ?? (await kindProblem(folder, one));
    if (problem === null) names.push(name);
    else problems.push(`${name} ${problem}`);
  }
  if (names.length > most.files) problems.push(`it has ${names.length} files; at most ${most.files} can be packed`);
  if (problems.length > 0) throw invalid(folder, problems);
  return names;
};

const kindProblem = async (folder: string, { name, kind }: Below): Promise<string | null> => {
  if (kind === "file") return null;
  return kind === "link" ? linkProblem(name, await readlink(join(folder, name))) : "is no ordinary file";
};

const pack = async (out: FileHandle, folder: string, name: string, at: number): Promise<Packed> => {
  const path = join(folder, name);
  try {
    const found = await lstat(path);
    const named = Buffer.from(name);
    const start = at + headerSize + named.length;
    const body = found.isSymbolicLink() ? await writeLink(out, path, start) : await write(out, path, start);
    const one = { ...body, name: named, mode: modeOf(found), at };
    await out.write(Buffer.concat([fields([0x04034b50, 4], ...common(one)), named]), 0, null, at);
    return one;
  } catch (error) {
    return unreadable(path)(error);
  }
};

/** As Unix writes kind and permissions. */
const modeOf = (found: { readonly mode: number; isSymbolicLink(): boolean }): number => {
  if (found.isSymbolicLink()) return 0o120777;
  return found.mode & 0o111 ? 0o100755 : 0o100644;
};

/** A link is packed as where it leads. */
const writeLink = async (out: FileHandle, path: string, start: number): Promise<Body> => {
  const target = Buffer.from(await readlink(path));
  await out.write(target, 0, null, start);
  return { method: 0, crc: crc32(target), packed: target.length, size: target.length };
};

const unreadable =
  (path: string) =>
  (error: unknown): never => {
    if (error instanceof AppError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    throw new AppError("FILE_UNREADABLE", { path, problem }, { cause: error });
  };

/** Packed where that makes it smaller, and not by so much that it looks like a bomb. */
const write = async (out: FileHandle, path: string, start: number): Promise<Body> => {
  const packed = await copy(out, path, start, 8);
  if (packed.packed < packed.size && packed.size <= suspiciousRatio * packed.packed) return packed;
  return copy(out, path, start, 0);
};

const copy = async (out: FileHandle, path: string, start: number, method: 0 | 8): Promise<Body> => {
  let [crc, size, packed] = [0, 0, 0];
  const counted = async function* (pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      crc = crc32(piece, crc);
      size += piece.length;
      yield piece;
    }
  };
  const kept = async (pieces: AsyncIterable<Buffer>): Promise<void> => {
    for await (const piece of pieces) {
      await out.write(piece, 0, null, start + packed);
      packed += piece.length;
    }
  };
  if (method === 8) await pipeline(createReadStream(path), counted, createDeflateRaw(), kept);
  else await pipeline(createReadStream(path), counted, kept);
  if (start + Math.max(size, packed) > most.bytes) throw invalid(path, ["it is larger than 4 GiB"]);
  return { method, crc, size, packed };
};

type Field = readonly [value: number, bytes: 2 | 4];

const fields = (...all: readonly Field[]): Buffer => {
  const made = Buffer.alloc(all.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of all) at = made.writeUIntLE(value, at, bytes);
  return made;
};

const headerSize = 30;
const version = 20;
/** Names are UTF-8. */
const flags = 0x0800;
/** The first of January 1980, as DOS wrote it. */
const [noTime, firstDay] = [0, 0x0021];

const common = ({ method, crc, packed, size, name }: Packed): readonly Field[] => [
  [version, 2],
  [flags, 2],
  [method, 2],
  [noTime, 2],
  [firstDay, 2],
  [crc, 4],
  [packed, 4],
  [size, 4],
  [name.length, 2],
  [0, 2],
];

/** Made by Unix, whose kind and permissions stand above the attributes of DOS. */
const listed = (one: Packed): Buffer =>
  Buffer.concat([
    fields(
      [0x02014b50, 4],
      [(3 << 8) | version, 2],
      ...common(one),
      [0, 2],
      [0, 2],
      [0, 2],
      [(one.mode << 16) >>> 0, 4],
      [one.at, 4],
    ),
    one.name,
  ]);

const ending = (count: number, listSize: number, listAt: number): Buffer =>
  fields([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [listSize, 4], [listAt, 4], [0, 2]);
