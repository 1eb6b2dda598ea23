import { reconcile } from "../domain/release/reconcile.ts";
import type { Entry, Lease } from "../journal/port.ts";
import type { Probes } from "./ask.ts";
import { awaitsClock } from "./awaits-clock.ts";
import { calendarWatch } from "./calendar-watch.ts";
import { alarm } from "./clock.ts";
import { effectsOf } from "./conduct-effects.ts";
import { leaseTerm } from "./conduct-pace.ts";
import type { Deps } from "./deps.ts";
import type { ConductOptions } from "./engine.ts";
import { type Loaded, type Loader, releaseStream } from "./load.ts";

/** Each renewal is a write, so it is done well before the term ends and no oftener. In ms. */
const leaseRenewal = 1_500;
/** How long a turn waits for something to happen: short while a rollout moves, long while people think. In ms. */
const [busyTurn, quietTurn] = [50, 500];

/**
 * The loop of one release: fold, ask what is to be done, do it, report, again. It remembers nothing that it cannot lose:
 * effects that are no longer wanted are stopped, failures are tried again with a growing pause, and a second conductor
 * waits.
 */
export const conduct = async (
  deps: Deps,
  loader: Loader,
  probesFor: (loaded: Loaded) => Probes,
  id: string,
  { signal, whenIdle, onEntries, onFailure }: ConductOptions,
): Promise<void> => {
  const { clock, leases } = deps;
  const stream = releaseStream(id);
  let loaded = await loader.load(id);
  let told = loaded.version;
  let fatal: unknown = null;
  let lease: Lease | null = null;
  let [renewAt, validUntil] = [0, 0];
  const calendar = calendarWatch(deps);
  const wake = alarm(clock, signal);
  const effects = effectsOf({
    deps,
    loader,
    probesFor,
    id,
    loaded: () => loaded,
    isOurs: () => lease !== null && clock.elapsed() < validUntil,
    // What changed nothing is asked again on the next turn, and not at once, or the loop would spin.
    onEnd: (changed) => changed && wake.ring(),
    onFatal: (error) => {
      fatal ??= error;
    },
    ...(onFailure === undefined ? {} : { onFailure }),
  });

  const tell = async (): Promise<void> => {
    const fresh: readonly Entry[] = await deps.journal.read(stream, told);
    told += fresh.length;
    if (fresh.length > 0) onEntries(fresh);
  };
  const renew = async (): Promise<void> => {
    const at = clock.elapsed();
    if (lease !== null && at < renewAt) return;
    lease = await leases.take(stream, deps.holder, leaseTerm, deps.now());
    [renewAt, validUntil] = [at + leaseRenewal, at + leaseTerm];
  };

  try {
    while (!signal.aborted) {
      if (fatal !== null) throw fatal;
      await renew();
      const held: Lease | null = lease;
      loaded = await loader.load(id);
      await tell();
      await calendar.refresh();
      const now = deps.now();
      const view = calendar.viewFor(loaded, now);
      const wanted = held === null || view === null ? [] : reconcile(loaded.process, loaded.release, now, view);
      effects.want(wanted, held);
      const isIdle = held !== null && effects.running() === 0 && wanted.length === 0 && !awaitsClock(loaded, now);
      // What is over is idle for good: there is nobody left to wait for.
      if (isIdle && (whenIdle === "return" || loaded.release.phase !== "open")) break;
      await wake.wait(isIdle || held === null ? quietTurn : busyTurn);
    }
  } finally {
    await effects.finish(0);
    await tell();
    await leases.release(stream, deps.holder);
  }
};
