import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export type Backend = AsyncDisposable & {
  readonly endpoint: string;
  readonly pid: number;
  /** kill -9, and wait until it is gone. */
  kill(): Promise<void>;
};

export const backendScript = fileURLToPath(new URL("./backend.ts", import.meta.url));

/** A real service on a free port, or on `port`, that answers already. */
export const backend = async (version: string, port = 0, script = backendScript): Promise<Backend> => {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, PORT: String(port), HEADGATE_VERSION: version },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const listening = await portOf(child);
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return { endpoint: `127.0.0.1:${listening}`, pid: child.pid!, kill, [Symbol.asyncDispose]: kill };
};

const portOf = async (child: ChildProcess): Promise<number> => {
  for await (const line of createInterface(child.stdout!)) {
    const port = /^listening on (\d+)/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error("the backend ended before it listened");
};
