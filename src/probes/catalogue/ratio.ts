import type { Sampled } from "./instant-query.ts";

/** What a value may be as a multiple of that which it is held against; null: any. */
export type Ratio = { readonly maxRatio: number | null; readonly minRatio: number | null };

/**
 * Series of one query against those of the same labels of another (R102: p95 of each route in production against
 * staging). One that only one of the two has cannot be compared, and so does not hold.
 */
export const ratioProblems = (
  here: readonly Sampled[],
  there: readonly Sampled[],
  { maxRatio, minRatio }: Ratio,
): readonly string[] => {
  const [ours, theirs] = [byLabels(here), byLabels(there)];
  const alone = [...theirs.keys()].filter((labels) => !ours.has(labels)).map((labels) => `${labels} has no data`);
  const compared = [...ours].flatMap(([labels, value]) => {
    const other = theirs.get(labels);
    if (other === undefined) return [`${labels} has nothing to be held against`];
    // What it is itself is told by the query's own bounds.
    if (!Number.isFinite(value)) return [];
    if (!Number.isFinite(other)) return [`${labels} would be held against ${other}, which is no number`];
    const ratio = times(value, other);
    const words = `${labels} is ${round(value)}, ${round(ratio)} times the ${round(other)} that it is held against`;
    if (maxRatio !== null && ratio > maxRatio) return [`${words}; at most ${maxRatio} times is allowed`];
    return minRatio !== null && ratio < minRatio ? [`${words}; at least ${minRatio} times is asked for`] : [];
  });
  return [...compared, ...alone];
};

/** Two that are both 0 are the same; anything above 0 is endlessly more than nothing. */
const times = (value: number, other: number): number => (value === other ? 1 : value / other);

const byLabels = (samples: readonly Sampled[]): ReadonlyMap<string, number> =>
  new Map(samples.map(({ labels, value }) => [named(labels), Number(value)]));

/** Without the name of the metric, and in one order, so that two queries of one label meet. */
const named = (labels: string): string => {
  const entries = Object.entries(JSON.parse(labels) as Readonly<Record<string, unknown>>);
  const kept = entries.filter(([name]) => name !== "__name__").toSorted(([a], [b]) => (a < b ? -1 : 1));
  return kept.length === 0 ? "it" : kept.map(([name, value]) => `${name}=${String(value)}`).join(", ");
};

const round = (value: number): number => Number(value.toPrecision(4));
