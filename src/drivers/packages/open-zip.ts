import { crc32 } from "node:zlib";
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from "yauzl";
import { AppError } from "../../errors.ts";
import { longestLink, pathProblem } from "./safe-path.ts";

/** What a zip file may hold; one of some kB can unpack to petabytes. */
export type ZipLimits = {
  readonly entries: number;
  /** Bytes of all files, unpacked. */
  readonly total: number;
  /** Whether it may hold symbolic links; where they lead is to be looked at by whoever makes them. */
  readonly links: boolean;
};

const limits = {
  /** Unpacked bytes for each packed one; reports of many like lines reach about 60. */
  ratio: 200,
  /** Below this nobody minds the ratio. */
  small: 2 ** 20,
};

type Files = ReadonlyMap<string, Entry>;

export type Zip = {
  /** Names of files and what is known of each; folders are left out. */
  readonly files: Files;
  read(name: string): AsyncIterable<Uint8Array>;
  close(): void;
};

/**
 * A zip file that somebody handed over, looked through before anything of it is unpacked. Names that lead out of it,
 * names that come twice, links where none may be, encrypted files and files that unpack to very much refuse all of it.
 * What is unpacked must have the size and the checksum that the file says.
 *
 * @throws AppError `PACKAGE_INVALID` with every problem; `FILE_UNREADABLE` while reading
 */
export const openZip = async (path: string, within: ZipLimits): Promise<Zip> => {
  const zip = await opened(path);
  try {
    const files = await filesIn(zip, path, within);
    return { files, read: (name) => unpacked(zip, files, path, name), close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
};

const invalid = (path: string, problems: readonly string[], cause?: unknown): AppError =>
  new AppError("PACKAGE_INVALID", { path, problems: problems.join("\n") }, { cause });

const opened = async (path: string): Promise<ZipFile> => {
  try {
    return await openPromise(path, { autoClose: false, decodeStrings: false });
  } catch (error) {
    throw invalid(path, [`it is no zip file: ${error instanceof Error ? error.message : String(error)}`], error);
  }
};

const filesIn = async (zip: ZipFile, path: string, within: ZipLimits): Promise<Files> => {
  if (zip.entryCount > within.entries)
    throw invalid(path, [`it has ${zip.entryCount} entries; a package may have ${within.entries}`]);
  const files = new Map<string, Entry>();
  const problems: string[] = [];
  const seen = new Set<string>();
  let [packed, total] = [0, 0];
  try {
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      const alike = name.normalize("NFC").toLowerCase();
      if (seen.has(alike)) problems.push(`${name} comes twice`);
      seen.add(alike);
      problems.push(...entryProblems(name, entry, within));
      packed += entry.compressedSize;
      total += entry.uncompressedSize;
      if (!name.endsWith("/")) files.set(name, entry);
    }
  } catch (error) {
    problems.push(`its list of files is damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (total > within.total) problems.push(`it unpacks to ${total} bytes; a package may have ${within.total}`);
  // Files that share their packed bytes, which is how a small zip unpacks to very much without any file standing out.
  if (packed > zip.fileSize) problems.push("its files lie over each other");
  if (problems.length > 0) throw invalid(path, problems);
  return files;
};

const nameOf = ({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string =>
  getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);

const entryProblems = (name: string, entry: Entry, within: ZipLimits): readonly string[] => {
  const { compressedSize, uncompressedSize, compressionMethod } = entry;
  const problems = [
    pathProblem(name.replace(/\/$/, "")),
    kindProblem(entry, within),
    entry.isEncrypted() ? "is encrypted" : null,
    compressionMethod === 0 || compressionMethod === 8
      ? null
      : `is packed by method ${compressionMethod}; only deflate is read`,
    uncompressedSize > limits.small && uncompressedSize > limits.ratio * compressedSize
      ? `unpacks to ${uncompressedSize} bytes from ${compressedSize}`
      : null,
  ];
  return problems.flatMap((problem) => (problem === null ? [] : [`${name} ${problem}`]));
};

const kinds = { folder: 0o040000, file: 0o100000, link: 0o120000 } as const;

/** The kind of file that Unix writes above the permissions; other systems write none, which is 0. */
const kindOf = ({ versionMadeBy, externalFileAttributes }: Entry): number =>
  versionMadeBy >> 8 === 3 ? (externalFileAttributes >>> 16) & 0o170000 : 0;

export const isLink = (entry: Entry): boolean => kindOf(entry) === kinds.link;

const kindProblem = (entry: Entry, { links }: ZipLimits): string | null => {
  if (isLink(entry)) {
    if (!links) return "is a symbolic link";
    return entry.uncompressedSize > longestLink ? `is a link of ${entry.uncompressedSize} bytes` : null;
  }
  return [0, kinds.file, kinds.folder].includes(kindOf(entry)) ? null : "is no ordinary file";
};

async function* unpacked(zip: ZipFile, files: Files, path: string, name: string): AsyncGenerator<Uint8Array> {
  const unreadable = (problem: string, cause?: unknown) =>
    new AppError("FILE_UNREADABLE", { path: `${path}/${name}`, problem }, { cause });
  const entry = files.get(name);
  if (entry === undefined) throw unreadable("the package has no such file");
  let sum = 0;
  try {
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      sum = crc32(piece, sum);
      yield piece;
    }
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error), error);
  }
  if (sum !== entry.crc32) throw unreadable("its bytes do not have the checksum that the package says");
}
