import type { Buckets } from "../../src/analysis/histogram.ts";
import { binomial } from "./binomial.ts";
import type { Shape } from "./latency-shape.ts";
import type { Uniform } from "./uniform.ts";

/** Above this many requests a binomial for each bucket is faster than a draw for each request. */
const many = 2000;

/** The latencies of `n` requests, by bucket: multinomial, either way. */
export const sampleLatency = (uniform: Uniform, shape: Shape, n: number): Buckets => {
  const counts = n > many ? byBucket(uniform, shape, n) : byRequest(uniform, shape, n);
  const buckets: [number, number][] = [];
  for (let i = 0; i < counts.length; i++) if (counts[i]! > 0) buckets.push([shape.first + i, counts[i]!]);
  return buckets;
};

/** Each bucket takes its share of those that the buckets before it left. */
const byBucket = (uniform: Uniform, { chances, fromHere }: Shape, n: number): Int32Array => {
  const counts = new Int32Array(chances.length);
  let left = n;
  for (let i = 0; left > 0 && i < counts.length; i++) {
    counts[i] = i === counts.length - 1 ? left : binomial(uniform, left, chances[i]! / fromHere[i]!);
    left -= counts[i]!;
  }
  return counts;
};

const byRequest = (uniform: Uniform, { chances, alias }: Shape, n: number): Int32Array => {
  const counts = new Int32Array(chances.length);
  for (let request = 0; request < n; request++) {
    const at = uniform() * counts.length;
    const i = Math.floor(at);
    // The fraction is as good as a second draw: 52 bits less 9 for the index.
    counts[at - i < alias.stay[i]! ? i : alias.other[i]!]!++;
  }
  return counts;
};
