import type { Digest } from "../../../domain/units.ts";
import type { Counter, Counts } from "../../port.ts";
import { isFresh, type Now } from "./known.ts";
import type { Memory } from "./memory.ts";
import type { Part } from "./question.ts";
import { type Reading, sameTarget, type Target } from "./readings.ts";
import type { PrometheusSettings } from "./settings.ts";
import { sumOf } from "./totals.ts";

/** Counters and gauges of the service's own, of a build that is known. */
export const ownOf = (
  { counters, gauges }: Pick<PrometheusSettings, "counters" | "gauges">,
  build: Digest,
  now: Now,
  memory: Memory,
): Pick<Counts, "counters" | "gauges"> => {
  const of = (part: Part): readonly Reading[] =>
    now.readings.filter((one) => one.build === build && one.part === part && isFresh(one, now, memory));
  const instances = of("requests").map(({ target }) => target);
  return {
    ...withNames("counters", counters, (name) => counterOf(name, of(`total ${name}`), instances, build, memory)),
    ...withNames("gauges", gauges, (name) => meanOver(instances, of(`gauge ${name}`))),
  };
};

/** Not even the group is there when nothing is asked for; a name without data is left out. */
const withNames = <Key extends string, Value>(
  key: Key,
  asked: Readonly<Record<string, unknown>>,
  read: (name: string) => Value | null,
): { readonly [K in Key]?: Readonly<Record<string, Value>> } => {
  const names = Object.keys(asked);
  if (names.length === 0) return {};
  const told = names.flatMap((name) => {
    const value = read(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { [key]: Object.fromEntries(told) } as { readonly [K in Key]?: Readonly<Record<string, Value>> };
};

/**
 * @returns null when nobody tells it, or when an instance does not that did before: it appears with its first event,
 *          and does not go away. Bad ones that nobody tells of are none.
 */
const counterOf = (
  name: string,
  totals: readonly Reading[],
  instances: readonly Target[],
  build: Digest,
  { counters }: Memory,
): Counter | null => {
  const tracked = [...counters.values()].filter((one) => one.build === build);
  const ever = tracked.filter(({ part }) => part === `total ${name}`);
  const told = (target: Target): boolean => totals.some((one) => sameTarget(one.target, target));
  const isMissing = ever.some(({ target }) => !told(target) && instances.some((one) => sameTarget(one, target)));
  if (totals.length === 0 || isMissing) return null;
  return { total: sumOf(ever), bad: sumOf(tracked.filter(({ part }) => part === `bad ${name}`)) };
};

/** Series of one instance are added up. @returns null unless every instance tells it, as a number */
const meanOver = (instances: readonly Target[], readings: readonly Reading[]): number | null => {
  const told = (target: Target): boolean => readings.some((one) => sameTarget(one.target, target));
  const places = new Set(readings.map(({ target }) => JSON.stringify([target.job, target.instance])));
  const sum = readings.reduce((all, { value }) => all + value, 0);
  return places.size === 0 || !instances.every(told) || !Number.isFinite(sum) ? null : sum / places.size;
};
