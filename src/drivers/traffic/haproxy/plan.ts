import type { Route } from "../../port.ts";
import { type Decision, type Placed, whole } from "./decision.ts";
import { type Letter, letters } from "./settings.ts";
import type { Slot } from "./world.ts";

/** Why HAProxy cannot do these routes, in words; null when it can. */
export const unfit = (routes: readonly Route[]): string | null => {
  if (routes.length > 2) return `${routes.length} builds at a time: there are two sides at most`;
  for (const { build, weight, endpoints, cohort } of routes) {
    if (weight > 0 && endpoints.length === 0) return `${build.slice(0, 19)} gets ${weight} % and has no instance`;
    if (cohort?.value === "") return "a cohort needs a value: without one it is everybody";
    if (cohort?.by === "header" && !/^[\w!#$%&'*+.^`|~-]+$/.test(cohort.name))
      return `no header can be named ${cohort.name}`;
  }
  return null;
};

/**
 * Where these routes go. A build stays on its side, and in its role: a user's place in the share must not move because
 * the routes were named in another order. A new build gets a side that nothing is on, so that nobody's requests mix.
 *
 * @param inForce null before the first `set`
 */
export const decide = (
  inForce: Decision | null,
  slots: readonly Slot[],
  routes: readonly Route[],
  fence: Decision["fence"],
): Decision => {
  if (routes.length === 0) return { fence, sides: null, share: 0, cohort: null };
  const ordered = routes.toSorted((a, b) => roleOf(inForce, a) - roleOf(inForce, b));
  const sides = placedOn(inForce, slots, ordered);
  const of = ordered.findIndex(({ cohort }) => cohort !== undefined);
  const cohort = ordered[of]?.cohort;
  return {
    fence,
    sides,
    share: Math.round(((ordered[1]?.weight ?? 0) * whole) / 100),
    cohort: cohort === undefined ? null : { of, cohort, reachable: ordered[of]!.endpoints.length > 0 },
  };
};

const roleOf = (inForce: Decision | null, { build }: Route): number => {
  const role = inForce?.sides?.findIndex((side) => side.build === build) ?? -1;
  return role < 0 ? 0.5 : role; // a new one goes behind the one that was alone, and before one that was second
};

const placedOn = (inForce: Decision | null, slots: readonly Slot[], routes: readonly Route[]): readonly Placed[] => {
  const taken = (inForce?.sides ?? []).map(({ letter }) => letter);
  const used = (letter: Letter): number => slots.filter((one) => one.letter === letter && one.admin !== "maint").length;
  const free = letters.filter((letter) => !taken.includes(letter)).toSorted((a, b) => used(a) - used(b));
  return routes.map(({ build }) => ({
    build,
    letter: inForce?.sides?.find((side) => side.build === build)?.letter ?? free.shift()!,
  }));
};
