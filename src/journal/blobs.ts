import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type Digest, isDigest } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import { sha256 } from "./chain.ts";
import type { Blobs } from "./port.ts";
import { syncFolder } from "./sync-folder.ts";

/** Files named for their content, `sha256/ab/cdef…`; each is whole or not there at all, whatever stops the machine. */
export const fileBlobs = (folder: string): Blobs => {
  const pathOf = (digest: Digest): string => join(folder, "sha256", digest.slice(7, 9), digest.slice(9));
  return {
    async put(bytes) {
      const digest = sha256(bytes);
      const path = pathOf(digest);
      try {
        await mkdir(dirname(path), { recursive: true });
        // A file that is there already is read, not trusted: putting the bytes again heals a damaged one.
        if ((await digestAt(path)) !== digest) await place(path, bytes, folder);
        // Also when another process placed it: it may not have got as far as this yet.
        for (const made of [dirname(path), join(folder, "sha256"), folder, dirname(folder)]) await syncFolder(made);
      } catch (error) {
        if (!isSystemError(error)) throw error;
        throw new AppError("JOURNAL_FULL", { problem: error.message }, { cause: error });
      }
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

const place = async (path: string, bytes: Uint8Array, folder: string): Promise<void> => {
  // The name only has to differ from those that other processes, or containers with the same pid, use now.
  const temporary = join(folder, `${randomUUID()}.tmp`);
  try {
    await writeSynced(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
};

const writeSynced = async (path: string, bytes: Uint8Array): Promise<void> => {
  await using file = await open(path, "wx");
  await file.writeFile(bytes);
  await file.sync();
};

const digestAt = async (path: string): Promise<Digest | null> => {
  const bytes = await read(path);
  return bytes === null ? null : sha256(bytes);
};

const read = async (path: string): Promise<Uint8Array | null> => {
  try {
    return await readFile(path);
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return null;
    throw error;
  }
};
