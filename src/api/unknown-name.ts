import { meant } from "../config/nearest.ts";
import { AppError } from "../errors.ts";

/** For a name that nobody knows: what is wrong, and the name that was probably meant. `noun` is their plural. */
export const unknownName = (problem: string, name: string, names: readonly string[], noun: string): AppError => {
  const fix = meant(name, names, noun);
  return new AppError("USAGE", { problem, fix: fix.charAt(0).toUpperCase() + fix.slice(1) });
};
