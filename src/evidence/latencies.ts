/** Up to here every ms is counted for itself; above, times are counted by their first three digits. */
const exact = 10_000;

/**
 * Times in ms → percentiles, by counting: any number of samples in some hundred kB. Times above 10 s are rounded up to
 * three digits, so that a percentile is never better than the truth and at most 1 % worse.
 */
export const latencies = () => {
  const counts = new Map<number, number>();
  let total = 0;
  return {
    add(ms: number): void {
      const bucket = bucketOf(ms);
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
      total++;
    },
    /** Nearest rank: the least time within which this share of the samples was done; null without a sample. */
    percentile(share: number): number | null {
      let below = 0;
      for (const [ms, count] of [...counts].sort(([a], [b]) => a - b)) {
        below += count;
        if (below >= share * total) return ms;
      }
      return null;
    },
  };
};

const bucketOf = (ms: number): number => {
  if (ms < exact) return Math.ceil(ms);
  const unit = 10 ** (Math.floor(Math.log10(ms)) - 2);
  return Math.ceil(ms / unit) * unit;
};
