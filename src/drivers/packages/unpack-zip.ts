import { type FileHandle, mkdir, open, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Entry } from "yauzl";
import { AppError } from "../../errors.ts";
import { isLink, openZip, type Zip, type ZipLimits } from "./open-zip.ts";
import { linkProblem } from "./safe-path.ts";

/** What a build may hold. */
const limits: ZipLimits = { entries: 65_535, total: 4 * 2 ** 30, links: true };

/**
 * Unpacks all of a zip file into an empty folder, after everything in it was looked at. Of the permissions only whether a
 * file can be run is kept. Links come last, when every folder is there, so that nothing is ever written through one.
 *
 * @throws AppError `PACKAGE_INVALID` with every problem, and nothing is unpacked; `FILE_UNREADABLE` when it breaks off
 */
export const unpackZip = async (path: string, folder: string): Promise<void> => {
  const zip = await openZip(path, limits);
  try {
    const targets = await targetsOf(zip, path);
    for (const [name, entry] of zip.files) {
      if (isLink(entry)) continue;
      const to = join(folder, name);
      await using file = await made(to, canRun(entry)).catch(refused(path, name));
      await file.writeFile(zip.read(name));
    }
    for (const [name] of targets)
      await mkdir(dirname(join(folder, name)), { recursive: true }).catch(refused(path, name));
    for (const [name, target] of targets) await symlink(target, join(folder, name)).catch(refused(path, name));
  } finally {
    zip.close();
  }
};

/** Where each link leads. @throws AppError `PACKAGE_INVALID` with all that lead out of the build */
const targetsOf = async ({ files, read }: Zip, path: string): Promise<ReadonlyMap<string, string>> => {
  const targets = new Map<string, string>();
  for (const [name, entry] of files) if (isLink(entry)) targets.set(name, await textOf(read(name)));
  const problems = [...targets].flatMap(([name, target]) => {
    const problem = linkProblem(name, target);
    return problem === null ? [] : [`${name} ${problem}`];
  });
  if (problems.length > 0) throw new AppError("PACKAGE_INVALID", { path, problems: problems.join("\n") });
  return targets;
};

const textOf = async (pieces: AsyncIterable<Uint8Array>): Promise<string> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all).toString();
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
