import type { Counts } from "../../port.ts";
import { added, bucketsOf } from "../latency.ts";
import type { Tracked } from "./memory.ts";
import type { TrackedNative } from "./native.ts";
import { sameTarget } from "./readings.ts";

/** The sum of all counters of one build. Without a series of errors there were none: it appears with the first. */
export const totalsOf = (counters: readonly Tracked[], native: readonly TrackedNative[] = []): Counts => {
  const of = (part: Tracked["part"]): readonly Tracked[] => counters.filter((one) => one.part === part);
  // An instance may tell the same requests both ways.
  const classic = of("latency").filter(({ target }) => !native.some((one) => sameTarget(one.target, target)));
  const latency = [...native.flatMap(({ totals }) => [...totals]), ...latencyOf(classic)];
  return { requests: sumOf(of("requests")), errors: sumOf(of("errors")), latency: added(latency) };
};

export const sumOf = (all: readonly Tracked[]): number => all.reduce((total, one) => total + one.total, 0);

const latencyOf = (buckets: readonly Tracked[]): Counts["latency"] =>
  [...Map.groupBy(buckets, ({ group }) => group).values()].flatMap((histogram) =>
    bucketsOf(histogram.map(({ edge, total }) => ({ edge: edge!, count: total }))),
  );
