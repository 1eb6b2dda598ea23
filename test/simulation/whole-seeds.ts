import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { play } from "./whole-play.ts";
import { type Broken, brokenBy } from "./whole-rules.ts";
import { sumOf, type Tally, tallyOf } from "./whole-tally.ts";

export type Seeds = { readonly from: number; readonly count: number; readonly step: number };
export type Outcome = { readonly tally: Tally; readonly broken: readonly Broken[] };

/** Plays `from`, `from + step`, … in this thread. */
const playSeeds = async ({ from, count, step }: Seeds, onOutcome: (outcome: Outcome) => void): Promise<void> => {
  for (let n = 0; n < count; n++) {
    const run = await play(from + n * step);
    onOutcome({ tally: tallyOf(run), broken: brokenBy(run) });
  }
};

/** How many plays a thread tells of at a time. */
const batch = 50;

/**
 * Plays so many seeds in threads of their own.
 * @param onBatch  what was reached meanwhile, and what was broken
 */
export const playMany = async (
  { from, count, threads }: { readonly from: number; readonly count: number; readonly threads: number },
  onBatch: (outcome: Outcome) => void,
): Promise<void> => {
  const share = (n: number): number => Math.floor(count / threads) + (n < count % threads ? 1 : 0);
  await Promise.all(
    Array.from({ length: threads }, (_, n) => {
      const seeds: Seeds = { from: from + n, count: share(n), step: threads };
      const worker = new Worker(new URL(import.meta.url), { workerData: { playSeeds: seeds } });
      worker.on("message", onBatch);
      return new Promise<void>((resolve, reject) => {
        worker.on("error", reject);
        worker.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a thread ended with ${code}`))));
      });
    }),
  );
};

const asked = (workerData as { readonly playSeeds?: Seeds } | null)?.playSeeds;
if (!isMainThread && asked !== undefined) {
  let [tallies, broken]: [Tally[], Broken[]] = [[], []];
  const tell = (): void => {
    parentPort?.postMessage({ tally: sumOf(tallies), broken } satisfies Outcome);
    [tallies, broken] = [[], []];
  };
  await playSeeds(asked, (outcome) => {
    tallies.push(outcome.tally);
    broken.push(...outcome.broken);
    if (tallies.length === batch || outcome.broken.length > 0) tell();
  });
  tell();
}
