import type { Watched } from "./rollout.ts";
import type { Window, WindowCounts } from "./window.ts";

/** A window counts as available when at least 95 % of its requests were answered without an error (R183). */
const isGood = ({ requests, errors }: WindowCounts): boolean => requests === 0 || errors / requests <= 0.05;

/** Both are sorted, so one walk along them does; this is by far the most of folding a watched release. */
const addLatency = (a: Watched["latency"], b: Watched["latency"]): Watched["latency"] => {
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

/** Sum one more window of the promoted build. A window that could not be measured is counted and is not a good one. */
export const watch = (sum: Watched, { candidate }: Window): Watched =>
  candidate === null
    ? { ...sum, windows: sum.windows + 1 }
    : {
        requests: sum.requests + candidate.requests,
        errors: sum.errors + candidate.errors,
        latency: addLatency(sum.latency, candidate.latency),
        windows: sum.windows + 1,
        goodWindows: sum.goodWindows + (isGood(candidate) ? 1 : 0),
      };
