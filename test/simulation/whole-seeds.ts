import { inThreads, type Outcome, playInThread, type Seeds } from "./seeds-in-threads.ts";
import { play } from "./whole-play.ts";
import { brokenBy } from "./whole-rules.ts";
import { tallyOf } from "./whole-tally.ts";

/** Plays the whole conductor from so many seeds. */
export const playMany = (seeds: Seeds, onBatch: (outcome: Outcome) => void): Promise<void> =>
  inThreads(new URL(import.meta.url), seeds, onBatch);

await playInThread(async (seed) => {
  const run = await play(seed);
  return { tally: tallyOf(run), broken: brokenBy(run) };
});
