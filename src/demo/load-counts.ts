import { bucketOf, quantile } from "../analysis/histogram.ts";

export type Counts = {
  readonly requests: number;
  /** Answers by the version of the shop that gave them, whatever their status. */
  readonly byVersion: Readonly<Record<string, number>>;
  /** Requests without an answer of 2xx or 3xx. */
  readonly failed: number;
  /** Of these, the ones for which the way to the shop is to blame: cut, refused, timed out, or answered by the splitter. */
  readonly failedByHeadgate: number;
  /** Of these, answers 5xx that the shop itself gave. */
  readonly appErrors: number;
  /** ms; 0 before the first request is over. */
  readonly slowestMs: number;
  /** ms, at most 2 % above the true one; null before the first request is over. */
  readonly p95Ms: number | null;
};

/** How one request ended; `status` is null when there was no answer. */
export type Outcome = {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly ms: number;
};

/** Who answered: the shop names its version, the splitter itself. */
const blame = ({ status, headers }: Outcome): "nobody" | "headgate" | "shop" | "customer" => {
  if (status === null) return "headgate";
  if (status < 400) return "nobody";
  const bySplitter = headers["x-headgate-splitter"] !== undefined && headers["x-shop-version"] === undefined;
  if (bySplitter && [502, 503, 504].includes(status)) return "headgate";
  return status >= 500 ? "shop" : "customer";
};

/** Counts outcomes in a few kilobytes, however many there are. */
export const tally = (): { record: (outcome: Outcome) => void; counts: () => Counts } => {
  const blamed = { nobody: 0, headgate: 0, shop: 0, customer: 0 };
  const byVersion: Record<string, number> = {};
  const buckets = new Map<number, number>();
  let slowestMs = 0;

  const record = (outcome: Outcome): void => {
    blamed[blame(outcome)] += 1;
    const version = outcome.headers["x-shop-version"];
    if (typeof version === "string") byVersion[version] = (byVersion[version] ?? 0) + 1;
    const bucket = bucketOf(outcome.ms);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
    slowestMs = Math.max(slowestMs, outcome.ms);
  };

  const counts = (): Counts => {
    const failed = blamed.headgate + blamed.shop + blamed.customer;
    return {
      requests: blamed.nobody + failed,
      byVersion: { ...byVersion },
      failed,
      failedByHeadgate: blamed.headgate,
      appErrors: blamed.shop,
      slowestMs,
      p95Ms: quantile(
        [...buckets].toSorted(([a], [b]) => a - b),
        0.95,
      ),
    };
  };
  return { record, counts };
};
