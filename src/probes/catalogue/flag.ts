import type { Look } from "../port.ts";
import { answered } from "./answered.ts";
import { atPointer } from "./at-pointer.ts";
import { couldNotLook } from "./could-not-look.ts";
import { shown } from "./shown.ts";

export type FlagSettings = {
  /** What it is called where it is read: an address, a file. */
  readonly where: string;
  /** JSON. Rejects with `AppError` when it cannot be read. */
  readonly read: (signal: AbortSignal) => Promise<string>;
  /** By name or JSON pointer, the state that each must have. */
  readonly flags: Readonly<Record<string, boolean | number | string>>;
};

/** The state of feature flags, each compared with its type: the text "false" is not off. */
export const flag: Look<FlagSettings> = async ({ where, read, flags }, signal) => {
  const state = parsed(where, await read(signal));
  const problems = Object.entries(flags).flatMap(([name, wanted]) => {
    const seen = atPointer(state, name);
    if (seen === wanted) return [];
    return [`${name} is ${told(seen)}; it must be ${told(wanted)}`];
  });
  return answered("flag", where, problems);
};

const told = (value: unknown): string => {
  if (value === undefined) return "not there";
  return typeof value === "string" ? shown(value) : shown(JSON.stringify(value)).slice(1, -1);
};

const parsed = (where: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw couldNotLook(`flag ${where}`, "it is no JSON", "See what is there.", error);
  }
};
