import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type Digest, isDigest } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import { sha256 } from "./chain.ts";
import type { Blobs, Bytes } from "./port.ts";
import { syncFolder } from "./sync-folder.ts";

/** Files named for their content, `sha256/ab/cdef…`; each is whole or not there at all, whatever stops the machine. */
export const fileBlobs = (folder: string): Blobs => {
  const pathOf = (digest: Digest): string => join(folder, "sha256", digest.slice(7, 9), digest.slice(9));
  return {
    async put(bytes) {
      const known = bytes instanceof Uint8Array ? sha256(bytes) : null;
      // A file that is there already is read, not trusted: putting the bytes again heals a damaged one.
      const there = known !== null && (await digestAt(pathOf(known))) === known;
      const digest = there ? known : await place(bytes, folder, pathOf);
      // Also when another process placed it: it may not have got as far as this yet.
      for (const made of [dirname(pathOf(digest)), join(folder, "sha256"), folder, dirname(folder)])
        await kept(syncFolder(made));
      return digest;
    },
    async get(digest) {
      if (!isDigest(digest)) throw new AppError("BLOB_MISSING", { digest });
      const bytes = await read(pathOf(digest));
      if (bytes === null) throw new AppError("BLOB_MISSING", { digest });
      if (sha256(bytes) !== digest) throw new AppError("BLOB_DAMAGED", { digest });
      return bytes;
    },
  };
};

/** The digests of all blobs in the folder, by name; none when there is no such folder. */
export const digestsIn = async (folder: string): Promise<readonly Digest[]> => {
  const found = await readdir(join(folder, "sha256"), { recursive: true, withFileTypes: true }).catch((error) => {
    if (isSystemError(error) && error.code === "ENOENT") return [];
    throw error;
  });
  return found
    .map(({ parentPath, name }) => `sha256:${basename(parentPath)}${name}`)
    .filter(isDigest)
    .toSorted();
};

const isSystemError = (error: unknown): error is Error & { code: string } => error instanceof Error && "code" in error;

/** What the disk could not take; a file that could not be read is somebody else's, and passes. */
const kept = async <T>(writing: Promise<T>): Promise<T> => {
  try {
    return await writing;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new AppError("JOURNAL_FULL", { problem: error.message }, { cause: error });
  }
};

/** In memory for one piece at a time, for a report may be larger than memory. */
const place = async (bytes: Bytes, folder: string, pathOf: (digest: Digest) => string): Promise<Digest> => {
  await kept(mkdir(folder, { recursive: true }));
  // The name only has to differ from those that other processes, or containers with the same pid, use now.
  const temporary = join(folder, `${randomUUID()}.tmp`);
  try {
    const digest = await writeSynced(temporary, bytes);
    const path = pathOf(digest);
    await kept(mkdir(dirname(path), { recursive: true }));
    if ((await digestAt(path)) !== digest) await kept(rename(temporary, path));
    return digest;
  } finally {
    await rm(temporary, { force: true });
  }
};

const writeSynced = async (path: string, bytes: Bytes): Promise<Digest> => {
  const hash = createHash("sha256");
  await using file = await kept(open(path, "wx"));
  for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) {
    hash.update(piece);
    await kept(file.writeFile(piece));
  }
  await kept(file.sync());
  return `sha256:${hash.digest("hex")}` as Digest;
};

const digestAt = async (path: string): Promise<Digest | null> => {
  const hash = createHash("sha256");
  try {
    for await (const piece of createReadStream(path)) hash.update(piece);
    return `sha256:${hash.digest("hex")}` as Digest;
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return null;
    throw error;
  }
};

const read = async (path: string): Promise<Uint8Array | null> => {
  try {
    return await readFile(path);
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return null;
    throw error;
  }
};
