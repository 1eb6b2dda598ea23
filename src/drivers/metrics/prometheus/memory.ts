import { gaugePart } from "./ask.ts";
import type { TrackedNative } from "./native.ts";
import type { Reading } from "./readings.ts";

/** One counter over all the times that its instance was restarted. */
export type Tracked = Reading & {
  /** Sum of its increases. */
  readonly total: number;
};

export type Memory = {
  readonly counters: Map<string, Tracked>;
  /** By group. */
  readonly natives: Map<string, TrackedNative>;
  /** Least time between two samples of one counter, in ms, as far as was seen. */
  spacing: number;
};

export const memory = (): Memory => ({
  counters: new Map(),
  natives: new Map(),
  spacing: Number.POSITIVE_INFINITY,
});

/**
 * Take in what was read. A counter that fell was restarted: all that it shows now is new. One that is met for the first
 * time counts in full, for it began at zero: an instance may have served a while before it was first scraped, and the
 * first failure of a kind is what makes its series appear. What was known before the first reading is taken in first
 * (`lookBack`), so that nothing old passes for new.
 *
 * A sample that is not newer than the last one changes nothing: of two Prometheus servers behind one address, one lags,
 * and its smaller numbers are no restart.
 */
export const takeIn = (memory: Memory, readings: readonly Reading[]): void => {
  for (const reading of readings) {
    if (reading.part.startsWith(gaugePart)) continue; // it stands where it stands, and nothing adds up
    const key = `${reading.part} ${reading.edge} ${reading.group}`;
    const known = memory.counters.get(key);
    if (known === undefined) {
      memory.counters.set(key, { ...reading, total: reading.value });
    } else if (reading.at > known.at) {
      const increase = reading.value >= known.value ? reading.value - known.value : reading.value;
      memory.counters.set(key, { ...reading, total: known.total + increase });
      if (known.at > 0) memory.spacing = Math.min(memory.spacing, reading.at - known.at);
    }
  }
};
