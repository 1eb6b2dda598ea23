import { Pool } from "undici";
import type { Digest } from "../../../domain/units.ts";
import type { Route } from "../../port.ts";
import { permutedBlocks } from "./blocks.ts";
import { type Counter, type Counters, counters } from "./counters.ts";

/** One instance as the router sees it. It outlives changes of the routes that keep it. */
export type Upstream = {
  readonly endpoint: string;
  readonly pool: Pool;
  inFlight: number;
  /** Not asked before this time of the clock, while another instance of its side is. */
  restUntil: number;
};

export type Side = { readonly build: Digest; readonly counter: Counter; readonly upstreams: readonly Upstream[] };

/** The router's whole state. */
export type Sides = {
  readonly counters: Counters;
  /** The side for the next request; null while nothing is routed. */
  next(): Side | null;
  /** Make these the routes, between two requests. */
  apply(routes: readonly Route[]): void;
  close(): Promise<void>;
};

/** Longer than any answer that the analysis counts apart; a body may pause for as long as it likes (event streams). */
const limits = { headersTimeout: 120_000, bodyTimeout: 0, connectTimeout: 2_000 };

export const sides = (random: () => number): Sides => {
  const counted = counters();
  let upstreams = new Map<string, Upstream>();
  let current: readonly Side[] = [];
  let weights: readonly number[] = [];
  let turn = (): number => 0;

  const apply = (routes: readonly Route[]): void => {
    const kept = new Map<string, Upstream>();
    const next = routes.map((route) => ({
      build: route.build,
      counter: counted.of(route.build),
      upstreams: route.endpoints.map((endpoint) => keep(kept, upstreams, route.build, endpoint)),
    }));
    // A block that was begun is finished when the weights stay, however often the same routes are set.
    const same = sameOrder(current, next) && routes.every((route, i) => route.weight === weights[i]);
    weights = routes.map((route) => route.weight);
    if (!same) turn = permutedBlocks(weights, random);
    for (const [key, upstream] of upstreams) if (!kept.has(key)) void upstream.pool.close(); // after its last answer
    [upstreams, current] = [kept, next];
  };
  return {
    counters: counted,
    next: () => current[turn()] ?? null,
    apply,
    close: async () => void (await Promise.all([...upstreams.values()].map(({ pool }) => pool.destroy()))),
  };
};

/** Keyed by the build too: another build behind the same port is another instance, with connections of its own. */
const keep = (
  kept: Map<string, Upstream>,
  before: ReadonlyMap<string, Upstream>,
  build: Digest,
  endpoint: string,
): Upstream => {
  const key = `${build} ${endpoint}`;
  const upstream = before.get(key) ?? { endpoint, pool: connect(endpoint), inFlight: 0, restUntil: 0 };
  kept.set(key, upstream);
  return upstream;
};

/** As many connections as there are requests at a time: a limit would let slow requests hold up quick ones. */
const connect = (endpoint: string): Pool =>
  new Pool(`http://${endpoint}`, { ...limits, pipelining: 1, allowH2: false });

const sameOrder = (a: readonly Side[], b: readonly Side[]): boolean =>
  a.length === b.length && a.every((side, i) => side.build === b[i]!.build);
