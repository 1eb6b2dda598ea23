import { randomUUID } from "node:crypto";
import { cp, mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Digest } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { folderDigest, invalid } from "./folder-digest.ts";
import { imageDigest } from "./image-digest.ts";

/**
 * Builds kept as folders named by their digest: copied once, checked whenever something is started from them. An image
 * by its digest is kept by its registry, which checks it as well: nothing of it is kept here.
 */
export const folderBuilds = (root: string) => {
  const place = (digest: Digest): string => join(root, digest.replace(":", "-"));
  const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isDirectory() ?? false;

  const checked = async (digest: Digest): Promise<string> => {
    const folder = place(digest);
    if (!(await exists(folder)))
      throw new AppError("BUILD_INVALID", {
        path: folder,
        problem: `no build ${digest} is kept here as a folder`,
        fix: "Open it from its folder on this machine; an image has none, and runs with driver: docker.",
      });
    const found = await folderDigest(folder);
    if (found !== digest)
      throw new AppError("BUILD_INVALID", {
        path: folder,
        problem: `its content gives ${found}: it was changed after it was released`,
        fix: "Remove that folder and open the release again from the original build.",
      });
    return folder;
  };

  return {
    async add(path: string): Promise<Digest> {
      const image = (await exists(path)) ? null : imageDigest(path);
      if (image !== null) return image;
      if (!(await exists(path))) throw invalid(path, "there is no such folder, and it is no image by its digest");
      const digest = await folderDigest(path);
      if (await exists(place(digest))) return digest;
      await mkdir(root, { recursive: true });
      const draft = join(root, `draft-${randomUUID()}`);
      try {
        await cp(path, draft, { recursive: true, verbatimSymlinks: true });
        // What was copied is what counts: somebody may have written to the folder meanwhile.
        if ((await folderDigest(draft)) !== digest) throw invalid(path, "it changed while it was read");
        await rename(draft, place(digest));
      } catch (error) {
        await rm(draft, { recursive: true, force: true });
        if (!(await exists(place(digest)))) throw error;
      }
      return digest;
    },
    folder: checked,
    /** Where it is kept, without a look at it. */
    place,
  };
};
