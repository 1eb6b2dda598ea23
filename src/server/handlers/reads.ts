import type { reads } from "../../api/routes/reads.ts";
import type { Engine } from "../../conductor/engine.ts";
import type { Config } from "../../config/config.ts";
import type { Process } from "../../domain/process/process.ts";
import type { Handler } from "../call.ts";
import { releaseReadHandlers } from "./release-reads.ts";
import { serviceReadHandlers } from "./service-reads.ts";

export type ReadHandlers = { readonly [Name in keyof typeof reads]: Handler<(typeof reads)[Name]> };

/** `project`: the two files of the folder, as they are now. @throws AppError `CONFIG_MISSING`, `CONFIG_INVALID` */
export type Reading = {
  readonly engine: Engine;
  readonly project: () => Promise<{ readonly config: Config; readonly process: Process }>;
};

/** Answers of everything that can be looked at, by the name of its route. They change nothing. */
export const readHandlers = (reading: Reading): ReadHandlers => ({
  ...releaseReadHandlers(reading),
  ...serviceReadHandlers(reading),
});
