import { liveFrom } from "./life-play.ts";
import { brokenBy } from "./life-rules.ts";
import { tallyOf } from "./life-tally.ts";
import { inThreads, type Outcome, playInThread, type Seeds } from "./seeds-in-threads.ts";

/** Lives whole releases from so many seeds. */
export const liveMany = (seeds: Seeds, onBatch: (outcome: Outcome) => void): Promise<void> =>
  inThreads(new URL(import.meta.url), seeds, onBatch);

await playInThread((seed) => {
  const lived = liveFrom(seed);
  return { tally: tallyOf(lived), broken: brokenBy(lived) };
});
