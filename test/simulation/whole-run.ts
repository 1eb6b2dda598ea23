import type { Engine } from "../../src/conductor/engine.ts";
import type { Random } from "../support/random.ts";
import type { Conductor } from "../support/simulated-conductor.ts";
import type { Played } from "../support/simulated-service.ts";
import type { SimulatedStore } from "../support/simulated-store.ts";
import type { Time } from "../support/simulated-time.ts";
import type { World } from "../support/simulated-world.ts";

/** What a seed may be played without, to find what a failure needs. */
export type Without = { readonly [Part in "faults" | "kills" | "stops" | "skew" | "slow" | "people"]?: boolean };

export type Limits = {
  readonly without?: Without;
  /** Nothing goes wrong any more after so many ms; for finding the shortest beginning that fails. */
  readonly chaos?: number;
  readonly trace?: (line: string) => void;
};

/** What happened, for counting. */
export type Reached = {
  kills: number;
  stops: number;
  goneBack: number;
  takeovers: number;
  lost: number;
  orders: number;
  refused: number;
  bugs: number;
};

/** One play: the journal that came of it, the world, and what was told. */
export type Run = {
  readonly seed: number;
  readonly played: Played;
  readonly conductors: number;
  readonly time: Time;
  readonly random: Random;
  readonly world: World;
  readonly store: SimulatedStore;
  /** When each entry was really appended: stream → ms since the beginning, by version − 1. */
  readonly moments: Map<string, number[]>;
  readonly releases: readonly string[];
  readonly engine: Engine;
  readonly reached: Reached;
  readonly faultsEnd: number;
  /** When nobody could conduct, in ms; the last one may still be open. */
  readonly gaps: { readonly from: number; to: number }[];
  /** Everything is over, and the environments are free. */
  ended: boolean;
  readonly skewed: boolean;
  readonly fleet: Fleet;
  /** Hears what goes on, for a person who looks for a reason. */
  readonly trace: ((line: string) => void) | undefined;
};

type Slot = { conductor: Conductor | null; bornAt: number };
export type Fleet = { readonly slots: Slot[]; born: number };

/** ms */
export const second = 1_000;

/** Again and again, at random moments, as long as things may go wrong. */
export const schedule = ({ time, random, faultsEnd }: Run, every: number, act: () => void): void => {
  const again = (): void => {
    if (time.now() >= faultsEnd) return;
    act();
    time.after(every / 3 + random.below(2 * every), again);
  };
  time.after(random.below(every), again);
};
