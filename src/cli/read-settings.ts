import { join } from "node:path";
import type { Person } from "../config/config.ts";
import { loadServerSettings, type ServerSettings } from "../config/server-settings.ts";
import { configInvalid } from "./config-invalid.ts";
import { textOf } from "./text-of.ts";

const settingsFile = "server.yaml";

/** `server.yaml` beside a headgate.yaml, if there is one. @throws AppError `CONFIG_INVALID` with every problem */
export const readSettings = async (home: string, people: readonly Person[]): Promise<ServerSettings> => {
  const read = loadServerSettings(settingsFile, await textOf(join(home, settingsFile)), people);
  if (read.ok) return read.value;
  throw configInvalid(read.problems);
};
