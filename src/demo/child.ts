import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A helper process of the demo itself: not an instance of Headgate's, and gone with the demo. */
export type Child = { readonly url: string; readonly port: number } & AsyncDisposable;

/** ms that it may take to say where it listens, and to end. */
const patience = 10_000;

/** Starts a script that prints `{ "port": … }` on a line of its own, on a free port or on `env.PORT`. */
export const startChild = async (
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Child> => {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { PATH, HOME, PORT: "0", ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const port = await listening(child);
  return { port, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => stop(child) };
};

const listening = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("a helper process did not start in time")), patience);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`a helper process ended with ${code}`)));
    const lines = createInterface({ input: child.stdout! });
    lines.on("line", (line) => {
      const port = portIn(line);
      if (port === null) return;
      clearTimeout(timer);
      resolve(port);
    });
  });

const portIn = (line: string): number | null => {
  try {
    const { port, data } = JSON.parse(line) as { port?: number; data?: { port?: number } };
    return port ?? data?.port ?? null;
  } catch {
    return null;
  }
};

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const timer = setTimeout(() => child.kill("SIGKILL"), patience);
    child.on("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill("SIGTERM");
  });
