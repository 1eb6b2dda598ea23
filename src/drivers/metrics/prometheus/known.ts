import type { Digest } from "../../../domain/units.ts";
import type { Memory, Tracked } from "./memory.ts";
import { type NativeReading, type Reading, sameTarget, type Target } from "./readings.ts";

/** ms that Prometheus itself goes on showing a sample, and that a target which went away is missed. */
const lookback = 300_000;
/** ms; a scrape may be late by that much whatever its interval. */
const leastPatience = 5_000;

/** What one answer says, with Prometheus's own time (ms) when it was given. */
export type Now = {
  readonly readings: readonly Reading[];
  readonly natives: readonly NativeReading[];
  readonly down: readonly Target[];
  readonly theirs: number;
};

/**
 * Is it known what this build did until now? Only then is "no new requests" a fact. It is not, when
 * - nothing of it is scraped;
 * - a counter was not scraped for the time of three scrapes: the last number is still shown, and stands still;
 * - one of its instances that was scraped lately is now out of reach: it may be the one that fails;
 * - an instance has requests that did not fail, and no latencies: half of the picture is missing.
 */
export const isKnown = (build: Digest, now: Now, memory: Memory): boolean => {
  const { readings, natives, down, theirs } = now;
  const ours = readings.filter((one) => one.build === build);
  const requests = ours.filter(({ part }) => part === "requests");
  if (requests.length === 0 || !requests.every((one) => isFresh(one, now, memory))) return false;
  const seen = (target: Target): boolean => requests.some((one) => sameTarget(one.target, target));
  const gone = [...memory.counters.values()].filter(
    (one) => one.build === build && one.part === "requests" && one.at > theirs - lookback && !seen(one.target),
  );
  if (gone.some(({ target }) => down.some((one) => sameTarget(one, target)))) return false;
  const latencies = [...ours.filter(({ part }) => part === "latency"), ...natives];
  const hasLatency = ({ target }: Reading): boolean =>
    latencies.some((one) => one.build === build && isFresh(one, now, memory) && sameTarget(one.target, target));
  return requests.every((one) => hasLatency(one) || well(ours, one.target) <= 0);
};

/** Scraped within the time of three scrapes. */
export const isFresh = ({ at }: Pick<Reading, "at">, { theirs }: Pick<Now, "theirs">, memory: Memory): boolean =>
  at >= theirs - patience(memory);

/** Requests of an instance that did not fail. */
const well = (readings: readonly Pick<Tracked, "part" | "target" | "value">[], target: Target): number =>
  readings
    .filter((one) => sameTarget(one.target, target))
    .reduce((sum, { part, value }) => sum + (part === "requests" ? value : part === "errors" ? -value : 0), 0);

/** The scrape interval is not known here; the least time between two samples is one, or a few of them. */
const patience = ({ spacing }: Memory): number => Math.min(lookback, Math.max(leastPatience, 3 * spacing));
