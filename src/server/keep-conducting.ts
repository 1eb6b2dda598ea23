import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyBaseLogger } from "fastify";

type Conducting = {
  /** Until the signal. */
  readonly conduct: (signal: AbortSignal) => Promise<void>;
  readonly log: Pick<FastifyBaseLogger, "error">;
  /** Before it begins anew, in ms. */
  readonly pause?: number;
};

/**
 * Conducts until it is stopped; then what is held is given back. A fault ends one life of the conductor, is logged, and
 * the next one asks the journal what is to be done: a server that answers and conducts nothing looks well and is not.
 */
export const keepConducting = ({ conduct, log, pause = 5_000 }: Conducting): { stop(): Promise<void> } => {
  const stop = new AbortController();
  const { signal } = stop;
  const live = async (): Promise<void> => {
    while (!signal.aborted) {
      await conduct(signal).catch((error: unknown) =>
        log.error({ err: error }, "the conductor failed; it begins anew"),
      );
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  };
  const done = live();
  return {
    async stop() {
      stop.abort();
      await done;
    },
  };
};
