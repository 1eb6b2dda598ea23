import type { KnownTraffic } from "../analysis/planned-step.ts";
import { type Signals, signalsOf, trafficOf } from "../analysis/signals.ts";
import { type Counts, difference } from "../analysis/window.ts";
import type { Config } from "../config/config.ts";
import { type Millis, millis } from "../domain/units.ts";
import type { BuildRef, MetricsDriver, Sample } from "../drivers/port.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";
import { readEnvironment, readRollout } from "./environment-store.ts";

/** The traffic of an environment, from two looks at its counts. */
export type SeenTraffic =
  | {
      readonly kind: "seen";
      /** Of the build in service; `rps` is that of all builds together. */
      readonly signals: Signals;
      readonly traffic: KnownTraffic;
    }
  /** `reason` in words. */
  | { readonly kind: "unknown"; readonly reason: string };

type Ports = Pick<Deps, "journal" | "world" | "clock">;

/** Counts twice, `length` apart. Changes nothing and writes nothing; what cannot be seen is said, not thrown. */
export const seenTraffic = async (
  deps: Ports,
  config: Config,
  name: string,
  length: Millis,
  signal: AbortSignal,
): Promise<SeenTraffic> => {
  try {
    const { runs, other } = await servingIn(deps, config, name);
    if (runs === null) return unknown("nothing is in service");
    const { metrics } = deps.world.environment(config, name);
    const builds = other === null ? [runs] : [runs, other];
    const before = await read(deps, metrics, builds, signal);
    await deps.clock.wait(length, signal);
    signal.throwIfAborted();
    const after = await read(deps, metrics, builds, signal);
    return between(before, after, runs, other, config.guardrails.latency.slowerThan);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return unknown(error.message);
  }
};

const unknown = (reason: string): SeenTraffic => ({ kind: "unknown", reason });

type Serving = { readonly runs: BuildRef | null; readonly other: BuildRef | null };

/** The build in service, and one that has a part of the traffic beside it. */
const servingIn = async (deps: Ports, { service }: Config, name: string): Promise<Serving> => {
  const { runs, heldBy } = await readEnvironment(deps, service, name);
  const holder = heldBy === null ? null : await readRollout(deps, heldBy.release, heldBy.rollout);
  return { runs, other: holder === null || holder.candidate.digest === runs?.digest ? null : holder.candidate };
};

/** A source that says nothing for so long does not answer; in ms. */
const answerWithin = 5_000;

const read = async (
  { clock }: Ports,
  metrics: MetricsDriver,
  builds: readonly BuildRef[],
  signal: AbortSignal,
): Promise<Sample> => {
  using limit = clock.timeout(answerWithin);
  try {
    return await metrics.read(builds, AbortSignal.any([signal, limit.signal]));
  } catch (error) {
    signal.throwIfAborted();
    if (!limit.signal.aborted) throw error;
    throw new AppError("DRIVER_FAILED", {
      driver: metrics.name,
      act: "reading counts",
      problem: `it did not answer within ${answerWithin / 1_000} s`,
      fix: "See to the source of the metrics.",
    });
  }
};

const between = (
  before: Sample,
  after: Sample,
  runs: BuildRef,
  other: BuildRef | null,
  slowerThan: number,
): SeenTraffic => {
  const window = millis(Math.max(0, after.at - before.at));
  if (window === 0) return unknown("the source of the counts has not looked again meanwhile; measure for longer");
  const counts = side(before, after, runs);
  if (counts === null) return unknown(`there are no counts of ${runs.version}, the build in service`);
  const all = counts.requests + (other === null ? 0 : (side(before, after, other)?.requests ?? 0));
  if (all === 0) return unknown(`nobody asked for anything within ${Math.round(window / 1_000)} s`);
  const rps = (1_000 * all) / window;
  return { kind: "seen", signals: { ...signalsOf(counts, window), rps }, traffic: trafficOf(counts, rps, slowerThan) };
};

const side = (before: Sample, after: Sample, { digest }: BuildRef): Counts | null => {
  const [was, is] = [before.builds[digest], after.builds[digest]];
  return was === undefined || is === undefined ? null : difference(was, is);
};
