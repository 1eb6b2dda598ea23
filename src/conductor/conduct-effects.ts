import type { Effect } from "../domain/release/effects.ts";
import { AppError } from "../errors.ts";
import type { Lease } from "../journal/port.ts";
import type { Probes } from "./ask.ts";
import { guarded } from "./conduct-guard.ts";
import type { Deps } from "./deps.ts";
import { effectKey, resourceOf } from "./effect-key.ts";
import type { WithoutStamp } from "./engine.ts";
import { handle } from "./handle.ts";
import type { Loaded, Loader } from "./load.ts";
import { measurer } from "./measure.ts";
import { performPaper } from "./perform-paper.ts";
import { performRollout } from "./perform-rollout.ts";
import { redact } from "./redact.ts";

export type EffectsOf = {
  readonly deps: Deps;
  readonly loader: Loader;
  readonly probesFor: (loaded: Loaded) => Probes;
  readonly id: string;
  /** The release as it was folded last. */
  readonly loaded: () => Loaded;
  /** Whether the lease can still be ours; asked before anything is done to the world. */
  readonly isOurs: () => boolean;
  /** An effect has ended; whether it changed the history. */
  readonly onEnd: (changed: boolean) => void;
  /** Something that is no failure of the world: a bug, or a journal that cannot be written. */
  readonly onFatal: (error: unknown) => void;
  readonly onBegin?: (effect: Effect, loaded: Loaded) => void;
  /** What fails and stands in no history, such as a page that cannot be written: once for each problem. */
  readonly onFailure?: (problem: string) => void;
};

/** The effects of one release that are under way. */
export type Effects = {
  /**
   * Stops what nobody wants any more and begins what is not under way; failures are tried again after a growing pause.
   * Without a lease nothing is wanted.
   */
  want(effects: readonly Effect[], lease: Lease | null): void;
  running(): number;
  /** Begins nothing more. What is under way may end by itself for so many ms, and is stopped then. */
  finish(grace: number): Promise<void>;
};

type Running = { readonly stop: AbortController; readonly done: Promise<void> };

/** The longest pause before a failure is tried again, and half of the first one. In ms. */
const [longestPause, halfFirstPause] = [5_000, 125];
/** The same for what was done, changed nothing, and is wanted all the same: it is kept so, and need not be at every turn. */
const [longestRest, halfFirstRest] = [2_000, 25];

