import type { Config } from "../config/config.ts";
import { AppError } from "../errors.ts";
import type { Probes } from "./ask.ts";
import { calendarWatch } from "./calendar-watch.ts";
import { heldBy, isHeld, knownOf, type Many, problemOf, turnOf } from "./conduct-known.ts";
import { drop, finishDone, giveBack, needed, renewAll, takeSome } from "./conduct-leases.ts";
import { usualPace } from "./conduct-pace.ts";
import { type Presence, presence } from "./conduct-presence.ts";
import type { Deps } from "./deps.ts";
import type { ConductManyOptions } from "./engine.ts";
import { type Loaded, type Loader, releaseStream } from "./load.ts";
import type { Look } from "./look.ts";
import { shareOf } from "./schedule-share.ts";
import { watchEnvironments } from "./watch-environments.ts";

/**
 * Conducts every release that needs it, beside any number of others on the same journal: one look at all heads tells
 * which streams grew, and only those are read; a release with nothing new and nothing due costs next to nothing. At the
 * signal it hands over what it has: effects under way may end, nothing new is begun, and the leases are given back.
 */
export const conductMany = async (
  deps: Deps,
  loader: Loader,
  probesFor: (loaded: Loaded) => Probes,
  { signal, onNews, pace = usualPace, onBegin, services = async () => [] }: ConductManyOptions,
): Promise<void> => {
  const many: Many = {
    deps,
    loader,
    probesFor,
    pace,
    calendar: calendarWatch(deps),
    onNews,
    onBegin,
    all: new Map(),
  };
  const others = presence(deps, pace.leaseTerm);
  const [ending, left] = [new AbortController(), new AbortController()];
  const end = (): void => ending.abort();
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  const shares = sharer(many, others, ending.signal);
  // Leases are renewed to the end, for what is under way may take its time. A bug in one loop ends them all.
  const leases = repeat(many, pace.share, left.signal, shares).finally(end);
  const looks = repeat(many, pace.look, ending.signal, () => look(many)).finally(end);
  const turns = repeat(many, pace.turn, ending.signal, async () => turnAll(many)).finally(end);
  const watch = watcher(many, services, ending.signal);
  const watches = repeat(many, pace.watch, ending.signal, watch).finally(end);
  const outcomes = await Promise.allSettled([
    looks,
    turns,
    watches,
    Promise.allSettled([looks, turns, watches])
      .then(() => handOver(many, others))
      .finally(() => left.abort()),
    leases,
  ]);
  signal.removeEventListener("abort", end);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
};

/** Does it again and again. A journal that cannot be used for a while is told once and tried again. */
const repeat = async (
  { deps, onNews }: Many,
  pause: number,
  signal: AbortSignal,
  act: () => Promise<void>,
): Promise<void> => {
  let told = "";
  while (!signal.aborted) {
    try {
      await act();
      told = "";
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const problem = problemOf(error);
      if (problem !== told) onNews({ kind: "trouble", release: null, problem });
      told = problem;
    }
    await deps.clock.wait(pause, signal);
  }
};

const prefix = releaseStream("");

const look = async (many: Many): Promise<void> => {
  await many.calendar.refresh();
  for (const { stream, version, at } of await many.deps.journal.list(prefix)) {
    const one = knownOf(many, stream.slice(prefix.length));
    const hasGrown = one.head < version;
    [one.head, one.at] = [version, at];
    if (hasGrown && isHeld(one)) turnOf(many, one);
  }
};

/** Says once what it found, and once that it is gone. */
const watcher = ({ deps, onNews }: Many, services: () => Promise<readonly Config[]>, signal: AbortSignal) => {
  const told = new Map<string, string>();
  return async (): Promise<void> => {
    for (const config of await services())
      for (const { name, problem, findings } of await watched(deps, config, signal)) {
        const environment = `${config.service}/${name}`;
        const found = findings.join("; ");
        if (problem !== null || (told.get(environment) ?? "") === found) continue;
        told.set(environment, found);
        onNews({ kind: "unauthorised", environment, findings });
      }
  };
};

/** A look that was cut off at the end found nothing. */
const watched = async (deps: Deps, config: Config, signal: AbortSignal): Promise<readonly Look[]> => {
  try {
    return await watchEnvironments(deps, config, signal);
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
};

const turnAll = (many: Many): void => {
  for (const one of many.all.values())
    if (isHeld(one)) turnOf(many, one);
    else drop(many, one, "lost");
};

/** Renews what is ours, drops what is over, and takes or gives back until every conductor has its share. */
const sharer = (many: Many, others: Presence, signal: AbortSignal) => {
  const { deps, pace, onNews } = many;
  let renewAt = 0;
  let alive = 0;
  return async (): Promise<void> => {
    const at = deps.clock.elapsed();
    if (at >= renewAt) {
      await renewAll(many, others.isOwn);
      renewAt = at + pace.renew;
    }
    if (signal.aborted) return;
    await finishDone(many);
    const leases = await deps.leases.list(deps.now());
    const now = await others.count(leases);
    if (now !== alive) onNews({ kind: "conductors", alive: now });
    alive = now;
    const held = heldBy(many);
    const share = shareOf(needed(many).length, alive, held.length);
    const idle = held.filter(({ hand }) => hand?.running() === 0);
    for (const one of idle.slice(0, share.giveBack)) await giveBack(many, one);
    if (share.take > 0) await takeSome(many, share.take, new Set(leases.map(({ name }) => name)));
  };
};

const handOver = async (many: Many, others: Presence): Promise<void> => {
  const leave = async (one: (typeof all)[number]): Promise<void> => {
    await one.hand?.finish(many.pace.grace);
    if (isHeld(one)) await giveBack(many, one);
  };
  const all = heldBy(many);
  // Whatever the journal says: a lease that could not be given back ends by itself.
  await Promise.allSettled([others.leave(), ...all.map(leave)]);
  for (const one of heldBy(many)) drop(many, one, "lost");
};
