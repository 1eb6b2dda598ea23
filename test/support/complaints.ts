import type { Config } from "../../src/config/config.ts";
import { loadConfig } from "../../src/config/load.ts";
import { showProblem } from "../../src/config/read-document.ts";
import { leastHeadgate } from "./headgate-yaml.ts";
import { smallProcess } from "./small-process.ts";

/** The least `headgate.yaml` with more at its end, or with other environments. */
const reading = (more: string, production = "instances: { command: [node, server.mjs] }") =>
  loadConfig(
    "headgate.yaml",
    leastHeadgate.replace(/production: \{.*\}/, `production: { ${production} }`) + more,
    smallProcess(),
  );

/** What is wrong with it, without the name of the file. */
export const complaintsAbout = (...given: Parameters<typeof reading>): readonly string[] => {
  const read = reading(...given);
  return read.ok ? [] : read.problems.map((one) => showProblem(one).replace(/^headgate\.yaml:\d+ /, ""));
};

/** @throws Error with what is wrong with it */
export const configOf = (...given: Parameters<typeof reading>): Config => {
  const read = reading(...given);
  if (!read.ok) throw new Error(complaintsAbout(...given).join("\n"));
  return read.value;
};
