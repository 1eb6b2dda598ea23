import { latencies } from "./latencies.ts";

/** One request of a load test. */
export type Sample = {
  readonly label: string;
  /** Epoch ms at which it began. */
  readonly at: number;
  readonly ms: number;
  readonly ok: boolean;
};

/** Labels that get figures of their own; all count in the totals. */
const mostLabels = 50;

/**
 * Counts the requests of a load test one by one. Figures `p50Ms`, `p95Ms`, `p99Ms`, `requestsPerSecond`, `requests`,
 * `errors`, `errorRate` (0 … 1) over all, and all but the throughput once more for each of the first 50 labels, as
 * `p95Ms <label>`. What was not measured is absent.
 */
export const collectSamples = () => {
  const all = tally();
  const byLabel = new Map<string, ReturnType<typeof tally>>();
  let begin = Number.POSITIVE_INFINITY;
  let end = 0;
  return {
    add(sample: Sample): void {
      all.add(sample);
      begin = Math.min(begin, sample.at);
      end = Math.max(end, sample.at + sample.ms);
      const own = byLabel.get(sample.label) ?? (byLabel.size < mostLabels ? tally() : null);
      if (own === null) return;
      own.add(sample);
      byLabel.set(sample.label, own);
    },
    count: () => all.requests(),
    /** Epoch ms of the last answer; 0 without a sample. */
    end: () => end,
    figures(): Readonly<Record<string, number>> {
      const perSecond = end > begin ? { requestsPerSecond: (1_000 * all.requests()) / (end - begin) } : {};
      const labelled = [...byLabel].flatMap(([label, own]) =>
        Object.entries(own.figures()).map(([name, value]): [string, number] => [`${name} ${label}`, value]),
      );
      return { ...all.figures(), ...perSecond, ...Object.fromEntries(labelled) };
    },
  };
};

const tally = () => {
  const times = latencies();
  let [requests, errors] = [0, 0];
  return {
    add({ ms, ok }: Sample): void {
      times.add(ms);
      requests++;
      if (!ok) errors++;
    },
    requests: () => requests,
    figures(): Readonly<Record<string, number>> {
      const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map(times.percentile);
      if (p50Ms == null || p95Ms == null || p99Ms == null) return { requests, errors };
      return { p50Ms, p95Ms, p99Ms, requests, errors, errorRate: errors / requests };
    },
  };
};
