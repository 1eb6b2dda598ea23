import { open } from "node:fs/promises";

/** Makes names created or renamed in this folder survive a power cut. Windows has no such call and needs none. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === "win32") return;
  await using handle = await open(folder, "r");
  await handle.sync();
};
