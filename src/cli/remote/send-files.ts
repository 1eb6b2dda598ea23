import { openAsBlob } from "node:fs";
import { mkdtemp, open, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "../../api/client.ts";
import { uploadBuild } from "../../api/routes/release-routes.ts";
import { AppError } from "../../errors.ts";

/** Packs a folder into a zip file. @throws AppError `PACKAGE_INVALID` for what no zip file should hold */
export type PackZip = (folder: string, file: string) => Promise<void>;

type Bytes = Blob | Uint8Array<ArrayBuffer>;

const imageForm = /@sha256:[0-9a-f]{64}$/;

/**
 * What names a build on the server: an image is its own name; a folder is packed and sent there.
 * @throws AppError `BUILD_INVALID`
 */
export const sendBuild = async (client: Client, packZip: PackZip, path: string, signal?: AbortSignal) => {
  if (await isFolder(path)) {
    const send = async (bytes: Bytes) => client.call(uploadBuild, { bytes, ...(signal ? { signal } : {}) });
    return (await withZip(packZip, path, send).catch(calledHere("build.zip", path))).build;
  }
  if (imageForm.test(path)) return path;
  throw new AppError("BUILD_INVALID", {
    path,
    problem: "there is no such folder, and it is no image by its digest",
    fix: "Name a folder that holds exactly what shall run, or an image: registry.example/shop@sha256:…",
  });
};

/** A package as it is, or packed where it is a folder. @throws AppError `FILE_UNREADABLE` */
export const withPackage = async <T>(
  packZip: PackZip,
  path: string,
  send: (bytes: Bytes) => Promise<T>,
): Promise<T> => {
  const found = await stat(path).catch(unreadable(path));
  const sent = found.isDirectory() ? withZip(packZip, path, send) : send(await bytesOf(path));
  return sent.catch(calledHere("package.zip", path));
};

/** The bytes of a file, read as they are sent; of a pipe, all at once. @throws AppError `FILE_UNREADABLE` */
export const bytesOf = async (path: string): Promise<Bytes> => {
  try {
    await using file = await open(path);
    return (await file.stat()).isFile() ? await openAsBlob(path) : new Uint8Array(await readFile(path));
  } catch (error) {
    return unreadable(path)(error);
  }
};

const unreadable =
  (path: string) =>
  (error: unknown): never => {
    const problem = error instanceof Error ? error.message : String(error);
    throw new AppError("FILE_UNREADABLE", { path, problem }, { cause: error });
  };

/** Errors that say which file they are about. */
const ofFiles: readonly string[] = ["PACKAGE_INVALID", "FILE_UNREADABLE", "CONFIG_INVALID", "BUILD_INVALID"];

/** The server knows a file by another name than whoever sent it. */
export const calledHere =
  (there: string, here: string) =>
  (error: unknown): never => {
    if (!(error instanceof AppError) || !ofFiles.includes(error.code)) throw error;
    const renamed = Object.entries(error.detail).map(([key, value]) => [key, renamedIn(value, there, here)] as const);
    throw new AppError(error.code, Object.fromEntries(renamed), { cause: error });
  };

const renamedIn = (value: string | number, there: string, here: string): string | number =>
  typeof value === "number"
    ? value
    : value
        .split("\n")
        .map((line) => (nameBegins(line, there) ? `${here}${line.slice(there.length)}` : line))
        .join("\n");

const nameBegins = (line: string, name: string): boolean =>
  line === name || [":", "/", " "].some((next) => line.startsWith(`${name}${next}`));

const isFolder = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isDirectory() ?? false;

const withZip = async <T>(packZip: PackZip, folder: string, send: (bytes: Blob) => Promise<T>): Promise<T> => {
  const own = await mkdtemp(join(tmpdir(), "headgate-"));
  try {
    const file = join(own, "packed.zip");
    await packZip(folder, file);
    return await send(await openAsBlob(file));
  } finally {
    await rm(own, { recursive: true, force: true });
  }
};
