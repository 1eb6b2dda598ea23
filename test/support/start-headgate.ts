import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** One call of `headgate` that can be stopped in the middle; gone at the end of the block. */
export type Running = AsyncDisposable & {
  /** Its exit code; null when it was killed. */
  readonly exit: Promise<number | null>;
  readonly said: () => string;
  /** Resolves once a process that was killed is gone. */
  readonly signal: (name: "SIGKILL" | "SIGSTOP" | "SIGCONT" | "SIGTERM") => Promise<void>;
};

export const startHeadgate = (cwd: string, ...argv: readonly string[]): Running => startHeadgateWith({}, cwd, ...argv);

/** With these variables beside those of the test. */
export const startHeadgateWith = (
  env: Readonly<Record<string, string>>,
  cwd: string,
  ...argv: readonly string[]
): Running => {
  const child = spawn(process.execPath, [main, ...argv], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  const exit = once(child, "close").then(([code]: (number | null)[]) => code ?? null);
  const signal: Running["signal"] = async (name) => {
    if (hasEnded(child)) return;
    child.kill(name);
    if (name === "SIGKILL") await exit;
  };
  return { exit, said: () => said, signal, [Symbol.asyncDispose]: () => signal("SIGKILL") };
};

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
