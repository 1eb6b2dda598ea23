import { parseArgs } from "node:util";
import { nearest } from "../config/nearest.ts";
import { AppError } from "../errors.ts";
import type { Command, Option } from "./command.ts";
import { isOptional, kebab, usageOf } from "./help.ts";
import { globalOptions } from "./options.ts";

/** What was typed after a command's name. */
export type Parsed = {
  readonly given: Readonly<Record<string, unknown>>;
  readonly help: boolean;
  readonly json: boolean;
  /** `-C DIR`: as if the command was given there. */
  readonly folder: string | undefined;
};

/** @throws AppError `USAGE` that names the word, and the nearest one that would have been right */
export const parse = (command: Command, argv: readonly string[]): Parsed => {
  const all = { ...command.options, ...globalOptions };
  const byFlag = new Map(Object.entries(all).map(([key, option]) => [flagOf(key), { key, option }]));
  const { values, positionals } = tokenize(command, argv, byFlag);
  if (values.get("help") === true) return { given: {}, help: true, json: false, folder: undefined };
  const words = new Map([...values, ...placed(command, positionals)]);
  const parts = { ...command.args, ...command.options };
  const given = Object.fromEntries(
    Object.keys(parts).map((key) => [key, check(command, key, parts[key]!, words.get(key))]),
  );
  const folder = values.get("C");
  return {
    given,
    help: false,
    json: values.get("json") === true,
    folder: folder === undefined ? folder : String(folder),
  };
};

/** `productionAt` → `production-at`; one letter stays as it is. */
const flagOf = (key: string): string => (key.length === 1 ? key : kebab(key));

type ByFlag = ReadonlyMap<string, { readonly key: string; readonly option: Option }>;
type Words = Map<string, string | boolean | string[]>;

const tokenize = (command: Command, argv: readonly string[], byFlag: ByFlag) => {
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      [...byFlag].map(([flag, { option }]) => [
        flag,
        {
          type: option.value === null ? ("boolean" as const) : ("string" as const),
          ...(flag.length === 1 ? { short: flag } : flag === "help" ? { short: "h" } : {}),
        },
      ]),
    ),
    allowPositionals: true,
    strict: false, // or it would throw before we can say which name was probably meant
    tokens: true,
  });
  const values: Words = new Map();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const known = byFlag.get(token.name);
    if (known === undefined) throw unknownOption(command, token.rawName, [...byFlag.keys()]);
    put(command, values, token.rawName, known, token.value, token.inlineValue === true);
  }
  return { values, positionals };
};

const put = (
  command: Command,
  values: Words,
  flag: string,
  { key, option }: { readonly key: string; readonly option: Option },
  value: string | undefined,
  inline: boolean,
): void => {
  const before = values.get(key);
  if (option.value === null) {
    if (value !== undefined) throw usage(command, `${flag} takes no value.`);
    values.set(key, true);
    return;
  }
  if (value === undefined || (!inline && value.length > 1 && value.startsWith("-")))
    throw usage(command, `${flag} needs a value: ${flag} ${option.value}.`);
  if (before !== undefined && !option.many) throw usage(command, `${flag} is given twice.`);
  values.set(key, option.many ? [...(Array.isArray(before) ? before : []), value] : value);
};

const placed = (command: Command, positionals: readonly string[]): readonly (readonly [string, string])[] => {
  const names = Object.keys(command.args);
  const extra = positionals[names.length];
  if (extra !== undefined) throw usage(command, `"${extra}" is one word too many.`);
  return positionals.map((word, i) => [names[i]!, word]);
};

const check = (
  command: Command,
  key: string,
  part: Command["args"][string] | Option,
  word: string | boolean | readonly string[] | undefined,
): unknown => {
  const name = Object.hasOwn(command.args, key) ? key.toUpperCase() : `--${kebab(key)}`;
  if (word === undefined && !isOptional(part)) throw usage(command, `${name} is missing: ${part.about}.`);
  const read = part.schema.safeParse(word);
  if (read.success) return read.data;
  throw usage(command, `${name} "${String(word)}": ${read.error.issues[0]?.message ?? "is wrong"}.`);
};

const usage = (command: Command, problem: string): AppError =>
  new AppError("USAGE", { problem, fix: `Usage: ${usageOf(command)}` });

const unknownOption = (command: Command, flag: string, known: readonly string[]): AppError => {
  const name = flag.replace(/^-+/, "");
  const guess = nearest(name, known);
  const dashes = guess?.length === 1 ? "-" : "--";
  const fix = guess === null ? `See its options: headgate ${command.name} --help` : `Did you mean ${dashes}${guess}?`;
  return new AppError("USAGE", { problem: `headgate ${command.name} has no option ${flag}.`, fix });
};
