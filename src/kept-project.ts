import { stat } from "node:fs/promises";
import { join } from "node:path";
import { configFile, processFileName } from "./cli/home.ts";
import { loadProject, type Project } from "./cli/project.ts";
import { AppError } from "./errors.ts";

/** How long a look at the files is good for, in ms: a server answers thousands of requests in a second. */
const looked = 250;

/**
 * Both files of a folder as they are now, read again only when one of them was written: reading takes longer than most
 * requests do. What cannot be used any more is an error for whoever asks, and never the state of before.
 */
export const keptProject = (home: string): (() => Promise<Project>) => {
  let kept: { readonly mark: string; readonly project: Promise<Project> } | null = null;
  let until = 0;
  return async () => {
    if (kept !== null && performance.now() < until) return kept.project;
    const mark = await markOf(home);
    until = performance.now() + looked;
    if (kept?.mark === mark) return kept.project;
    const project = loadProject(home);
    kept = { mark, project };
    try {
      return await project;
    } catch (error) {
      // What could not be read, as when too many files were open, can be read next time.
      const isLasting = error instanceof AppError && error.code === "CONFIG_INVALID";
      if (!isLasting && kept?.project === project) kept = null;
      throw error;
    }
  };
};

const markOf = async (home: string): Promise<string> => {
  const files = [configFile, processFileName].map((name) => join(home, name));
  const stats = await Promise.all(files.map((file) => stat(file, { bigint: true }).catch(() => null)));
  return stats.map((one) => (one === null ? "none" : `${one.mtimeNs}/${one.size}/${one.ino}`)).join(" ");
};
