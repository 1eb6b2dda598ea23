/** Requests per block: the finest whole percent is one request of it. */
const size = 100;

/**
 * Chooses a side for each request, by permuted blocks: every block of 100 requests gives each side exactly its weight,
 * in an order that is shuffled anew.
 *
 * Why not round robin: it has the exact shares too, but its fixed order locks step with periodic clients (a poller that
 * asks every hundredth time would always meet the same side). Why not a coin for each request: its shares vary, so that
 * 5 % of 100 requests is often 2 or 9, and a small candidate gets no data.
 *
 * @param weights shares in percent that sum to 100; what is not whole is carried over to the next blocks
 * @param random numbers in [0, 1)
 * @returns the index of the side for the next request; a side of weight 0 is never chosen
 */
export const permutedBlocks = (weights: readonly number[], random: () => number): (() => number) => {
  const owed = weights.map(() => 0);
  let block: number[] = [];
  return () => {
    if (block.length === 0) block = shuffle(nextBlock(weights, owed), random);
    return block.pop()!;
  };
};

/** One block in order. `owed` is what each side has not had yet; it sums to 0 between blocks. */
const nextBlock = (weights: readonly number[], owed: number[]): number[] => {
  const turns = weights.map((weight, side) => {
    owed[side]! += weight;
    return Math.max(0, Math.floor(owed[side]!));
  });
  turns.forEach((n, side) => {
    owed[side]! -= n;
  });
  for (let left = size - sum(turns); left > 0; left--) {
    const neediest = owed.indexOf(Math.max(...owed));
    turns[neediest]!++;
    owed[neediest]!--;
  }
  return turns.flatMap((n, side) => new Array<number>(n).fill(side));
};

/** Fisher and Yates: every order is equally likely. */
const shuffle = (block: number[], random: () => number): number[] => {
  for (let i = block.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [block[i], block[j]] = [block[j]!, block[i]!];
  }
  return block;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
