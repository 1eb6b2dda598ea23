import { spawn } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

export type Said = { readonly exit: number | null; readonly out: string; readonly err: string };

/** `only`: of the output, the lines that are printed. `exits`: codes that are right. `aside`: printed when it has ended. */
type Manner = { readonly only?: RegExp; readonly exits?: readonly number[]; readonly aside?: boolean };

/** Its disposal ends the calls that are under way, and waits for them. */
export type Terminal = AsyncDisposable & {
  /** One call of `headgate` as a person types it. @throws Error with its whole output when it exits otherwise than expected */
  readonly headgate: (typed: string, manner?: Manner) => Promise<Said>;
  /** The same without a word: what the script itself has to know. */
  readonly quietly: (typed: string) => Promise<Said>;
};

/** @param signal ends calls that are under way by SIGTERM, and refuses every later one */
export const terminal = (home: string, print: (line: string) => void, signal: AbortSignal): Terminal => {
  const closing = new AbortController();
  const calls = new Set<Promise<Said>>();
  const quietly = async (typed: string): Promise<Said> => {
    const said = call(home, wordsOf(typed), AbortSignal.any([signal, closing.signal]));
    calls.add(said);
    return said;
  };
  return {
    quietly,
    async headgate(typed, { only = /./, exits = [0], aside = false } = {}) {
      const prompt = `\n$ headgate ${typed}`;
      if (!aside) print(prompt);
      const said = await quietly(typed);
      if (aside) print(prompt);
      const text = `${said.out}${said.err}`;
      if (!exits.includes(said.exit ?? -1)) throw new Error(`headgate ${typed}\nended with ${said.exit}:\n${text}`);
      for (const line of text.split("\n").filter((one) => one !== "" && only.test(one))) print(`  ${shortened(line)}`);
      return said;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.allSettled(calls);
    },
  };
};

/** As a shell takes a line apart; quotes keep words together. */
const wordsOf = (typed: string): readonly string[] =>
  (typed.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ""));

/** Fits beside the command: the time without its date, and no more than a line. */
const shortened = (line: string): string => {
  const text = line.replace(/^\d{4}-\d\d-\d\d (\d\d:\d\d:\d\d)\.\d{3}Z /, "$1 ");
  return text.length <= 140 ? text : `${text.slice(0, 139)}…`;
};

const call = (cwd: string, argv: readonly string[], signal: AbortSignal): Promise<Said> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(process.execPath, [main, ...argv], {
      cwd,
      env: withThisNode(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const end = () => child.kill("SIGTERM");
    signal.addEventListener("abort", end, { once: true });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.on("error", reject).on("close", (exit) => {
      signal.removeEventListener("abort", end);
      resolve({ exit, out, err });
    });
  });

/** `node` in headgate.yaml shall be the one that runs this script. */
export const withThisNode = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [dirname(process.execPath), process.env.PATH ?? ""].join(delimiter),
});
