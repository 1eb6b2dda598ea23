import type { Config } from "../config/config.ts";
import { oftener } from "../config/look-every.ts";
import { type Reading, readDocument } from "../config/read-document.ts";
import { controlsFor } from "../domain/process/controls.ts";
import type { Process } from "../domain/process/process.ts";
import { processRules } from "./rules.ts";
import { type ProcessYaml, processFile } from "./schema.ts";

/**
 * `process.yaml` as a `Process`, or everything that is wrong with it at once.
 *
 * @param file  its name as problems shall print it; nothing is opened
 */
export const loadProcess = (file: string, text: string): Reading<Process> =>
  readDocument<Process, ProcessYaml>(file, text, processFile, processRules);

/**
 * The process as it holds for one service: with its targets, its waiting periods, how often it is looked at, its frameworks and its word on
 * practice. Expects a configuration that was loaded against this same process, so that its targets exist and its waits are
 * allowed.
 */
export const effectiveProcess = (
  process: Process,
  { targets, waits, practice, declared, lookEvery }: Config,
): Process => ({
  ...process,
  ...(process.controls === undefined ? {} : { controls: controlsFor(process.controls, declared.frameworks) }),
  practice: process.practice || practice,
  metrics: process.metrics.map((metric) => ({ ...metric, ...targets[metric.id] })),
  requirements: process.requirements.map((one) => {
    const wanted = lookEvery[one.id];
    return one.kind === "check" && one.every !== undefined && wanted !== undefined
      ? { ...one, every: oftener(one.every, wanted) }
      : one;
  }),
  stages: process.stages.map((stage) =>
    stage.period === undefined ? stage : { ...stage, period: waits.validation ?? stage.period },
  ),
  ...windowFor(process, waits.rollbackWindow),
});

/** A longer one may be closed once the process's own is over, so that one is kept too. */
const windowFor = (
  { rollbackWindow }: Process,
  wanted: Config["waits"]["rollbackWindow"],
): Pick<Process, "rollbackWindow" | "rollbackWindowLeast"> =>
  wanted !== null && wanted > rollbackWindow
    ? { rollbackWindow: wanted, rollbackWindowLeast: rollbackWindow }
    : { rollbackWindow: wanted ?? rollbackWindow };
