import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Entry } from "yauzl";
import { AppError } from "../../errors.ts";
import { openZip, type ZipLimits } from "./open-zip.ts";

/** What a build may hold. */
const limits: ZipLimits = { entries: 65_535, total: 4 * 2 ** 30 };

/**
 * Unpacks all of a zip file into an empty folder, after everything in it was looked at. Of the permissions only whether a
 * file can be run is kept.
 *
 * @throws AppError `PACKAGE_INVALID` with every problem, and nothing is unpacked; `FILE_UNREADABLE` when it breaks off
 */
export const unpackZip = async (path: string, folder: string): Promise<void> => {
  const zip = await openZip(path, limits);
  try {
    for (const [name, entry] of zip.files) {
      const to = join(folder, name);
      await using file = await made(to, canRun(entry)).catch(refused(path, name));
      await file.writeFile(zip.read(name));
    }
  } finally {
    zip.close();
  }
};

/** Never through something that is there already. */
const made = async (to: string, runs: boolean): Promise<FileHandle> => {
  await mkdir(dirname(to), { recursive: true });
  return open(to, "wx", runs ? 0o755 : 0o644);
};

/** Such as a name that is too long here, or one that is a file and a folder. */
const refused =
  (path: string, name: string) =>
  (error: unknown): never => {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError(
      "PACKAGE_INVALID",
      { path, problems: `${name} cannot be written here: ${why}` },
      { cause: error },
    );
  };

/** As Unix writes it above the attributes of DOS; other systems write nothing there. */
const canRun = ({ versionMadeBy, externalFileAttributes }: Entry): boolean =>
  versionMadeBy >> 8 === 3 && ((externalFileAttributes >>> 16) & 0o111) !== 0;
