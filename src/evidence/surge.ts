/** So many things at that moment. */
export type Counted = { readonly at: number; readonly count: number };

/** The last stretch of time, and so many like it before, of which at least `least` have to be covered. Length in ms. */
export type Stretches = { readonly length: number; readonly most: number; readonly least: number };

/** `mean` is null, and so there is no ratio, while too little of what was before is covered. */
export type Surge = { readonly now: number; readonly mean: number | null; readonly ratio: number | null };

/**
 * What came in the last stretch against the mean of those before. Fewer than one count as one, so that the second of a
 * quiet source is no surge. A stretch that has begun counts as one: the mean is rather too small than too large.
 */
export const surgeOf = (
  all: readonly Counted[],
  begin: number,
  end: number,
  { length, most, least }: Stretches,
): Surge => {
  const start = end - length;
  const covered = (start - begin) / length;
  const now = total(all.filter(({ at }) => at >= start));
  if (covered < least) return { now, mean: null, ratio: null };
  const usual = total(all.filter(({ at }) => at < start && at >= end - (most + 1) * length));
  const mean = usual / Math.min(most, Math.ceil(covered));
  return { now, mean: hundredth(mean), ratio: hundredth(now / Math.max(1, mean)) };
};

const total = (all: readonly Counted[]): number => all.reduce((sum, { count }) => sum + count, 0);

const hundredth = (n: number): number => Math.round(100 * n) / 100;
