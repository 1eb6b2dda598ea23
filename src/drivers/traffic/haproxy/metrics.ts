import { setTimeout as sleep } from "node:timers/promises";
import type { Digest } from "../../../domain/units.ts";
import type { Counts, MetricsDriver } from "../../port.ts";
import { type Check, checkOf } from "./lost-lines.ts";
import { listenTo, type RequestLog, type Tally } from "./request-log.ts";
import { during, type HaproxySettings, letters, sideOf } from "./settings.ts";
import { decisionIn } from "./world.ts";

type Ear = { readonly log: RequestLog; readonly checks: Map<string, Check> };

/** By address: one socket hears all environments of a HAProxy, for as long as this process lives. */
const ears = new Map<string, Promise<Ear>>();

/** ms to wait for lines that are on their way. */
const lateBy = 1_000;
const pause = 10;

/**
 * Counts per build from HAProxy's request log, since the first read of this process. HAProxy's own counters say whether
 * lines were lost: then the builds concerned are absent once, and begin anew from 0.
 */
export const haproxyMetrics = (settings: HaproxySettings): MetricsDriver => ({
  name: "haproxy",
  read: (builds, signal) =>
    during("reading the counts", signal, async () => {
      const { log, checks } = await earOf(settings);
      const check = checks.get(settings.socket) ?? checkOf(settings, log);
      checks.set(settings.socket, check);
      const incomplete = await completed(check, signal);
      const inForce = (await decisionIn(settings, signal))?.decision.sides?.map(({ build }) => build) ?? [];
      const lost = new Set<Digest>();
      for (const side of incomplete) for (const build of forget(log, side, inForce)) lost.add(build);
      const entries = builds
        .filter(({ digest }) => !lost.has(digest))
        .map(({ digest }) => [digest, countsOf(talliesOf(settings, log, digest), inForce.includes(digest))] as const)
        .filter(([, counts]) => counts !== null);
      return { at: settings.now(), builds: Object.fromEntries(entries) as Record<Digest, Counts> };
    }),
});

const earOf = ({ log }: HaproxySettings): Promise<Ear> => {
  const key = `${log.host} ${log.port}`;
  const ear =
    ears.get(key) ??
    listenTo(log).then(
      (heard) => ({ log: heard, checks: new Map<string, Check>() }),
      (error: unknown) => {
        ears.delete(key);
        throw error;
      },
    );
  ears.set(key, ear);
  return ear;
};

/** @returns the sides of which lines are missing, after those on their way had time to come */
const completed = async (check: Check, signal: AbortSignal): Promise<readonly string[]> => {
  for (const begun = performance.now(); ; ) {
    const missing = await check.missing(signal);
    if (missing.length === 0) return [];
    if (performance.now() - begun > lateBy) return await check.begin(signal).then(() => missing);
    await sleep(pause, undefined, { signal });
  }
};

/** Whatever was on that side: which of them the lost lines were about, nobody knows. */
const forget = (log: RequestLog, side: string, inForce: readonly Digest[]): readonly Digest[] => {
  const builds = log.tallies.get(side);
  const there = [...(builds?.keys() ?? []), ...inForce];
  builds?.clear();
  return there;
};

const talliesOf = (settings: HaproxySettings, log: RequestLog, build: Digest): readonly Tally[] =>
  letters.flatMap((letter) => log.tallies.get(sideOf(settings, letter))?.get(build) ?? []);

/** @returns null when nothing is known of it; a build that stands in the routes and had no request has zeros */
const countsOf = (tallies: readonly Tally[], routed: boolean): Counts | null => {
  if (tallies.length === 0 && !routed) return null;
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((all, tally) => all + of(tally), 0);
  const buckets = (tallies[0]?.latency ?? new Float64Array()).keys();
  return {
    requests: sum(({ requests }) => requests),
    errors: sum(({ errors }) => errors),
    latency: [...buckets].map((i) => [i, sum(({ latency }) => latency[i]!)] as const).filter(([, count]) => count > 0),
  };
};
