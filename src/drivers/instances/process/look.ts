import { realpath } from "node:fs/promises";
import { folderOf, isSame } from "../../os-process.ts";
import type { InstanceView } from "../../port.ts";
import { askReady } from "../readiness.ts";
import { type Holder, holderOf, nameOf, type Slot } from "./slots.ts";

/** A slot as it is in the world: `free` was never held, `dead` was. */
export type Seen =
  | { readonly slot: Slot; readonly state: "free" | "dead" }
  | { readonly slot: Slot; readonly state: "alive"; readonly holder: Holder };

export const see = async (slot: Slot): Promise<Seen> => {
  const holder = await holderOf(slot);
  if (holder === null) return { slot, state: "free" };
  if (holder === "torn" || !(await isSame(holder))) return { slot, state: "dead" };
  return { slot, state: "alive", holder };
};

/**
 * Ask a living instance whether it is ready, and look at what it really runs.
 *
 * @param ready path that answers 200
 * @param folder the folder of its build
 */
export const view = async (
  slot: Slot,
  holder: Holder,
  ready: string,
  folder: string,
  signal: AbortSignal,
): Promise<InstanceView> => {
  const base = { id: nameOf(slot), build: slot.build, endpoint: `127.0.0.1:${holder.port}` };
  const strayed = await elsewhere(holder.pid, folder);
  if (strayed !== null)
    return { ...base, ready: false, answer: `works in ${strayed}, which is not its build's folder` };
  return { ...base, ...(await askReady(base.endpoint, ready, signal)) };
};

/** @returns where the process works, when that is not the build's folder; null when it is, or cannot be seen */
const elsewhere = async (pid: number, folder: string): Promise<string | null> => {
  const actual = await folderOf(pid);
  return actual === null || actual === (await realpath(folder).catch(() => folder)) ? null : actual;
};
