import { readFile } from "node:fs/promises";
import { AppError } from "../errors.ts";

/** Null when there is no such file. @throws AppError `FILE_UNREADABLE` */
export const textOf = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return null;
    throw new AppError("FILE_UNREADABLE", { path, problem: code ?? String(error) }, { cause: error });
  }
};
