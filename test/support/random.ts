/** Numbers that look random and are the same for the same seed. */
export type Random = {
  /** True with this chance, 0 … 1. */
  readonly chance: (share: number) => boolean;
  /** A whole number from 0 to below `n`. */
  readonly below: (n: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
};

/** @source mulberry32, Tommy Ettinger, public domain: 32 bits of state, good enough to shuffle a story. */
export const randomFrom = (seed: number): Random => {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return { chance: (share) => next() < share, below, pick: (list) => list[below(list.length)]! };
};
