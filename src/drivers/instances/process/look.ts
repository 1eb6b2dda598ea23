import { realpath } from "node:fs/promises";
import { get } from "node:http";
import { folderOf, isSame } from "../../os-process.ts";
import type { InstanceView } from "../../port.ts";
import { type Holder, holderOf, nameOf, type Slot } from "./slots.ts";

/** A slot as it is in the world: `free` was never held, `dead` was. */
export type Seen =
  | { readonly slot: Slot; readonly state: "free" | "dead" }
  | { readonly slot: Slot; readonly state: "alive"; readonly holder: Holder };

/** ms that one readiness probe may take. */
const probeWithin = 2_000;

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
  return { ...base, ...(await probe(`http://${base.endpoint}${ready}`, signal)) };
};

/** @returns where the process works, when that is not the build's folder; null when it is, or cannot be seen */
const elsewhere = async (pid: number, folder: string): Promise<string | null> => {
  const actual = await folderOf(pid);
  return actual === null || actual === (await realpath(folder).catch(() => folder)) ? null : actual;
};

const probe = (url: string, signal: AbortSignal): Promise<Pick<InstanceView, "ready" | "answer">> =>
  new Promise((resolve) => {
    const begun = performance.now();
    const limit = AbortSignal.any([signal, AbortSignal.timeout(probeWithin)]);
    const asked = get(url, { agent: false, signal: limit }, (answer) => {
      answer.resume();
      const words = `${answer.statusCode} in ${Math.round(performance.now() - begun)} ms`;
      resolve({ ready: answer.statusCode === 200, answer: words });
    });
    asked.on("error", (error) => resolve({ ready: false, answer: wordsOf(error) }));
  });

const wordsOf = (error: NodeJS.ErrnoException): string => {
  if (error.code === "ECONNREFUSED") return "connection refused";
  if (error.code === "ECONNRESET") return "connection closed without an answer";
  return error.name === "AbortError" ? `no answer in ${probeWithin} ms` : error.message;
};
