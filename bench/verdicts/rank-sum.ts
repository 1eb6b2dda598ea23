/** How often each side had one value. Two samples are the ties of all their values, in ascending order. */
export type Tie = { readonly a: number; readonly b: number };

/** Of all pairs, those in which a is the larger, ties as halves; and the spread of that under "no difference". */
export type RankSum = { readonly u: number; readonly pairs: number; readonly spread: number };

/**
 * Mann and Whitney's U with the correction for ties.
 *
 * @returns `spread` 0 when a side is empty or all values are the same: nothing can be said
 * @source Mann and Whitney (1947); variance with ties as in R's `wilcox.test`. Checked against scipy's `mannwhitneyu`.
 */
export const rankSum = (ties: Iterable<Tie>): RankSum => {
  let [u, totalA, totalB, tied] = [0, 0, 0, 0];
  for (const { a, b } of ties) {
    u += a * (totalB + b / 2);
    totalA += a;
    totalB += b;
    tied += (a + b) ** 3 - (a + b);
  }
  const [pairs, all] = [totalA * totalB, totalA + totalB];
  const variance = pairs === 0 ? 0 : (pairs / 12) * (all + 1 - tied / (all * (all - 1)));
  return { u, pairs, spread: Math.sqrt(Math.max(0, variance)) };
};

/** z with the continuity correction, positive when a is the larger; 0 when nothing can be said. */
export const zOfRanks = ({ u, pairs, spread }: RankSum): number => {
  const excess = u - pairs / 2;
  return spread > 0 ? (excess - Math.sign(excess) / 2) / spread : 0;
};

/** Two samples in ascending order → tied. */
export function* tiedOf(a: readonly number[], b: readonly number[]): Generator<Tie> {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    const [fromA, fromB] = [i, j];
    while (a[i] === value) i++;
    while (b[j] === value) j++;
    yield { a: i - fromA, b: j - fromB };
  }
}