/** Remembers nothing that it cannot lose: what is under way, and what failed a moment ago. */
export const effectsOf = (of: EffectsOf): Effects => {
  const { deps, loader, id, loaded } = of;
  const { clock } = deps;
  const running = new Map<string, Running>();
  const pauses = new Map<string, { readonly until: number; readonly length: number }>();
  const queues = new Map<string, Promise<void>>();
  const unwritten = new Map<string, string>();
  let wanted: ReadonlySet<string> = new Set();
  const measure = measurer(() => loaded().release, deps);

  /** Resolves to whether it changed anything. */
  const report = async (command: WithoutStamp): Promise<boolean> => {
    const stamped = { ...command, at: deps.now(), by: { kind: "system", id: "headgate" } } as Parameters<
      typeof handle
    >[3];
    const handled = await handle(deps, loader, id, stamped);
    return handled.ok && handled.events.length > 0;
  };
  const perform = async (effect: Effect, lease: Lease, stop: AbortController): Promise<boolean> => {
    if (!of.isOurs()) return false;
    of.onBegin?.(effect, loaded());
    using limit = clock.timeout(effect.within);
    const within = AbortSignal.any([stop.signal, limit.signal]);
    const now = loaded();
    if (effect.of === "release") return await report(await performPaper(deps, now, of.probesFor(now), effect, within));
    const drivers = guarded(deps.world.environment(now.config, effect.environment), of.isOurs, stop, within);
    const context = { deps, config: now.config, release: id, drivers, lease: lease.fence, measure };
    const seen = await performRollout(context, effect, within);
    if (seen === null || stop.signal.aborted) return false;
    return await report({ type: "Report", rollout: effect.rollout, report: seen });
  };
  /** Twice as long as the last time. */
  const pause = (key: string, half: number, longest: number): void => {
    const length = Math.min(longest, 2 * (pauses.get(key)?.length ?? half));
    pauses.set(key, { until: clock.elapsed() + length, length });
  };
  const failed = async (effect: Effect, key: string, error: unknown): Promise<boolean> => {
    if (!(error instanceof AppError) && !isAbort(error)) throw error;
    pause(key, halfFirstPause, longestPause);
    const reason = error instanceof AppError ? redact(error.message) : `no answer within ${effect.within} ms`;
    const told = failureOf(effect, reason);
    if (told !== null) return report(told);
    // Checks that could not be asked are asked again all day; what came of them stands in their evidence.
    if (effect.kind === "ask" || unwritten.get(key) === reason) return false;
    unwritten.set(key, reason);
    of.onFailure?.(`${key}: ${reason}`);
    return false;
  };
  const begin = (effect: Effect, key: string, lease: Lease): void => {
    const stop = new AbortController();
    const resource = resourceOf(effect, key);
    const before = queues.get(resource) ?? Promise.resolve();
    const done = before
      // By the time that the one before it has ended, nobody may want it any more.
      .then(() => (wanted.has(key) && !stop.signal.aborted ? perform(effect, lease, stop) : false))
      .then((changed) => {
        unwritten.delete(key);
        if (changed) pauses.delete(key);
        else pause(key, halfFirstRest, longestRest);
        return changed;
      })
      .catch((error) => (stop.signal.aborted ? false : failed(effect, key, error)))
      .catch((error) => {
        of.onFatal(error);
        return false;
      })
      .then((changed) => {
        running.delete(key);
        if (queues.get(resource) === done) queues.delete(resource);
        of.onEnd(changed);
      });
    queues.set(resource, done);
    running.set(key, { stop, done });
  };

  return {
    running: () => running.size,
    want(effects, lease) {
      const keyed = new Map((lease === null ? [] : effects).map((effect) => [effectKey(effect), effect]));
      wanted = new Set(keyed.keys());
      for (const [key, { stop }] of running) if (!wanted.has(key)) stop.abort();
      // What is wanted anew later begins anew.
      for (const known of [pauses, unwritten]) for (const key of known.keys()) if (!wanted.has(key)) known.delete(key);
      if (lease === null) return;
      const at = clock.elapsed();
      for (const [key, effect] of keyed)
        if (!running.has(key) && (pauses.get(key)?.until ?? 0) <= at) begin(effect, key, lease);
    },
    async finish(grace) {
      wanted = new Set();
      const all = Promise.all([...running.values()].map(({ done }) => done));
      const isOver = new AbortController();
      if (grace > 0 && running.size > 0)
        await Promise.race([all.then(() => isOver.abort()), clock.wait(grace, isOver.signal)]);
      for (const { stop } of running.values()) stop.abort();
      await all;
    },
  };
};

/** What the history is told of it; a check that could not be asked is simply asked again. */
const failureOf = (effect: Effect, reason: string): WithoutStamp | null => {
  if (effect.of === "rollout")
    return {
      type: "Report",
      rollout: effect.rollout,
      report: { type: "ReportFailure", effect: effect.kind, reason },
    };
  if (effect.kind === "tell") {
    const { requirement, rung, to } = effect;
    return { type: "RecordTold", requirement, rung, to, delivered: false, detail: reason };
  }
  if (effect.kind === "notify") {
    const { notice, occurrence, to } = effect;
    return { type: "RecordNotice", notice, occurrence, to, result: "failed", detail: reason };
  }
  return effect.kind === "send"
    ? { type: "RecordDelivery", requirement: effect.requirement, to: effect.to, delivered: false, detail: reason }
    : null;
};

const isAbort = (error: unknown): boolean =>
  error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError");
