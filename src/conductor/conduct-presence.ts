import type { Lease } from "../journal/port.ts";
import type { Deps } from "./deps.ts";

/**
 * How many conductors are alive, told by leases alone: each of them keeps one numbered place, which is renewed with all
 * that it holds.
 */
export type Presence = {
  /**
   * Keeps a place of our own.
   * @param held  the leases that are held, by whomever
   * @returns conductors alive, this one among them
   */
  count(held: readonly Lease[]): Promise<number>;
  leave(): Promise<void>;
  /** Whether this is the name of the place that this one keeps. */
  isOwn(name: string): boolean;
};

const prefix = "conductor/";

export const presence = (
  { leases, holder, now }: Pick<Deps, "leases" | "holder" | "now">,
  leaseTerm: number,
): Presence => {
  let own: string | null = null;
  return {
    async count(held) {
      const places = new Map(held.filter(({ name }) => name.startsWith(prefix)).map((one) => [one.name, one.holder]));
      // It may have been lost meanwhile; then another one is looked for.
      if (own === null || places.get(own) !== holder) {
        let number = 1;
        while (places.has(`${prefix}${number}`)) number += 1;
        const name = `${prefix}${number}`;
        // Somebody else may be faster; then the next time.
        own = (await leases.take(name, holder, leaseTerm, now())) === null ? null : name;
      }
      const others = [...places.values()].filter((one) => one !== holder).length;
      return others + 1;
    },
    async leave() {
      const left = own;
      own = null;
      if (left !== null) await leases.release(left, holder);
    },
    isOwn: (name) => name === own,
  };
};
