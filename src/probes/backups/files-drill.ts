import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { below } from "../../below.ts";
import type { Millis } from "../../domain/units.ts";
import type { Look, Seen } from "../port.ts";
import { newestFile } from "./newest-file.ts";
import { lastWords, runProgram } from "./run-program.ts";

export type FilesDrillSettings = {
  readonly name: string;
  /** Archive or pattern, relative to `home`. */
  readonly archive: string;
  readonly within: Millis;
  readonly home: string;
};

/**
 * Unpacks the newest archive into a folder of its own, and holds every file against the sums beside the archive
 * (`<archive>.sha256sums`, as `sha256sum` prints them). A file is a row. Without sums nothing is called whole.
 */
export const filesDrill: Look<FilesDrillSettings> = async ({ name, archive, within, home }, signal) => {
  const backup = await newestFile(home, archive);
  const folder = await mkdtemp(join(tmpdir(), "hg-drill-"));
  const limit = AbortSignal.timeout(within);
  const began = performance.now();
  try {
    const unpacked = await unpack(backup.path, folder, AbortSignal.any([signal, limit]));
    const restoreSeconds = (performance.now() - began) / 1_000;
    const sums = await sumsOf(backup.path);
    if (unpacked !== null) return seenOf(name, backup.name, 0, sums?.size || 1, [unpacked], restoreSeconds);
    const files = await filesIn(folder);
    if (sums === null) return seenOf(name, backup.name, files.size, null, [], restoreSeconds);
    const problems = [
      ...[...sums].flatMap(([path, sum]) => differs(path, sum, files.get(path))),
      ...[...files.keys()].filter((path) => !sums.has(path)).map((path) => `${path}: is in no list of the backup`),
    ];
    return seenOf(name, backup.name, files.size, problems.length, problems, restoreSeconds);
  } catch (error) {
    signal.throwIfAborted();
    if (!limit.aborted) throw error;
    const took = within / 1_000;
    return seenOf(name, backup.name, 0, 1, [`it was not unpacked within ${took} s`], took);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const unpack = async (archive: string, folder: string, signal: AbortSignal): Promise<string | null> => {
  const args = ["--extract", "--no-same-owner", "--file", archive, "--directory", folder];
  const { exit, errors } = await runProgram("tar", args, {}, signal);
  return exit === 0 ? null : `tar: ${lastWords(errors) || `exit ${exit}`}`;
};

const differs = (path: string, sum: string, found: string | undefined): readonly string[] => {
  if (found === undefined) return [`${path}: did not come back`];
  return found === sum ? [] : [`${path}: came back changed`];
};

const sumsOf = async (archive: string): Promise<ReadonlyMap<string, string> | null> => {
  const text = await readFile(`${archive}.sha256sums`, "utf8").catch(() => null);
  if (text === null) return null;
  const lines = [...text.matchAll(/^([0-9a-f]{64}) [ *](?:\.\/)?(.+)$/gm)];
  return new Map(lines.map(([, sum = "", path = ""]) => [path, sum]));
};

/** Links are not followed: what they lead to is no part of the backup. */
const filesIn = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const sums = new Map<string, string>();
  for (const { name } of (await below(folder)).filter(({ kind }) => kind === "file")) {
    const hash = createHash("sha256");
    await pipeline(createReadStream(join(folder, name)), hash);
    sums.set(name, hash.digest("hex"));
  }
  return sums;
};

/** The first few are told one by one. */
const told = 20;

const seenOf = (
  name: string,
  backup: string,
  rowsRestored: number,
  rowsDamaged: number | null,
  problems: readonly string[],
  restoreSeconds: number,
): Seen => {
  const all = rowsRestored === 0 && problems.length === 0 ? ["no file came back"] : problems;
  return {
    figures: { rowsRestored, restoreSeconds, ...(rowsDamaged === null ? {} : { rowsDamaged }) },
    findings: all
      .slice(0, told)
      .map((title) => ({ id: `backup ${name}`, severity: "critical", title, where: backup }) as const),
    texts: { backup, comparedWith: rowsDamaged === null ? "nothing" : "its own list, by checksums" },
  };
};
