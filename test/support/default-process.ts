import { readFileSync } from "node:fs";
import type { Controls } from "../../src/domain/process/controls.ts";
import type { Process } from "../../src/domain/process/process.ts";
import { loadProcess } from "../../src/process/load.ts";
import { loadControls } from "../../src/process/load-controls.ts";

const shipped = (name: string): string => readFileSync(new URL(`../../src/process/${name}`, import.meta.url), "utf8");

const reading = loadProcess("default.yaml", shipped("default.yaml"));
if (!reading.ok) throw new Error(JSON.stringify(reading.problems, null, 1));

const mapping = loadControls("controls.yaml", shipped("controls.yaml"));
if (!mapping.ok) throw new Error(JSON.stringify(mapping.problems, null, 1));

/** The process that ships with the product. */
export const defaultProcess: Process = reading.value;

/** The mapping that ships with it, of every framework. */
export const allControls: Controls = mapping.value;
