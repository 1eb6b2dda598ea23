import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Digest } from "../../domain/units.ts";
import { unpackZip } from "../packages/unpack-zip.ts";

/** Keeps a build that somebody sent as a zip file; it is unpacked beside that for a moment. @throws AppError `PACKAGE_INVALID`, `BUILD_INVALID` */
export const keepZippedBuild = async (keep: (folder: string) => Promise<Digest>, zip: string): Promise<Digest> => {
  const folder = await mkdtemp(join(dirname(zip), "unpacked-"));
  try {
    await unpackZip(zip, folder);
    return await keep(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
