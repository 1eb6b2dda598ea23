import { constants } from "node:fs";
import { lstat, open, realpath } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../errors.ts";
import type { Package } from "../port.ts";
import { pathProblem } from "./safe-path.ts";

/** A folder that somebody handed over. Links in it are not followed, wherever they lead: they are how files get in that are not of it. */
export const folderPackage = (folder: string): Package => ({
  async *read(path) {
    const whole = join(folder, path);
    try {
      const problem = pathProblem(path) ?? (await fileProblem(folder, path));
      if (problem !== null) throw new Error(`it ${problem}`);
      // Without following a link even if somebody puts one there right now.
      await using file = await open(whole, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
      yield* file.createReadStream({ autoClose: false });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      throw new AppError("FILE_UNREADABLE", { path: whole, problem }, { cause: error });
    }
  },
  close: async () => undefined,
});

const fileProblem = async (folder: string, path: string): Promise<string | null> => {
  const found = await lstat(join(folder, path));
  if (found.isSymbolicLink()) return "is a symbolic link, which a package may not have";
  if (!found.isFile()) return "is no ordinary file";
  const [inside, root] = await Promise.all([realpath(join(folder, path)), realpath(folder)]);
  return inside === join(root, path) ? null : "lies behind a symbolic link, which a package may not have";
};
