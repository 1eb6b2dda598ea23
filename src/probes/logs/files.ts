import { glob, open, stat } from "node:fs/promises";
import type { FileStore } from "../../domain/log-store.ts";
import { AppError } from "../../errors.ts";

/** What was written just now stands at the end of a file: so much of each is read. 4 MiB. */
const tail = 4 * 1024 * 1024;
/** So many files at most, those that were written last: a log may have years of rotated ones. */
const most = 100;

/**
 * In how many files the text stands near the end. A log that is rotated meanwhile is found under its new name, if the
 * pattern covers it; a packed one is not read.
 *
 * @throws AppError when the patterns name no file, or one of the files cannot be read and the text is in none
 */
export const fileLines = async ({ files }: FileStore, text: string): Promise<number> => {
  const paths = await newestFiles(files);
  if (paths.length === 0) throw unreadable(files, "no file is there");
  const wanted = Buffer.from(text);
  const seen = await Promise.all(paths.map((path) => holds(path, wanted)));
  const found = seen.filter((one) => one === true).length;
  const problem = seen.find((one) => typeof one === "string");
  if (found === 0 && problem !== undefined) throw unreadable(files, problem);
  return found;
};

/** Those that were written last, at most 100. */
export const newestFiles = async (patterns: readonly string[]): Promise<readonly string[]> => {
  const paths = new Set<string>();
  for await (const path of glob(patterns)) paths.add(path);
  const dated = await Promise.all(
    [...paths].map(async (path) => {
      const found = await stat(path).catch(() => null);
      return found?.isFile() ? [{ path, at: found.mtimeMs }] : [];
    }),
  );
  return dated
    .flat()
    .toSorted((a, b) => b.at - a.at)
    .slice(0, most)
    .map(({ path }) => path);
};

/** Why it could not be read, in words, where it could not; one that was rotated away meanwhile holds nothing. */
const holds = async (path: string, wanted: Buffer): Promise<boolean | string> => {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    const length = Math.min(size, tail);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.subarray(0, bytesRead).includes(wanted);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return error.code === "ENOENT" ? false : error.message;
  }
};

const unreadable = (files: readonly string[], problem: string): AppError =>
  new AppError("PROBE_FAILED", {
    probe: `The log in ${files.join(", ")}`,
    problem,
    fix: "See that the paths are right, and that headgate may read them.",
  });
