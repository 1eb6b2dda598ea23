import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "../errors.ts";

export const configFile = "headgate.yaml";
export const processFileName = "process.yaml";
export const stateFolder = ".headgate";

/** The nearest folder with a `headgate.yaml`, from here upward, as git looks for its own. @throws AppError `CONFIG_MISSING` */
export const findHome = (from: string): string => {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, configFile))) return folder;
    if (dirname(folder) === folder) throw new AppError("CONFIG_MISSING", { folder: from });
  }
};
