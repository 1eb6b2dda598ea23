import { setTimeout as sleep } from "node:timers/promises";
import type { AppError } from "../../../errors.ts";
import { exclusively } from "../../exclusively.ts";
import type { Route } from "../../port.ts";
import { hasOlderWorkers } from "./older-workers.ts";
import { routesIn } from "./read.ts";
import { failed, type HaproxySettings, placesIn, sideOf } from "./settings.ts";
import { release, saveServers } from "./slots.ts";
import { loadState } from "./state.ts";
import { figuresOf, slotsOf } from "./world.ts";

/** ms between two looks. */
const pause = 20;

/**
 * Wait until nothing is in flight to these endpoints. Twice in a row: a request that was just decided on is for an
 * instant in no count.
 */
export const drained = async (settings: HaproxySettings, endpoints: readonly string[], signal: AbortSignal) => {
  for (let quiet = 0; quiet < 2; ) {
    const routes = await routesIn(settings, signal);
    if (routes === null) return; // nothing was ever routed
    const open = routes.find((route) => getsRequests(route) && route.endpoints.some((one) => endpoints.includes(one)));
    if (open !== undefined) throw stillRouted(open);
    quiet = (await isBusy(settings, endpoints, signal)) ? 0 : quiet + 1;
    await sleep(pause, undefined, { signal });
  }
  await exclusively(placesIn(settings).lock, signal, async () => {
    if (await release(settings, await slotsOf(settings, signal), signal)) await saveServers(settings, signal);
  });
};

const isBusy = async (
  settings: HaproxySettings,
  endpoints: readonly string[],
  signal: AbortSignal,
): Promise<boolean> => {
  const addresses = (await loadState(settings))?.addresses ?? {};
  const asked = new Set(endpoints.map((one) => addresses[one] ?? one));
  const slots = await slotsOf(settings, signal);
  const ours = slots.filter(({ address, admin }) => admin !== "maint" && asked.has(address));
  if (ours.length === 0) return false;
  const figures = await figuresOf(settings, signal);
  const inFlight = (name: string): number => figures.get(name)?.inFlight ?? 0;
  if (ours.some(({ server }) => inFlight(server) > 0)) return true;
  // A request that could not connect is on its side, between two servers, and may be tried on one of these.
  const between = [...new Set(ours.map(({ letter }) => letter))].some((letter) => {
    const servers = slots
      .filter((slot) => slot.letter === letter)
      .reduce((sum, { server }) => sum + inFlight(server), 0);
    return inFlight(sideOf(settings, letter)) > servers;
  });
  return between || (await hasOlderWorkers(settings, signal));
};

const getsRequests = ({ weight, cohort }: Route): boolean => weight > 0 || cohort !== undefined;

const stillRouted = ({ build, weight }: Route): AppError =>
  failed(
    `draining ${build.slice(0, 19)}`,
    weight > 0 ? `its weight is ${weight} %, and must be 0 before it can drain` : "its cohort still reaches it",
    "Take it out of the routes first.",
  );
