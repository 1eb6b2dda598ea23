import { lookup } from "node:dns/promises";
import { mkdir } from "node:fs/promises";
import { isIP } from "node:net";
import { isDeepStrictEqual } from "node:util";
import { AppError } from "../../../errors.ts";
import { writeDurably } from "../../durable-file.ts";
import { exclusively } from "../../exclusively.ts";
import type { Route } from "../../port.ts";
import { isOlder, parseRouting, type Routing } from "../splitter/routes.ts";
import { ask, order } from "./ask.ts";
import { type Decision, encode, patternOf, tokenOf } from "./decision.ts";
import { decide, unfit } from "./plan.ts";
import { failed, type HaproxySettings, placesIn } from "./settings.ts";
import { fill, retire, saveServers } from "./slots.ts";
import { loadState, type State, saveState } from "./state.ts";
import { decisionIn, type Slot, slotsOf } from "./world.ts";

const act = "setting the routes";

/** Make HAProxy route this way. Resolves when it does; all of it survives a restart. */
export const change = async (settings: HaproxySettings, wanted: Routing, signal: AbortSignal): Promise<void> => {
  const parsed = parseRouting(wanted);
  const problem = typeof parsed === "string" ? parsed : unfit(parsed.routes);
  if (problem !== null) throw failed(act, problem, "Nothing was changed.");
  await mkdir(settings.folder, { recursive: true });
  await exclusively(placesIn(settings).lock, signal, () => changeAlone(settings, wanted, signal));
};

/**
 * Capacity before traffic: servers are filled, what must survive is written, then one new value in a map moves all
 * requests, and only then are servers taken out. A crash between any two leaves routes that are whole, the old or the new.
 */
const changeAlone = async (settings: HaproxySettings, wanted: Routing, signal: AbortSignal): Promise<void> => {
  const [entry, state] = [await decisionIn(settings, signal), await loadState(settings)];
  const inForce = entry?.decision ?? null;
  for (const last of [state?.fence, inForce?.fence])
    if (last !== undefined && isOlder(wanted.fence, last))
      throw new AppError("DRIVER_FENCED", { driver: "haproxy", act });
  const addresses = { ...state?.addresses, ...(await addressesOf(wanted.routes)) };
  const slots = await slotsOf(settings, signal);
  const next = decide(inForce, slots, wanted.routes, wanted.fence);
  const want = (next.sides ?? []).map(({ letter, build }) => ({
    letter,
    addresses: wanted.routes.find((route) => route.build === build)!.endpoints.map((one) => addresses[one]!),
  }));
  const filled = await fill(settings, want, inForce, slots, signal);
  const there = filled ? await slotsOf(settings, signal) : slots;
  mustBeUp(there, next, wanted.routes);
  const known = { ...wanted, addresses: inUse(addresses, there) };
  // Weights and the fence are in the map, too: an fsync less for most changes.
  if (state === null || !isDeepStrictEqual(withoutWeights(state), withoutWeights(known)))
    await saveState(settings, known);
  if (filled) await saveServers(settings, signal);
  await decideOn(settings, next, inForce, signal);
  if (await retire(settings, want, there, signal)) await saveServers(settings, signal);
};

const withoutWeights = ({ routes, addresses }: State): unknown => ({
  addresses,
  routes: routes.map(({ weight: _, ...rest }) => rest),
});

/** In the order of reading: whoever finds the entry in force finds the cohort's pattern, too. */
const decideOn = async (settings: HaproxySettings, next: Decision, before: Decision | null, signal: AbortSignal) => {
  const { routes, cohorts } = placesIn(settings);
  const { socket } = settings;
  const value = encode(next);
  const members = next.cohort?.reachable === true ? next.cohort.cohort : null;
  const line = members === null ? null : `${patternOf(members)} ${tokenOf(members)}`;
  const hadMembers = before === null || before.cohort !== null;
  const shown = hadMembers || line !== null ? await ask(socket, `show map ${cohorts}`, signal) : "";
  const entries = shown.split("\n").filter((one) => one.includes(" "));
  const stale = entries.filter((one) => line === null || !one.endsWith(` ${line}`));
  if (line !== null) {
    await writeDurably(cohorts, `${[...stale.map((one) => one.slice(one.indexOf(" ") + 1)), line].join("\n")}\n`);
    if (stale.length === entries.length) await order(socket, `add map ${cohorts} <<\n${line}\n`, signal);
  }
  await writeDurably(routes, `route ${value}\n`);
  await order(socket, `${before === null ? "add" : "set"} map ${routes} route ${value}`, signal);
  if (stale.length === 0) return;
  for (const one of stale) await order(socket, `del map ${cohorts} #${one.split(" ")[0]}`, signal);
  await writeDurably(cohorts, line === null ? "" : `${line}\n`);
};

/** All traffic to instances of which HAProxy can reach none would be an outage: then the old routes stay. */
const mustBeUp = (slots: readonly Slot[], { sides }: Decision, routes: readonly Route[]): void => {
  for (const { letter, build } of sides ?? []) {
    const { weight } = routes.find((route) => route.build === build)!;
    const isUp = slots.some((slot) => slot.letter === letter && slot.admin === "ready" && slot.up);
    if (weight === 0 || isUp) continue;
    const problem = `${build.slice(0, 19)} shall get ${weight} %, and HAProxy cannot reach any of its instances`;
    throw failed(act, problem, "The old routes are in force. See what the readiness path answers to HAProxy.");
  }
};

/** HAProxy's servers have addresses and no names: a name is looked up now, for as long as it is routed to. */
const addressesOf = async (routes: readonly Route[]): Promise<Record<string, string>> => {
  const endpoints = routes.flatMap((route) => route.endpoints);
  return Object.fromEntries(await Promise.all(endpoints.map(async (one) => [one, await addressOf(one)] as const)));
};

const addressOf = async (endpoint: string): Promise<string> => {
  const at = endpoint.lastIndexOf(":");
  const host = endpoint.slice(0, at).replace(/^\[|\]$/g, "");
  const ip = isIP(host) > 0 ? host : (await lookup(host)).address;
  return `${ip.includes(":") ? `[${ip}]` : ip}${endpoint.slice(at)}`;
};

/** A name is kept for as long as an instance stands behind it, draining ones included. */
const inUse = (all: State["addresses"], slots: readonly Slot[]): State["addresses"] => {
  const used = new Set(slots.filter(({ admin }) => admin !== "maint").map(({ address }) => address));
  return Object.fromEntries(Object.entries(all).filter(([, address]) => used.has(address)));
};
