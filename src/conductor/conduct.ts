import { periodEnd } from "../domain/process/dates.ts";
import type { Effect } from "../domain/release/effects.ts";
import { reconcile } from "../domain/release/reconcile.ts";
import { AppError } from "../errors.ts";
import type { Entry, Lease } from "../journal/port.ts";
import type { Probes } from "./ask.ts";
import type { Deps } from "./deps.ts";
import { effectKey, resourceOf } from "./effect-key.ts";
import type { ConductOptions, WithoutStamp } from "./engine.ts";
import { handle } from "./handle.ts";
import { type Loaded, type Loader, releaseStream } from "./load.ts";
import { measurer } from "./measure.ts";
import { performPaper } from "./perform-paper.ts";
import { performRollout } from "./perform-rollout.ts";
import { redact } from "./redact.ts";

/** A lease that is not renewed for this long is anybody's; it is renewed long before, for each renewal is a write. In ms. */
const [leaseTerm, leaseRenewal] = [5_000, 1_500];
/** How long a turn waits for something to happen: short while a rollout moves, long while people think. In ms. */
const [busyTurn, quietTurn] = [50, 500];

type Running = { readonly stop: AbortController; readonly done: Promise<void> };

/**
 * The loop: fold, ask what is to be done, do it, report, again. It remembers nothing that it cannot lose: effects that
 * are no longer wanted are stopped, failures are tried again with a growing pause, and a second conductor waits.
 */
export const conduct = async (
  deps: Deps,
  loader: Loader,
  probesFor: (loaded: Loaded) => Probes,
  id: string,
  { signal, whenIdle, onEntries }: ConductOptions,
): Promise<void> => {
  const running = new Map<string, Running>();
  const pauses = new Map<string, { readonly until: number; readonly length: number }>();
  const queues = new Map<string, Promise<void>>();
  let loaded = await loader.load(id);
  let told = loaded.version;
  let wanted = new Set<string>();
  let fatal: unknown = null;
  let lease: Lease | null = null;
  let renewAt = 0;
  const measure = measurer(() => loaded.release, deps.now);
  const wake = alarm();

  const tell = async (): Promise<void> => {
    const fresh: readonly Entry[] = await deps.journal.read(releaseStream(id), told);
    told += fresh.length;
    if (fresh.length > 0) onEntries(fresh);
  };
  /** Resolves to whether it changed anything. */
  const report = async (command: WithoutStamp): Promise<boolean> => {
    const stamped = { ...command, at: deps.now(), by: { kind: "system", id: "headgate" } } as Parameters<
      typeof handle
    >[3];
    const handled = await handle(deps, loader, id, stamped);
    return handled.ok && handled.events.length > 0;
  };
  /** The same: what changed nothing is asked again on the next turn, and not at once, or the loop would spin. */
  const perform = async (effect: Effect, lease: Lease, stop: AbortSignal): Promise<boolean> => {
    const within = AbortSignal.any([stop, AbortSignal.timeout(effect.within)]);
    if (effect.of === "release") return report(await performPaper(deps, loaded, probesFor(loaded), effect, within));
    const drivers = deps.world.environment(loaded.config, effect.environment);
    const context = { deps, config: loaded.config, release: id, drivers, lease: lease.fence, measure };
    const seen = await performRollout(context, effect, within);
    if (seen === null || stop.aborted) return false;
    return report({ type: "Report", rollout: effect.rollout, report: seen });
  };
  const failed = async (effect: Effect, key: string, error: unknown): Promise<void> => {
    if (!(error instanceof AppError) && !isAbort(error)) throw error;
    const length = Math.min(5_000, 2 * (pauses.get(key)?.length ?? 125));
    pauses.set(key, { until: deps.now() + length, length });
    const reason = error instanceof AppError ? redact(error.message) : `no answer within ${effect.within} ms`;
    if (effect.of === "rollout")
      await report({
        type: "Report",
        rollout: effect.rollout,
        report: { type: "ReportFailure", effect: effect.kind, reason },
      });
    if (effect.of === "release" && effect.kind === "send")
      await report({
        type: "RecordDelivery",
        requirement: effect.requirement,
        to: effect.to,
        delivered: false,
        detail: reason,
      });
  };
  const begin = (effect: Effect, lease: Lease): void => {
    const key = effectKey(effect);
    const stop = new AbortController();
    const resource = resourceOf(effect, key);
    const before = queues.get(resource) ?? Promise.resolve();
    const done = before
      // By the time that the one before it has ended, nobody may want it any more.
      .then(() => (wanted.has(key) && !stop.signal.aborted ? perform(effect, lease, stop.signal) : false))
      .then((changed) => {
        pauses.delete(key);
        if (changed) wake.ring();
      })
      .catch((error) => (stop.signal.aborted ? undefined : failed(effect, key, error)))
      .catch((error) => {
        fatal ??= error;
      })
      .finally(() => void running.delete(key));
    queues.set(resource, done);
    running.set(key, { stop, done });
  };

  const stopAll = async (): Promise<void> => {
    for (const { stop } of running.values()) stop.abort();
    await Promise.all([...running.values()].map(({ done }) => done));
  };

  try {
    while (!signal.aborted) {
      if (fatal !== null) throw fatal;
      const now = deps.now();
      if (lease === null || now >= renewAt) {
        lease = await deps.leases.take(releaseStream(id), deps.holder, leaseTerm, now);
        renewAt = now + leaseRenewal;
      }
      const held = lease;
      loaded = await loader.load(id);
      await tell();
      const effects = held === null ? [] : reconcile(loaded.process, loaded.release, now);
      wanted = new Set(effects.map(effectKey));
      for (const [key, { stop }] of running) if (!wanted.has(key)) stop.abort();
      const ready = effects.filter(
        (effect) => !running.has(effectKey(effect)) && (pauses.get(effectKey(effect))?.until ?? 0) <= now,
      );
      if (held !== null) for (const effect of ready) begin(effect, held);
      const isIdle = held !== null && running.size === 0 && effects.length === 0 && !awaitsClock(loaded, now);
      // What is over is idle for good: there is nobody left to wait for.
      if (isIdle && (whenIdle === "return" || loaded.release.phase !== "open")) break;
      await wake.wait(isIdle || held === null ? quietTurn : busyTurn, signal);
    }
  } finally {
    await stopAll();
    await tell();
    await deps.leases.release(releaseStream(id), deps.holder);
  }
};

/** Something will fall due by the clock alone: a bake, a rollback window, a period. */
const awaitsClock = ({ release, process }: Loaded, now: number): boolean =>
  release.rollouts.some(
    ({ phase, paused }) =>
      (phase === "progressing" && paused === null) ||
      phase === "promoted" ||
      phase === "waiting" ||
      phase === "rolling-back",
  ) ||
  (release.phase === "open" &&
    process.stages.some((stage) => {
      const end = periodEnd(process, release, stage);
      return end !== null && now < end;
    }));

const isAbort = (error: unknown): boolean =>
  error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError");

/** Waits for the first of: a ring, the time, the signal. */
const alarm = () => {
  let ring = (): void => undefined;
  return {
    ring: () => ring(),
    wait: (length: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(done, length);
        function done(): void {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          ring = () => undefined;
          resolve();
        }
        ring = done;
        signal.addEventListener("abort", done, { once: true });
      }),
  };
};
