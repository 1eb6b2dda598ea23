import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "../../errors.ts";

const debian = "/usr/lib/postgresql";

const folders = (): readonly string[] => [
  ...(process.env.PATH ?? "").split(delimiter),
  ...(existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []).map((version) =>
    join(debian, version, "bin"),
  ),
];

/** Where a program is. @throws AppError `PROBE_FAILED` when it is not installed */
export const programPath = (program: string): string => {
  const folder = folders().find((one) => existsSync(join(one, program)));
  if (folder !== undefined) return join(folder, program);
  const fix = "Install it, such as by: apt install postgresql-client";
  throw new AppError("PROBE_FAILED", { probe: "backups", problem: `${program} is not installed here`, fix });
};

export type Ended = { readonly exit: number | null; readonly errors: string; readonly broken: string | null };
/** A source and what it goes through. One pipeline over all of them: composed streams can hang where the source ends early. */
type Piped = readonly [Readable, ...Transform[]];
type Options = { readonly env?: Readonly<Record<string, string>>; readonly input?: Piped };

/**
 * Runs a program to its end, or ends it with the signal. `errors` is the end of what it wrote to standard error; `broken`
 * says why it did not get all of its input, which it cannot tell from the end of it.
 */
export const runProgram = async (
  program: string,
  args: readonly string[],
  { env = {}, input }: Options,
  signal: AbortSignal,
): Promise<Ended> => {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(programPath(program), args, {
    // Every path that it is given is a whole one; ours may be closed to the user that it runs as.
    cwd: "/",
    env: { PATH, HOME, LC_ALL: "C.UTF-8", ...env },
    stdio: ["pipe", "ignore", "pipe"],
    signal,
    killSignal: "SIGKILL",
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-4_000);
  });
  const ended = new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject));
  const fed =
    input === undefined ? child.stdin.end() : pipeline([...input, child.stdin]).catch((error: unknown) => error);
  const exit = await ended;
  const cut = await fed;
  return { exit, errors, broken: cut instanceof Error ? cut.message : null };
};

/** The last lines that say something, for people. */
export const lastWords = (errors: string): string =>
  errors
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-3)
    .join(" ")
    .slice(-500);
