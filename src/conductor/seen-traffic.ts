import type { KnownTraffic } from "../analysis/planned-step.ts";
import { trafficOf } from "../analysis/signals.ts";
import type { Config } from "../config/config.ts";
import type { Signals } from "../domain/rollout/signals.ts";
import type { Millis } from "../domain/units.ts";
import type { BuildRef } from "../drivers/port.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";
import { readEnvironment, readRollout } from "./environment-store.ts";
import { between, twoLooks } from "./two-looks.ts";

/** The traffic of an environment, from two looks at its counts. */
export type SeenTraffic =
  | {
      readonly kind: "seen";
      /** Of the build in service. */
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
    const looks = await twoLooks(deps.clock, metrics, builds, length, signal);
    return trafficBetween(looks, runs, other, config.guardrails.latency.slowerThan);
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

const trafficBetween = (
  looks: Awaited<ReturnType<typeof twoLooks>>,
  runs: BuildRef,
  other: BuildRef | null,
  slowerThan: number,
): SeenTraffic => {
  const seen = between(looks, runs);
  if (!seen.ok) return unknown(seen.problem);
  const { signals, counts } = seen;
  const beside = other === null ? null : between(looks, other);
  const rps = signals.rps + (beside?.ok === true ? beside.signals.rps : 0);
  if (rps === 0) return unknown(`nobody asked for anything within ${(signals.to - signals.from) / 1_000} s`);
  return { kind: "seen", signals, traffic: trafficOf(counts, rps, slowerThan) };
};
