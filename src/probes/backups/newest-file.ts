import { globSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { type Manifest, manifestFile, readManifest } from "../../domain/backups/manifest.ts";
import { type Instant, instant } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";

export type BackupFile = {
  readonly path: string;
  /** As people know it, relative to the folder of `headgate.yaml`. */
  readonly name: string;
  /** By its list, or else by the file's own time, which a copy may have changed. */
  readonly madeAt: Instant;
  /** What it says of itself; null when nothing was written beside it. */
  readonly manifest: Manifest | null;
};

const companions = /\.(?:manifest\.json|sha256sums)$/;

/** The newest backup that fits the pattern. @throws AppError `PROBE_FAILED` when there is none, or its list is unreadable */
export const newestFile = async (home: string, pattern: string): Promise<BackupFile> => {
  const names = globSync(pattern, { cwd: home }).filter((name) => !companions.test(name));
  const files = await Promise.all(names.map((name) => fileOf(home, name)));
  const newest = files.toSorted((a, b) => b.madeAt - a.madeAt)[0];
  if (newest !== undefined) return newest;
  const fix = "See that backups are made, and where; then mend backups: in headgate.yaml.";
  throw new AppError("PROBE_FAILED", { probe: "backups", problem: `there is no backup ${pattern}`, fix });
};

const fileOf = async (home: string, name: string): Promise<BackupFile> => {
  const path = isAbsolute(name) ? name : join(home, name);
  const manifest = await manifestOf(path);
  return { path, name, madeAt: manifest?.madeAt ?? instant(Math.round((await stat(path)).mtimeMs)), manifest };
};

const manifestOf = async (path: string): Promise<Manifest | null> => {
  let text: string;
  try {
    text = await readFile(manifestFile(path), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const manifest = readManifest(text);
  if (manifest !== null) return manifest;
  throw new AppError("PROBE_FAILED", {
    probe: "backups",
    problem: `${manifestFile(path)} is no list of what is in a backup`,
    fix: "Make the backup anew: headgate back-up",
  });
};
