import { AppError } from "../errors.ts";

/** A word that this act of a command needs and others do not. @throws AppError `USAGE` */
export const needed = (given: string | undefined, what: string, name: string): string => {
  if (given !== undefined && given.trim() !== "") return given;
  throw new AppError("USAGE", { problem: `${what} is missing.`, fix: `Examples: headgate ${name} --help` });
};
