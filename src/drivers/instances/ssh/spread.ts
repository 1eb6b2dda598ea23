import type { Digest } from "../../../domain/units.ts";
import { isVacant, type Slot } from "./slot.ts";

/**
 * Vacant slots for `count` more instances of a build: each goes to the host with the fewest of this build, then with the
 * fewest of all, then to the first; there to the lowest port. Two conductors who look at the same hosts choose alike.
 *
 * @returns fewer when there are no more
 */
export const spread = (slots: readonly Slot[], build: Digest, count: number): readonly Slot[] => {
  const hosts = [...Map.groupBy(slots, ({ host }) => host).values()].map((all) => ({
    vacant: all.filter(isVacant).toSorted((a, b) => a.port - b.port),
    ours: all.filter((one) => !isVacant(one) && one.build === build).length,
    taken: all.filter((one) => !isVacant(one)).length,
  }));
  const chosen: Slot[] = [];
  while (chosen.length < count) {
    const [host] = hosts
      .filter(({ vacant }) => vacant.length > 0)
      .toSorted((a, b) => a.ours - b.ours || a.taken - b.taken);
    if (host === undefined) break;
    chosen.push(host.vacant.shift()!);
    host.ours++;
    host.taken++;
  }
  return chosen;
};
