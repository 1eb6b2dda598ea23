import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

export type Worker = {
  readonly pid: number;
  /** It accepts no new connection, and ends with its last request. */
  readonly stopping: boolean;
};

/** ms: old workers go on accepting for 100 ms after the new ones were started, and do not look as if they ended. */
export const overlap = 200;

/**
 * The workers of the nginx that this one belongs to, as the system lists them. nginx names its processes.
 *
 * @param pid of any worker, by its own word
 * @returns null when its processes cannot be seen from here, as when it runs in a container
 */
export const workersBeside = async (pid: number): Promise<readonly Worker[] | null> => {
  const all = await (process.platform === "linux" ? inProc(pid) : byPs(pid));
  const workers = all.filter(({ title }) => title.startsWith("nginx: worker process"));
  // Another namespace may have a process of that number, too: then it is no worker.
  if (!workers.some((worker) => worker.pid === pid)) return null;
  return workers.map(({ pid, title }) => ({ pid, stopping: title.includes("is shutting down") }));
};

type Titled = { readonly pid: number; readonly title: string };

const inProc = async (pid: number): Promise<readonly Titled[]> => {
  const status = await textOf(`/proc/${pid}/status`);
  const master = /^PPid:\s+(\d+)$/m.exec(status)?.[1];
  const children = await textOf(`/proc/${master}/task/${master}/children`);
  const pids = children
    .trim()
    .split(" ")
    .filter((one) => one !== "");
  return await Promise.all(
    pids.map(async (one) => ({
      pid: Number(one),
      title: (await textOf(`/proc/${one}/cmdline`)).replaceAll("\0", " "),
    })),
  );
};

/** "" for a process that is gone, or that may not be looked at. */
const textOf = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");

const byPs = async (pid: number): Promise<readonly Titled[]> => {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,command="]);
  const all = stdout.split("\n").flatMap((line) => {
    const [, own, parent, title] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return title === undefined ? [] : [{ pid: Number(own), parent: Number(parent), title }];
  });
  const master = all.find((one) => one.pid === pid)?.parent;
  return all.filter(({ parent }) => parent === master);
};
