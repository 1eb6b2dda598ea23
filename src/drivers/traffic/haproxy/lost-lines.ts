import type { RequestLog } from "./request-log.ts";
import { type HaproxySettings, letters, sideOf } from "./settings.ts";
import { figuresOf, workerOf } from "./world.ts";

/** Compares the lines that arrived with what HAProxy counted. */
export type Check = {
  /** The sides of which fewer lines came than requests ended. */
  missing(signal: AbortSignal): Promise<readonly string[]>;
  /** From here on. */
  begin(signal: AbortSignal): Promise<void>;
};

/** Lines that may be missing: requests begin and end while HAProxy tells its counts, one after the other. */
const tolerance = 5;

export const checkOf = (settings: HaproxySettings, log: RequestLog): Check => {
  const sides = letters.map((letter) => sideOf(settings, letter));
  let worker: number | null = null;
  /** By side: how many more requests ended than lines came, before counting began. */
  let before: ReadonlyMap<string, number> = new Map();

  const gaps = async (signal: AbortSignal): Promise<ReadonlyMap<string, number>> => {
    const [{ pid, uptime }, figures] = [await workerOf(settings, signal), await figuresOf(settings, signal)];
    const gap = new Map(
      sides.map((side) => {
        const { requests, inFlight } = figures.get(side) ?? { requests: 0, inFlight: 0 };
        return [side, requests - inFlight - log.heard(side, pid)] as const;
      }),
    );
    if (worker !== pid) {
      // A worker that is younger than our listening began from zero within our hearing; HAProxy counts its age in whole s.
      const younger = 1_000 * (uptime + 1) < performance.now() - log.since;
      before = younger ? new Map() : gap;
      worker = pid;
    }
    return gap;
  };
  return {
    async missing(signal) {
      const gap = await gaps(signal);
      return sides.filter((side) => gap.get(side)! - (before.get(side) ?? 0) > tolerance);
    },
    async begin(signal) {
      before = await gaps(signal);
    },
  };
};
