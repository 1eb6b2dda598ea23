import { Pool } from "undici";

/** One instance as the router sees it. It outlives changes of the routes that keep it. */
export type Upstream = {
  readonly endpoint: string;
  readonly pool: Pool;
  inFlight: number;
  /** Not asked before this time of the clock, while another instance of its side is. */
  restUntil: number;
  /** To be called when nothing is in flight any more. */
  readonly whenIdle: Set<() => void>;
};

/** Longer than any answer that the analysis counts apart; a body may pause for as long as it likes (event streams). */
const limits = { headersTimeout: 120_000, bodyTimeout: 0, connectTimeout: 2_000 };

/** As many connections as there are requests at a time: a limit would let slow requests hold up quick ones. */
export const upstreamAt = (endpoint: string): Upstream => ({
  endpoint,
  pool: new Pool(`http://${endpoint}`, { ...limits, pipelining: 1, allowH2: false }),
  inFlight: 0,
  restUntil: 0,
  whenIdle: new Set(),
});

export const enter = (upstream: Upstream): void => {
  upstream.inFlight++;
};

export const leave = (upstream: Upstream): void => {
  upstream.inFlight--;
  if (upstream.inFlight > 0) return;
  for (const tell of upstream.whenIdle) tell();
  upstream.whenIdle.clear();
};
