import { lastBucket, upperEdge } from "../../src/analysis/histogram.ts";
import { normalBelow } from "./normal.ts";

/** How the latencies of one side differ from those of a well service. */
export type Slowness = {
  /** All requests take this many times as long. */
  readonly scale: number;
  /** This share of them, 0 … 1, takes `tailTimes` as long on top. */
  readonly tailShare: number;
  readonly tailTimes: number;
};

export const well: Slowness = { scale: 1, tailShare: 0, tailTimes: 1 };

/** The chance of each bucket from `first` on. Buckets below `negligible` at either end are left out. */
export type Shape = {
  readonly first: number;
  readonly chances: Float64Array;
  /** Chance of this bucket or any later one. */
  readonly fromHere: Float64Array;
  readonly alias: AliasTable;
};

/** Draws an index in two steps whatever its chance: `index` with the chance `stay[index]`, else `other[index]`. */
export type AliasTable = { readonly stay: Float64Array; readonly other: Int32Array };

/** A bucket of this chance is not met once in a whole full run. */
const negligible = 1e-13;

/** Latencies → chances of the buckets of `histogram.ts`: 97 % lognormal(50 ms, 0.5) and 3 % lognormal(200 ms, 0.6). */
export const shapeOf = ({ scale, tailShare, tailTimes }: Slowness): Shape => {
  const below = (ms: number): number =>
    (1 - tailShare) * belowWell(ms / scale) + (tailShare > 0 ? tailShare * belowWell(ms / scale / tailTimes) : 0);
  const sums = Array.from({ length: lastBucket + 1 }, (_, bucket) =>
    bucket === lastBucket ? 1 : below(upperEdge(bucket)),
  );
  const all = sums.map((sum, bucket) => Math.max(0, sum - (sums[bucket - 1] ?? 0)));
  const first = all.findIndex((chance) => chance > negligible);
  const last = all.findLastIndex((chance) => chance > negligible);
  const chances = Float64Array.from(all.slice(first, last + 1));
  return { first, chances, fromHere: sumsFromEnd(chances), alias: aliasTable(chances) };
};

const belowWell = (ms: number): number =>
  0.97 * normalBelow(Math.log(ms / 50) / 0.5) + 0.03 * normalBelow(Math.log(ms / 200) / 0.6);

const sumsFromEnd = (chances: Float64Array): Float64Array => {
  const sums = Float64Array.from(chances);
  for (let i = sums.length - 2; i >= 0; i--) sums[i]! += sums[i + 1]!;
  return sums;
};

/** @source A. J. Walker (1977), in the form of M. D. Vose (1991) */
const aliasTable = (chances: Float64Array): AliasTable => {
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  const stay = chances.map((chance) => (chance * chances.length) / total);
  const other = Int32Array.from(chances.keys());
  const poor = [...stay.keys()].filter((i) => stay[i]! < 1);
  const rich = [...stay.keys()].filter((i) => stay[i]! >= 1);
  while (poor.length > 0 && rich.length > 0) {
    const [taker, giver] = [poor.pop()!, rich.at(-1)!];
    other[taker] = giver;
    stay[giver]! -= 1 - stay[taker]!;
    if (stay[giver]! < 1) poor.push(rich.pop()!);
  }
  // What rounding left over is a whole one.
  for (const i of [...poor, ...rich]) stay[i] = 1;
  return { stay, other };
};
