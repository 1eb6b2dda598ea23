import type { Digest } from "../../../domain/units.ts";
import type { Route } from "../../port.ts";
import { permutedBlocks } from "./blocks.ts";
import { carries } from "./cohort.ts";
import { type Counter, type Counters, counters } from "./counters.ts";
import { type Upstream, upstreamAt } from "./upstream.ts";

export type Side = { readonly build: Digest; readonly counter: Counter; readonly upstreams: readonly Upstream[] };

/** The router's whole state. */
export type Sides = {
  readonly counters: Counters;
  /**
   * The side for the next request; null while nothing is routed.
   *
   * @param raw its headers: name, value, name, value …
   */
  next(raw: readonly string[]): Side | null;
  /** Make these the routes, between two requests. */
  apply(routes: readonly Route[]): void;
  /** An instance at one of these endpoints that has requests in flight, routed or not any more; null when none has. */
  busyAt(endpoints: readonly string[]): Upstream | null;
  close(): Promise<void>;
};

/** Whose requests go to one side whatever its weight. */
type Members = { readonly side: Side; readonly include: (raw: readonly string[]) => boolean };

export const sides = (random: () => number): Sides => {
  const counted = counters();
  let upstreams = new Map<string, Upstream>();
  /** Out of the routes, with requests in flight when they were last looked at. */
  let leaving: readonly Upstream[] = [];
  let current: readonly Side[] = [];
  let weights: readonly number[] = [];
  let members: Members | null = null;
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
    if (!same) turn = weights.length === 0 ? () => 0 : permutedBlocks(weights, random);
    members = membersOf(routes, next);
    const gone = [...upstreams].filter(([key]) => !kept.has(key)).map(([, upstream]) => upstream);
    for (const { pool } of gone) void pool.close(); // after its last answer
    leaving = [...leaving, ...gone].filter(({ inFlight }) => inFlight > 0);
    [upstreams, current] = [kept, next];
  };
  return {
    counters: counted,
    next: (raw) => (members?.include(raw) === true ? members.side : (current[turn()] ?? null)),
    apply,
    busyAt: (endpoints) =>
      [...upstreams.values(), ...leaving].find((one) => one.inFlight > 0 && endpoints.includes(one.endpoint)) ?? null,
    close: async () => void (await Promise.all([...upstreams.values()].map(({ pool }) => pool.destroy()))),
  };
};

/** A side without an instance has none: its requests follow the weights like all others. */
const membersOf = (routes: readonly Route[], all: readonly Side[]): Members | null => {
  const index = routes.findIndex(({ cohort, endpoints }) => cohort !== undefined && endpoints.length > 0);
  const cohort = routes[index]?.cohort;
  return cohort === undefined ? null : { side: all[index]!, include: carries(cohort) };
};

/** Keyed by the build too: another build behind the same port is another instance, with connections of its own. */
const keep = (
  kept: Map<string, Upstream>,
  before: ReadonlyMap<string, Upstream>,
  build: Digest,
  endpoint: string,
): Upstream => {
  const key = `${build} ${endpoint}`;
  const upstream = before.get(key) ?? upstreamAt(endpoint);
  kept.set(key, upstream);
  return upstream;
};

const sameOrder = (a: readonly Side[], b: readonly Side[]): boolean =>
  a.length === b.length && a.every((side, i) => side.build === b[i]!.build);
