import { couldNotLook } from "./could-not-look.ts";
import { settingsOf } from "./settings-of.ts";

/** Where an environment's variables are read: as `headgate.yaml` gives them to instances, or from a list of your own. */
export type EnvironmentValues = {
  /** `staging`, or the file, command or page. */
  readonly where: string;
  /** Values of which `$NAME` stands for a variable of Headgate's; null where `list` is read. */
  readonly env: Readonly<Record<string, string>> | null;
  /** Rejects with `AppError` when it cannot be read. */
  readonly list: ((signal: AbortSignal) => Promise<string>) | null;
};

/**
 * A variable of Headgate's that is not set leaves out what stands for it.
 *
 * @throws AppError `PROBE_FAILED` when a list is none; it is never repeated, for it may hold secrets
 */
export const valuesOf = async (
  { where, env, list }: EnvironmentValues,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> => {
  if (list !== null) {
    const read = settingsOf(await list(signal));
    if (read !== null) return read;
    throw couldNotLook(where, "it is no list of settings", "Write lines like NAME=value, or a JSON object.");
  }
  const known = Object.entries(env ?? {}).flatMap(([name, text]) => {
    const value = text.startsWith("$") ? process.env[text.slice(1)] : text;
    return value === undefined ? [] : [[name, value] as const];
  });
  return new Map(known);
};
