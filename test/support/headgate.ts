import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { allSlots, holderOf } from "../../src/drivers/instances/process/slots.ts";
import { folder } from "./folder.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

export type Said = { readonly exit: number | null; readonly out: string; readonly err: string };

/** A folder in which the real command line is called; what it started there is stopped at the end. */
export type Shell = AsyncDisposable & {
  readonly path: string;
  readonly write: (file: string, text: string) => Promise<void>;
  /** One call of `headgate`, in a process of its own, without a terminal. */
  readonly headgate: (...argv: readonly string[]) => Promise<Said>;
};

export const shell = async (): Promise<Shell> => {
  const dir = await folder();
  return {
    path: dir.path,
    async write(file, text) {
      const path = join(dir.path, file);
      await mkdir(join(path, ".."), { recursive: true });
      await writeFile(path, text);
    },
    headgate: (...argv) => call(dir.path, argv),
    async [Symbol.asyncDispose]() {
      await endLeftRunning(dir.path);
      await dir[Symbol.asyncDispose]();
    },
  };
};

const call = (cwd: string, argv: readonly string[]): Promise<Said> =>
  new Promise((resolve, reject) => {
    const { HEADGATE_USER: _, ...env } = process.env;
    // A command that hangs shall fail its test and not outlive it.
    const child = spawn(process.execPath, [main, ...argv], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 45_000,
    });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.on("error", reject).on("close", (exit) => resolve({ exit, out, err }));
  });

/** Ends what runs in the environments of this folder. */
export const endLeftRunning = async (home: string): Promise<void> => {
  for (const pid of await leftRunning(join(home, ".headgate"))) end(pid);
};

/** Instances and routers outlive the command that started them, on purpose; a test has to find them by what they wrote. */
const leftRunning = async (state: string): Promise<readonly number[]> => {
  const pids: number[] = [];
  for (const environment of ["staging", "production"]) {
    for (const slot of await allSlots(join(state, environment, "instances"))) {
      const holder = await holderOf(slot);
      if (holder !== null && holder !== "torn") pids.push(holder.pid);
    }
    const router = await readFile(join(state, environment, "splitter", "splitter.pid"), "utf8").catch(() => "{}");
    pids.push(...[(JSON.parse(router) as { pid?: number }).pid].filter((pid) => pid !== undefined));
  }
  return pids;
};

const end = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // it ended by itself
  }
};
