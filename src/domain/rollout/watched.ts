import { addLatency } from "./add-latency.ts";
import type { Watched } from "./rollout.ts";
import type { Window, WindowCounts } from "./window.ts";

/** A window counts as available when at least 95 % of its requests were answered without an error (R183). */
const isGood = ({ requests, errors }: WindowCounts): boolean => requests === 0 || errors / requests <= 0.05;

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
