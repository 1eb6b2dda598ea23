import { readFile } from "node:fs/promises";
import type { HaproxySettings } from "./settings.ts";
import { workerOf } from "./world.ts";

/** s after which a reload's old workers were ended: `hard-stop-after` of `haproxyConfig`, and a little. */
const endedAfter = 32;

/**
 * After a reload the old worker still finishes what it has, by its old routes, and its counts cannot be asked. Where
 * processes cannot be seen, as when HAProxy runs in a container, one may be there for as long as the configuration lets it.
 */
export const hasOlderWorkers = async (settings: HaproxySettings, signal: AbortSignal): Promise<boolean> => {
  const { pid, uptime } = await workerOf(settings, signal);
  if (uptime > endedAfter) return false;
  const siblings = await workersBeside(pid);
  return siblings === null || siblings.length > 0;
};

/** Other workers of its master; null when they cannot be seen from here. */
const workersBeside = async (pid: number): Promise<readonly string[] | null> => {
  const status = await textOf(`/proc/${pid}/status`);
  if (!/^Name:\s+haproxy$/m.test(status)) return null; // another namespace's number
  const master = /^PPid:\s+(\d+)$/m.exec(status)?.[1];
  const children = (await textOf(`/proc/${master}/task/${master}/children`)).trim();
  return children.split(" ").filter((child) => child !== "" && child !== String(pid));
};

/** "" for a process that is gone, or that may not be looked at. */
const textOf = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");
