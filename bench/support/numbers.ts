/** The value below which a share `q` of them lie; the largest for 1. */
export const rank = (all: readonly number[], q: number): number =>
  all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(q * all.length))]!;

export const median = (all: readonly number[]): number => rank(all, 0.5);

/** One decimal, for tables. */
export const short = (number: number): number => Number(number.toFixed(1));

/** What tables say of times in ms. */
export const percentiles = (all: readonly number[]) => ({
  n: all.length,
  "least ms": short(rank(all, 0)),
  "p50 ms": short(median(all)),
  "p95 ms": short(rank(all, 0.95)),
  "p99 ms": short(rank(all, 0.99)),
  "max ms": short(rank(all, 1)),
});
