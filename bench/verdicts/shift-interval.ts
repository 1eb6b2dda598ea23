import { type RankSum, rankSum, tiedOf, zOfRanks } from "./rank-sum.ts";

/** By how much a lies above b: Hodges and Lehmann's estimate, and the lower end of its interval. */
export type Shift = { readonly estimate: number; readonly lower: number };

/**
 * The shift that makes two samples alike, by inverting the rank-sum test in its normal approximation.
 *
 * @param z how many spreads the lower end lies off; 2.326 for an interval of 98 %
 * @source R's `wilcox.test(exact = FALSE, conf.int = TRUE)`: the interval with, the estimate without the correction for
 *         continuity
 */
export const shiftOf = (a: readonly number[], b: readonly number[], z: number): Shift => {
  const [mine, theirs] = [a, b].map((values) => values.toSorted((x, y) => x - y));
  const least = mine!.at(0)! - theirs!.at(-1)!;
  const most = mine!.at(-1)! - theirs!.at(0)!;
  const ranksAt = (shift: number): RankSum => rankSum(tiedOf(mine!.map((value) => value - shift), theirs!)); // biome-ignore format: one thought
  return {
    estimate: crossing((shift) => withoutCorrection(ranksAt(shift)), least, most),
    lower: crossing((shift) => zOfRanks(ranksAt(shift)) - z, least, most),
  };
};

const withoutCorrection = ({ u, pairs, spread }: RankSum): number => (spread > 0 ? (u - pairs / 2) / spread : 0);

/** Share of the range within which a crossing is found. */
const precision = 1e-6;

/**
 * Where a falling function crosses 0, or the end that is nearest to it. It falls in steps, and the highest of them is at
 * 0 when most points of both samples are the same, so that what is found beside 0 is 0.
 */
const crossing = (falling: (x: number) => number, least: number, most: number): number => {
  if (falling(least) <= 0) return least;
  if (falling(most) >= 0) return most;
  const near = precision * (most - least);
  let [low, high] = [least, most];
  while (high - low > near) {
    const middle = (low + high) / 2;
    if (falling(middle) > 0) low = middle;
    else high = middle;
  }
  const found = (low + high) / 2;
  return Math.abs(found) <= near ? 0 : found;
};
