import { execFile } from "node:child_process";
import { readFile, readlink } from "node:fs/promises";
import { promisify } from "node:util";

/** A process for sure: pids are used again, but not at the same start time. */
export type OsProcess = {
  readonly pid: number;
  /** `/proc/<pid>/stat` field 22 (clock ticks since boot), or the words of `ps` on systems without /proc. */
  readonly started: string;
};

/** @returns null when there is no such process, or it is a zombie that nobody has buried yet */
export const identify = async (pid: number): Promise<OsProcess | null> => {
  const started = process.platform === "linux" ? await startInProc(pid) : await startByPs(pid);
  return started === null ? null : { pid, started };
};

export const isSame = async ({ pid, started }: OsProcess): Promise<boolean> =>
  (await identify(pid))?.started === started;

/** @returns the folder that it works in; null when that cannot be seen (no /proc, or another user's) */
export const folderOf = async (pid: number): Promise<string | null> => {
  try {
    return await readlink(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
};

/**
 * Signal it, unless it is gone and its pid somebody else's by now.
 *
 * @returns whether it was there
 */
export const signal = async (one: OsProcess, name: NodeJS.Signals, to: "process" | "group"): Promise<boolean> => {
  if (!(await isSame(one))) return false;
  try {
    process.kill(to === "group" ? -one.pid : one.pid, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
};

const startInProc = async (pid: number): Promise<string | null> => {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The second field is the command in brackets, which may hold blanks and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? null : fields[19]!;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return null;
    throw error;
  }
};

const startByPs = async (pid: number): Promise<string | null> => {
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "stat=,lstart=", "-p", String(pid)]);
    const [state, ...started] = stdout.trim().split(/\s+/);
    return state === undefined || state === "" || state.startsWith("Z") ? null : started.join(" ");
  } catch {
    return null; // ps exits 1 when there is none
  }
};
