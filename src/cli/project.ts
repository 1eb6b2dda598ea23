import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../config/config.ts";
import { loadConfig } from "../config/load.ts";
import { type Problem, type Reading, readDocument } from "../config/read-document.ts";
import { headgate } from "../config/schema.ts";
import type { Controls } from "../domain/process/controls.ts";
import type { Process } from "../domain/process/process.ts";
import { AppError } from "../errors.ts";
import { effectiveProcess, loadProcess } from "../process/load.ts";
import { loadControls } from "../process/load-controls.ts";
import { configInvalid } from "./config-invalid.ts";
import { configFile, processFileName } from "./home.ts";
import { textOf } from "./text-of.ts";

/** A folder's two files, read. `process` is as it holds for this service: with its targets and waiting periods. */
export type Project = { readonly home: string; readonly config: Config; readonly process: Process };

export type ProjectReading =
  | { readonly ok: true; readonly project: Project; readonly forked: boolean }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const shipped = fileURLToPath(new URL("../process/default.yaml", import.meta.url));
const shippedControls = fileURLToPath(new URL("../process/controls.yaml", import.meta.url));

/** @throws AppError `CONFIG_INVALID` with every problem of both files */
export const loadProject = async (home: string): Promise<Project> => {
  const read = await readProject(home);
  if (read.ok) return read.project;
  throw configInvalid(read.problems);
};

/** Reads `headgate.yaml`, and `process.yaml` beside it if there is one. */
export const readProject = async (home: string): Promise<ProjectReading> => {
  const own = await textOf(join(home, processFileName));
  const process = withControls(
    loadProcess(own === null ? "default.yaml" : processFileName, own ?? (await readFile(shipped, "utf8"))),
    loadControls("controls.yaml", await readFile(shippedControls, "utf8")),
  );
  const text = await textOf(join(home, configFile));
  if (text === null) throw new AppError("CONFIG_MISSING", { folder: home });
  const config = process.ok ? loadConfig(configFile, text, process.value) : shapeOf(text);
  if (process.ok && config.ok) {
    const project = { home, config: config.value, process: effectiveProcess(process.value, config.value) };
    return { ok: true, project, forked: own !== null };
  }
  return { ok: false, problems: [process, config].flatMap((one) => (one.ok ? [] : one.problems)) };
};

/** The mapping of controls ships with Headgate, whoever wrote the process. */
const withControls = (process: Reading<Process>, controls: Reading<Controls>): Reading<Process> => {
  if (process.ok && controls.ok) return { ok: true, value: { ...process.value, controls: controls.value } };
  return { ok: false, problems: [process, controls].flatMap((one) => (one.ok ? [] : one.problems)) };
};

/** Without a process nobody can say which of its names are unknown; the shape can be checked all the same. */
const shapeOf = (text: string): Reading<Config> => readDocument(configFile, text, headgate);
