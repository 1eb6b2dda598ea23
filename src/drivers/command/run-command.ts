import { spawn } from "node:child_process";
import { AppError } from "../../errors.ts";

/** The most that a check may print, in bytes; what prints more is stopped. */
const longest = 64 * 1024 * 1024;

/** Runs a check's command without a shell, in its own process group, which ends with the signal. */
export const runCommand = (
  command: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<{ readonly exit: number; readonly output: Uint8Array; readonly errors: string }> =>
  new Promise((resolve, reject) => {
    const [file = "", ...args] = command;
    const { PATH = "", HOME = "", LANG = "C.UTF-8" } = process.env;
    const child = spawn(file, args, {
      cwd,
      env: { PATH, HOME, LANG, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const output: Buffer[] = [];
    let [size, errors] = [0, ""];
    const stop = (): void => {
      if (child.pid === undefined || child.exitCode !== null) return;
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // all of them have ended
      }
    };
    const failed = (problem: string): void => {
      stop();
      reject(
        new AppError("PROBE_FAILED", {
          probe: command.join(" "),
          problem,
          fix: "Run it by hand in the folder of headgate.yaml.",
        }),
      );
    };
    signal.addEventListener("abort", () => failed("it was stopped before it ended"), { once: true });
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > longest) failed(`it printed more than ${longest} bytes`);
      else output.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-4_000);
    });
    child.on("error", (error) => failed(error.message));
    child.on("close", (code, killedBy) =>
      killedBy === null
        ? resolve({ exit: code ?? 1, output: Buffer.concat(output), errors })
        : failed(`it was ended by ${killedBy}`),
    );
  });
