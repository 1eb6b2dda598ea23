import type { WindowCounts } from "./window.ts";

type Buckets = WindowCounts["latency"];

/** Both are sorted, so one walk along them does; this is by far the most of folding a watched release. */
export const addLatency = (a: Buckets, b: Buckets): Buckets => {
  const sum: (readonly [bucket: number, count: number])[] = [];
  let next = 0;
  for (const one of a) {
    for (let other = b[next]; other !== undefined && other[0] < one[0]; other = b[++next]) sum.push(other);
    const same = b[next];
    if (same?.[0] !== one[0]) sum.push(one);
    else {
      sum.push([one[0], one[1] + same[1]]);
      next += 1;
    }
  }
  return [...sum, ...b.slice(next)];
};
