import { writeDurably } from "../../durable-file.ts";
import { ask, order } from "./ask.ts";
import type { Decision } from "./decision.ts";
import { failed, type HaproxySettings, type Letter, placesIn } from "./settings.ts";
import { figuresOf, type Slot, slotsOf } from "./world.ts";

/** The instances that a side shall have. */
export type Wanted = { readonly letter: Letter; readonly addresses: readonly string[] };

/**
 * Bring the wanted instances up on their sides. On a side that is not in force, what else is there is taken out before.
 *
 * @returns whether anything changed
 */
export const fill = async (
  settings: HaproxySettings,
  wanted: readonly Wanted[],
  inForce: Decision | null,
  before: readonly Slot[],
  signal: AbortSignal,
): Promise<boolean> => {
  const quiet = wanted.filter(({ letter }) => !inForce?.sides?.some((side) => side.letter === letter));
  const left = before.filter(({ letter }) => quiet.some((side) => side.letter === letter));
  const retired = await retire(settings, quiet, left, signal);
  let changed = (await release(settings, before, signal)) || retired;
  const slots = changed ? await slotsOf(settings, signal) : before;
  for (const { letter, addresses } of wanted) {
    const here = slots.filter((slot) => slot.letter === letter);
    const free = here.filter(({ admin }) => admin === "maint");
    for (const address of addresses) {
      const there = here.find((slot) => slot.address === address && slot.admin !== "maint");
      if (there?.admin === "ready") continue;
      await open(settings, there ?? free.shift() ?? noPlace(addresses.length, here.length), address, signal);
      changed = true;
    }
  }
  return changed;
};

/** It counts as up until a check says otherwise: whoever routes to it has seen that it is ready. */
const open = async ({ socket }: HaproxySettings, slot: Slot, address: string, signal: AbortSignal): Promise<void> => {
  const at = address.lastIndexOf(":");
  const [host, port] = [address.slice(0, at).replace(/^\[|\]$/g, ""), address.slice(at + 1)];
  const set = `set server ${slot.server}`;
  await order(socket, `${set} addr ${host} port ${port}`, signal, /^(IP changed|no need to change the addr)/);
  await order(socket, `${set} state ready`, signal);
  await order(socket, `${set} health up`, signal);
};

const noPlace = (needed: number, there: number): never => {
  const problem = `a side has ${there} places, and not enough of them are free for ${needed} instances`;
  throw failed("setting the routes", problem, "Give HAProxy more of them: headgate data-plane --slots N.");
};

/**
 * No new request to an instance that is not wanted; what it has it may finish.
 *
 * @returns whether anything changed
 */
export const retire = async (
  settings: HaproxySettings,
  wanted: readonly Wanted[],
  among: readonly Slot[],
  signal: AbortSignal,
): Promise<boolean> => {
  const isWanted = ({ letter, address }: Slot): boolean =>
    wanted.some((side) => side.letter === letter && side.addresses.includes(address));
  const leaving = among.filter((slot) => slot.admin === "ready" && !isWanted(slot));
  for (const { server } of leaving) await order(settings.socket, `set server ${server} state drain`, signal);
  return leaving.length > 0;
};

/**
 * Free the places of instances that have drained.
 *
 * @returns whether anything changed
 */
export const release = async (
  settings: HaproxySettings,
  among: readonly Slot[],
  signal: AbortSignal,
): Promise<boolean> => {
  const leaving = among.filter(({ admin }) => admin === "drain");
  if (leaving.length === 0) return false;
  const figures = await figuresOf(settings, signal);
  const drained = leaving.filter(({ server }) => figures.get(server)?.inFlight === 0);
  for (const { server } of drained) await order(settings.socket, `set server ${server} state maint`, signal);
  return drained.length > 0;
};

/** In the form that HAProxy reads at its start. */
export const saveServers = async (settings: HaproxySettings, signal: AbortSignal): Promise<void> =>
  writeDurably(placesIn(settings).servers, `${await ask(settings.socket, "show servers state", signal)}\n`);
