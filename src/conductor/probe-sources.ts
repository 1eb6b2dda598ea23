import type { Millis } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";

/** Texts that probes read before they look: each of these rejects with `AppError` when it cannot be read. */

const unread = (probe: string, problem: string, fix: string, cause?: unknown): AppError =>
  new AppError("PROBE_FAILED", { probe, problem, fix }, { cause });

export const textOfFile = async ({ readFile }: Pick<Deps, "readFile">, path: string): Promise<string> =>
  new TextDecoder().decode(await readFile(path));

/** A whole page that answers 200 and leads nowhere else. */
export const readPage = async (
  { looks }: Pick<Deps, "looks">,
  url: string,
  within: Millis,
  signal: AbortSignal,
): Promise<string> => {
  const asked = await looks.page({ url, ca: null, within }, signal);
  if ("problem" in asked) throw unread(url, asked.problem, "See that the page answers.");
  if (asked.page.status !== 200) throw unread(url, `it answered ${asked.page.status}`, "See that the page answers.");
  return asked.page.body;
};

/** What a command prints that ends well. Its words are not repeated: they may be secrets. */
export const runForText = async (
  { runCommand, home }: Pick<Deps, "runCommand" | "home">,
  command: readonly string[],
  within: Millis,
  signal: AbortSignal,
  environment: string,
): Promise<string> => {
  const until = AbortSignal.any([signal, AbortSignal.timeout(within)]);
  const env = { HEADGATE_ENVIRONMENT: environment };
  const { exit, output } = await runCommand(command, { cwd: home, env }, until);
  if (exit !== 0) throw unread(command.join(" "), `it ended with ${exit}`, "Run it by hand.");
  return new TextDecoder().decode(output);
};
