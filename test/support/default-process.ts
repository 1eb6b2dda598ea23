import { readFileSync } from "node:fs";
import type { Process } from "../../src/domain/process/process.ts";
import { loadProcess } from "../../src/process/load.ts";

const reading = loadProcess(
  "default.yaml",
  readFileSync(new URL("../../src/process/default.yaml", import.meta.url), "utf8"),
);
if (!reading.ok) throw new Error(JSON.stringify(reading.problems, null, 1));

/** The process that ships with the product. */
export const defaultProcess: Process = reading.value;
