import { Pool } from "undici";
import { type Counts, tally } from "./load-counts.ts";
import { customer } from "./load-mix.ts";
import { seeded } from "./seeded.ts";

export type LoadSettings = {
  /** Base URL of the shop, usually of the router in front of it. */
  readonly url: string;
  readonly ratePerSecond: number;
  /** The same seed gives the same customers at the same intervals. */
  readonly seed: number;
  /** Called about once a second, for as long as the load runs. */
  readonly onTick?: (counts: Counts) => void;
  /** The load stops by itself after this many ms; 15 minutes when left out. */
  readonly maxMs?: number;
};

export type Load = {
  readonly counts: () => Counts;
  /** No new customers; resolves once every request in flight is over, at most `patience` later. Calling twice is fine. */
  readonly stop: () => Promise<Counts>;
  /** Resolves with the final counts once it has stopped, by `stop` or by itself. */
  readonly finished: Promise<Counts>;
};

/** ms that a customer waits for an answer, and for each pause within one. */
const patience = 10_000;

/**
 * Steady traffic on the sample shop. Arrivals are a Poisson process and do not wait for answers (an open loop), so a
 * slow shop gets as many requests as a fast one and its slowness shows in full: a latency counts from the moment at
 * which the request was due. At most `ratePerSecond` × 10 s requests are in flight.
 *
 * @throws RangeError when the rate is not above 0
 */
export const startLoad = ({ url, ratePerSecond, seed, onTick, maxMs = 15 * 60_000 }: LoadSettings): Load => {
  if (!(ratePerSecond > 0)) throw new RangeError(`a rate is above 0 requests a second, got ${ratePerSecond}`);
  // Keep-alive, and more connections than a healthy shop needs: a queue in the client would hide the shop's.
  const pool = new Pool(url, { connections: 256, headersTimeout: patience, bodyTimeout: patience });
  const random = seeded(seed);
  const next = customer(random);
  const { record, counts } = tally();
  const inFlight = new Set<Promise<void>>();
  const began = performance.now();
  let due = began;
  let timer: NodeJS.Timeout | null = null;
  let stopping = false;

  const ask = async (dueAt: number): Promise<void> => {
    const { request, keep } = next();
    try {
      const { statusCode, headers, body } = await pool.request(request);
      await body.dump();
      keep(headers["set-cookie"]);
      record({ status: statusCode, headers, ms: performance.now() - dueAt });
    } catch {
      record({ status: null, headers: {}, ms: performance.now() - dueAt });
    }
  };

  const arrive = (): void => {
    for (const now = performance.now(); due <= now; due += (-Math.log(1 - random()) * 1_000) / ratePerSecond) {
      const asked: Promise<void> = ask(due).finally(() => inFlight.delete(asked));
      inFlight.add(asked);
    }
    timer = performance.now() - began < maxMs ? setTimeout(arrive, Math.max(0, due - performance.now())) : null;
    if (timer === null) void stop();
  };

  const ticks = setInterval(() => onTick?.(counts()), 1_000);
  const finish = async (): Promise<Counts> => {
    if (timer !== null) clearTimeout(timer);
    clearInterval(ticks);
    await Promise.all(inFlight);
    await pool.close();
    return counts();
  };
  const { promise: finished, resolve } = Promise.withResolvers<Counts>();
  const stop = (): Promise<Counts> => {
    if (!stopping) resolve(finish());
    stopping = true;
    return finished;
  };

  arrive();
  return { counts, stop, finished };
};
