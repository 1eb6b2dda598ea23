import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";

let written = 0;

/** Replace a file so that after a kill or a power cut the old or the new text is there, whole, never a mix. */
export const writeDurably = async (path: string, text: string): Promise<void> => {
  const draft = `${path}.${process.pid}.${written++}.tmp`;
  await syncing(draft, "w", (file) => file.writeFile(text));
  await rename(draft, path);
  await syncing(dirname(path), "r", async () => {}); // the new name itself
};

/** @returns null when there is no such file */
export const readIfThere = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
};

const syncing = async (
  path: string,
  flags: string,
  use: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> => {
  await using file = await open(path, flags, 0o600);
  await use(file);
  await file.sync();
};
