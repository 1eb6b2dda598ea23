import type { Look } from "../port.ts";
import { answered } from "./answered.ts";
import { type EnvironmentValues, valuesOf } from "./environment-values.ts";

export type ConfigKeysSettings = { readonly source: EnvironmentValues; readonly names: readonly string[] };

/** Whether all these names are set: names alone are looked at and told, never values, and no name that nobody asked for. */
export const configKeys: Look<ConfigKeysSettings> = async ({ source, names }, signal) => {
  const known = await valuesOf(source, signal);
  const problems = names.filter((name) => !known.has(name)).map((name) => `${name} is not set`);
  return answered("config-keys", source.where, problems, { names: names.length });
};
