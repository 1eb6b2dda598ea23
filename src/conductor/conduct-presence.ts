import type { Leases } from "../journal/port.ts";
import type { Deps } from "./deps.ts";

/**
 * How many conductors are alive, told by leases alone: each keeps one numbered place, and looks whether it could take
 * those of the others. That a place which is being looked at seems taken for a moment makes shares wrong for a moment.
 */
export type Presence = {
  /** Conductors alive, this one among them. */
  count(): Promise<number>;
  leave(): Promise<void>;
  /** Whether this is the name of the place that this one keeps. */
  isOwn(name: string): boolean;
};

const placeOf = (number: number): string => `conductor/${number}`;

/** More conductors than this are told apart no longer, in case the store hands out no place at all. */
const places = 64;

export const presence = (
  { leases, holder, now }: Pick<Deps, "leases" | "holder" | "now">,
  leaseTerm: number,
): Presence => {
  let own: number | null = null;
  let highest = 1;
  const take = (number: number): ReturnType<Leases["take"]> => leases.take(placeOf(number), holder, leaseTerm, now());

  /** Whether somebody else has it; a place that could be taken is ours or given back at once. */
  const isTaken = async (number: number): Promise<boolean> => {
    if ((await take(number)) === null) return true;
    if (own === null) own = number;
    else await leases.release(placeOf(number), holder);
    return false;
  };

  return {
    async count() {
      // It may have been lost meanwhile; then another one is looked for.
      if (own !== null && (await take(own)) === null) own = null;
      let alive = 1;
      for (let number = 1; number <= Math.min(places, highest + 1); number++)
        if (number !== own && (await isTaken(number))) {
          alive += 1;
          highest = Math.max(highest, number);
        }
      return alive;
    },
    async leave() {
      const left = own;
      own = null;
      if (left !== null) await leases.release(placeOf(left), holder);
    },
    isOwn: (name) => own !== null && name === placeOf(own),
  };
};
