import { stat } from "node:fs/promises";
import { AppError } from "../../errors.ts";
import type { Package } from "../port.ts";
import { folderPackage } from "./folder-package.ts";
import { zipPackage } from "./zip-package.ts";

/** A folder, or else a zip file. @throws AppError `FILE_UNREADABLE`, `PACKAGE_INVALID` */
export const openPackage = async (path: string): Promise<Package> => {
  const found = await stat(path).catch((error: unknown) => {
    const problem = error instanceof Error ? error.message : String(error);
    throw new AppError("FILE_UNREADABLE", { path, problem }, { cause: error });
  });
  return found.isDirectory() ? folderPackage(path) : await zipPackage(path);
};
