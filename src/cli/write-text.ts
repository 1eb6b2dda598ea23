import { writeFile } from "node:fs/promises";
import { AppError } from "../errors.ts";

/** @throws AppError `USAGE` when it cannot be written there */
export const writeText = async (path: string, text: string): Promise<void> => {
  try {
    await writeFile(path, text);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError(
      "USAGE",
      { problem: `Cannot write ${path}: ${code}.`, fix: "Name a file in a folder that is there." },
      { cause: error },
    );
  }
};
