import { readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { Digest } from "../../src/domain/units.ts";
import { allSlots, holderOf } from "../../src/drivers/instances/process/slots.ts";
import { isSame } from "../../src/drivers/os-process.ts";

export type Instance = { readonly pid: number; readonly build: Digest };

/** The living instances of an environment's folder, by what they left word of and the process table. */
export const livingIn = async (environment: string): Promise<readonly Instance[]> => {
  const found: Instance[] = [];
  for (const slot of await allSlots(join(environment, "instances"))) {
    const holder = await holderOf(slot);
    if (holder !== null && holder !== "torn" && (await isSame(holder)))
      found.push({ build: slot.build, pid: holder.pid });
  }
  return found.toSorted((a, b) => a.pid - b.pid);
};

/** Every process that works in this folder or below, whatever anybody wrote down; null where the system does not say. */
export const processesBelow = async (folder: string): Promise<readonly number[] | null> => {
  if (process.platform !== "linux") return null;
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => "")));
  return pids.filter((_, i) => `${folders[i]}/`.startsWith(`${folder}/`)).map(Number);
};
