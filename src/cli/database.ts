import { join } from "node:path";
import { AppError } from "../errors.ts";
import { configFile } from "./home.ts";
import { textOf } from "./text-of.ts";

/** What says that the journal is on PostgreSQL. `written`: as it stands in the file, `$NAME` or a url. */
export type DatabaseSource =
  | { readonly by: "HEADGATE_DATABASE_URL" }
  | { readonly by: typeof configFile; readonly written: string };

type Env = Readonly<Record<string, string | undefined>>;

/** Null: the journal is the embedded one. A variable that is empty says nothing. */
export const databaseSource = (written: string | undefined, env: Env): DatabaseSource | null => {
  if (isSet(env.HEADGATE_DATABASE_URL)) return { by: "HEADGATE_DATABASE_URL" };
  return written === undefined ? null : { by: configFile, written };
};

/**
 * The url of the PostgreSQL that keeps the journal of this folder of `headgate.yaml`; undefined for the embedded one.
 *
 * @throws AppError `CONFIG_INVALID` when `database:` cannot be read, `USAGE` when it names a variable that is not set.
 *         To go on with the embedded journal then would begin a second history.
 */
export const databaseOf = async (home: string, env: Env): Promise<string | undefined> => {
  if (isSet(env.HEADGATE_DATABASE_URL)) return env.HEADGATE_DATABASE_URL;
  const written = await writtenIn(home);
  const variable = written === undefined ? null : variableOf(written);
  if (variable === null) return written;
  if (isSet(env[variable])) return env[variable];
  throw new AppError("USAGE", {
    problem: `${configFile} says that ${variable} tells where the journal is, and that variable is not set.`,
    fix: `Set ${variable} where headgate runs: postgresql://user:password@host:5432/database?sslmode=verify-full`,
  });
};

/** The variable that `$NAME` stands for; null for a url. */
export const variableOf = (written: string): string | null => (written.startsWith("$") ? written.slice(1) : null);

const isSet = (value: string | undefined): boolean => value !== undefined && value !== "";

/** Whether the key may stand in the text: a key takes one line, and its letters stand there unless a `\` escapes them. */
export const mayHaveKey = (text: string): boolean =>
  text.split(/[\r\n]/).some((line) => /database|\\/.test(line) && !/^\s*#/.test(line));

const writtenIn = async (home: string): Promise<string | undefined> => {
  const text = (await textOf(join(home, configFile))) ?? "";
  // Parsing takes longer than most commands do, and most files do not say it.
  if (!mayHaveKey(text)) return undefined;
  const { readDatabase } = await import("../config/database.ts");
  const read = readDatabase(configFile, text);
  if (read.ok) return read.value;
  throw (await import("./config-invalid.ts")).configInvalid(read.problems);
};
