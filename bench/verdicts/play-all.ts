import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Batch } from "./batch.ts";
import type { Outcome } from "./play.ts";

/** Results of all batches, in their order, played on all cores. */
export const playAll = async (
  batches: readonly Batch[],
  onDone: (done: number) => void,
): Promise<readonly (readonly (readonly Outcome[])[])[]> => {
  const results: (readonly (readonly Outcome[])[])[] = [];
  let [begun, done] = [0, 0];
  const work = async (worker: Worker): Promise<void> => {
    while (begun < batches.length) {
      const mine = begun++;
      worker.postMessage(batches[mine]);
      [results[mine]] = (await once(worker, "message")) as [(typeof results)[number]];
      onDone(++done);
    }
  };
  const workers = Array.from(
    { length: availableParallelism() },
    () => new Worker(new URL("./worker.ts", import.meta.url)),
  );
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
};
