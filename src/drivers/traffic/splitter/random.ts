/**
 * A seeded stream of numbers in [0, 1): the same seed gives the same order, so that a run can be repeated. Good enough
 * to shuffle; not for secrets.
 *
 * @param seed a whole number, 0 … 2³² − 1
 * @source mulberry32, Tommy Ettinger, public domain
 */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};
