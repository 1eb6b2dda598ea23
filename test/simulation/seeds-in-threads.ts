import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

/** What was reached, over any number of plays: counts that can be added. */
export type Tally = Readonly<Record<string, number>>;
export type Broken = { readonly seed: number; readonly rule: string; readonly what: readonly string[] };
export type Outcome = { readonly tally: Tally; readonly broken: readonly Broken[] };
export type Seeds = { readonly from: number; readonly count: number; readonly threads: number };

type Share = { readonly from: number; readonly count: number; readonly step: number };

export const sumOf = (tallies: readonly Tally[]): Tally => {
  const sum: Record<string, number> = {};
  for (const tally of tallies) for (const [what, n] of Object.entries(tally)) sum[what] = (sum[what] ?? 0) + n;
  return sum;
};

/**
 * Plays so many seeds in threads of their own, each of which runs `module`, which has to call `playInThread`.
 * @param onBatch  what was reached meanwhile, and what was broken
 */
export const inThreads = async (
  module: URL,
  { from, count, threads }: Seeds,
  onBatch: (outcome: Outcome) => void,
): Promise<void> => {
  const share = (n: number): number => Math.floor(count / threads) + (n < count % threads ? 1 : 0);
  await Promise.all(
    Array.from({ length: threads }, (_, n) => {
      const seeds: Share = { from: from + n, count: share(n), step: threads };
      const worker = new Worker(module, { workerData: { playSeeds: seeds } });
      worker.on("message", onBatch);
      return new Promise<void>((resolve, reject) => {
        worker.on("error", reject);
        worker.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a thread ended with ${code}`))));
      });
    }),
  );
};

/** How many plays a thread tells of at a time. */
const batch = 50;

/** Plays the thread's share of the seeds; in the main thread it does nothing. */
export const playInThread = async (play: (seed: number) => Outcome | Promise<Outcome>): Promise<void> => {
  const share = (workerData as { readonly playSeeds?: Share } | null)?.playSeeds;
  if (isMainThread || share === undefined) return;
  let [tallies, broken]: [Tally[], Broken[]] = [[], []];
  const tell = (): void => {
    parentPort?.postMessage({ tally: sumOf(tallies), broken } satisfies Outcome);
    [tallies, broken] = [[], []];
  };
  for (let n = 0; n < share.count; n++) {
    const outcome = await play(share.from + n * share.step);
    tallies.push(outcome.tally);
    broken.push(...outcome.broken);
    if (tallies.length === batch || outcome.broken.length > 0) tell();
  }
  tell();
};
