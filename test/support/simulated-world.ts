import { type Digest, percent } from "../../src/domain/units.ts";
import type { BuildRef, Fence, InstanceView, Route } from "../../src/drivers/port.ts";
import { AppError } from "../../src/errors.ts";
import type { Random } from "./random.ts";
import type { Time } from "./simulated-time.ts";

/** What goes wrong right now in one environment. */
export type Faults = {
  /** New instances of the candidate, of the baseline, never get ready. */
  stuck: boolean;
  worn: boolean;
  /** The candidate harms its users. */
  harm: boolean;
  smoke: boolean;
  hook: boolean;
  /**
   * `deaf`: it fails. `mute`: it does it and fails all the same. `half`: it does a part of it and fails. `liar`: it says
   * that it did and did not. `slow`: its answer takes longer than anybody waits.
   */
  router: "works" | "deaf" | "mute" | "liar" | "slow";
  instances: "works" | "deaf" | "mute" | "half" | "liar" | "slow";
  metrics: "works" | "deaf" | "missing" | "scrambled" | "slow";
  channel: "works" | "deaf" | "mute";
};

export const noFaults: Faults = {
  stuck: false,
  worn: false,
  harm: false,
  smoke: false,
  hook: false,
  router: "works",
  instances: "works",
  metrics: "works",
  channel: "works",
};

export type Instance = {
  readonly id: string;
  readonly build: Digest;
  readonly endpoint: string;
  /** Never: Infinity. */
  readyAt: number;
  /** It died by itself; it counts until it is replaced. */
  isDead: boolean;
};

/** One environment, as it really is. */
export type Place = {
  readonly name: string;
  /** Instances that carry all traffic, and how many of them may be missing by plan. */
  readonly count: number;
  spare: number;
  room: number;
  readonly instances: Map<string, Instance>;
  /** Instances that there ever were. */
  started: number;
  /** Endpoints of instances that were stopped on purpose. */
  readonly stopped: Set<string>;
  routes: readonly Route[];
  fence: Fence;
  /** Requests per second. */
  rate: number;
  counts: Map<Digest, { requests: number; errors: number }>;
  countedAt: number;
  readonly faults: Faults;
  /** When the router was told to route nothing; null while it is open. */
  closedAt: number | null;
  /** Turns of the candidate's weight: up and down again is one. */
  readonly weights: { at: number; weight: number; candidate: Digest }[];
};

export type World = {
  readonly time: Pick<Time, "now" | "after">;
  readonly random: Random;
  readonly places: ReadonlyMap<string, Place>;
  readonly inService: BuildRef;
  /** Builds that were in service or were promoted; only the others have faults of their own. */
  readonly good: Set<Digest>;
  /** By key: how it ends, and when. */
  readonly hooks: Map<string, { readonly exit: number; readonly endsAt: number }>;
  /** Subjects of what was delivered, by key. */
  readonly delivered: Map<string, string>;
  /** What no release tool may do, with the hazard or rule that forbids it. */
  readonly violations: string[];
};

export const newWorld = (time: World["time"], random: Random, inService: BuildRef, count: number): World => ({
  time,
  random,
  inService,
  good: new Set([inService.digest]),
  places: new Map(["staging", "production"].map((name) => [name, newPlace(name, inService, count)])),
  hooks: new Map(),
  delivered: new Map(),
  violations: [],
});

const newPlace = (name: string, inService: BuildRef, count: number): Place => {
  const instances = new Map<string, Instance>();
  const place: Place = {
    name,
    count,
    spare: 0,
    room: 3 * count,
    instances,
    started: 0,
    stopped: new Set(),
    routes: [],
    fence: [0, 0],
    rate: 60,
    counts: new Map(),
    countedAt: 0,
    faults: { ...noFaults },
    closedAt: null,
    weights: [],
  };
  for (let n = 0; n < count; n++) start(place, inService.digest, 0);
  place.routes = [
    {
      build: inService.digest,
      endpoints: [...instances.values()].map(({ endpoint }) => endpoint),
      weight: percent(100),
    },
  ];
  return place;
};

export const start = (place: Place, build: Digest, readyAt: number): Instance => {
  place.started += 1;
  const id = `${short(build)}-${place.started}`;
  const instance: Instance = { id, build, endpoint: `${place.name}:${1_000 + place.started}`, readyAt, isDead: false };
  place.instances.set(id, instance);
  return instance;
};

export const isGood = ({ good }: World, build: Digest): boolean => good.has(build);

export const placeOf = ({ places }: World, name: string): Place => {
  const place = places.get(name);
  if (place === undefined) throw new RangeError(`there is no environment ${name}`);
  return place;
};

export const forbid = (world: World, isBroken: boolean, what: () => string): void => {
  if (isBroken) world.violations.push(`${(world.time.now() / 1_000).toFixed(1)} s: ${what()}`);
};

export const isReady = ({ time }: World, { readyAt, isDead }: Instance): boolean => !isDead && readyAt <= time.now();

export const alive = (place: Place): readonly Instance[] => [...place.instances.values()].filter((one) => !one.isDead);

/** Instances that nobody has stopped: those that died by themselves are nobody's plan. */
const plannedOf = (place: Place, build: Digest): number =>
  [...place.instances.values()].filter((one) => one.build === build).length;

export const viewsOf = (world: World, place: Place): readonly InstanceView[] =>
  alive(place).map((one) => {
    const ready = isReady(world, one);
    return { id: one.id, build: one.build, endpoint: one.endpoint, ready, answer: ready ? "200 in 1 ms" : "503" };
  });

const getsTraffic = ({ weight, cohort }: Route): boolean => weight > 0 || cohort !== undefined;

export const short = (build: Digest): string => build.slice(7, 11);

/** What users did until now, by the routes as they were. */
export const count = (world: World, place: Place): void => {
  const { time } = world;
  const seconds = (time.now() - place.countedAt) / 1_000;
  place.countedAt = time.now();
  for (const { build, weight } of place.routes) {
    const counts = place.counts.get(build) ?? { requests: 0, errors: 0 };
    const requests = (seconds * place.rate * weight) / 100;
    counts.requests += requests;
    counts.errors += place.faults.harm && !isGood(world, build) ? requests / 4 : 0;
    place.counts.set(build, counts);
  }
};

/** Brings a side up to so many, as far as there is room; those that died are replaced. */
export const bringUp = (world: World, place: Place, build: Digest, wanted: number): void => {
  const isBroken = isGood(world, build) ? place.faults.worn : place.faults.stuck;
  const dead = [...place.instances.values()].filter((one) => one.isDead && one.build === build);
  for (let have = plannedOf(place, build) - dead.length; have < wanted && alive(place).length < place.room; have++) {
    const replaced = dead.pop();
    if (replaced !== undefined) place.instances.delete(replaced.id);
    start(place, build, isBroken ? Number.POSITIVE_INFINITY : world.time.now() + 500 + world.random.below(4_000));
  }
};

/** T5: nothing is stopped while the router sends it requests. */
export const stop = (world: World, place: Place, build: Digest, keep: readonly string[]): void => {
  for (const one of [...place.instances.values()]) {
    if (one.build !== build || keep.includes(one.id)) continue;
    // Nobody sees the dead, so nobody can mean them; they are forgotten with the last of their build.
    if (one.isDead && keep.length > 0) continue;
    const route = place.routes.find((route) => getsTraffic(route) && route.endpoints.includes(one.endpoint));
    forbid(world, route !== undefined && !one.isDead, () => {
      return `T5: ${place.name}: ${one.id} is stopped while it gets requests (${route?.weight} %)`;
    });
    place.instances.delete(one.id);
    place.stopped.add(one.endpoint);
  }
};

/** @throws AppError `DRIVER_FENCED` */
export const setRoutes = (world: World, place: Place, routes: readonly Route[], fence: Fence): void => {
  const [hold, lease] = place.fence;
  if (fence[0] < hold || (fence[0] === hold && fence[1] < lease))
    throw new AppError("DRIVER_FENCED", { driver: "simulated", act: "setting the routes" });
  const sum = routes.reduce((all, { weight }) => all + weight, 0);
  if (routes.length > 0 && sum !== 100)
    throw new AppError("DRIVER_FAILED", {
      driver: "simulated",
      act: "setting the routes",
      problem: `the weights sum to ${sum}`,
      fix: "They must sum to 100.",
    });
  for (const route of routes) if (getsTraffic(route)) checkRoute(world, place, route);
  for (const route of routes) checkSize(world, place, route);
  count(world, place);
  place.fence = fence;
  place.routes = routes;
  place.closedAt = routes.length === 0 ? (place.closedAt ?? world.time.now()) : null;
  for (const { build, weight } of routes)
    if (!isGood(world, build)) place.weights.push({ at: world.time.now(), weight, candidate: build });
};

const saying =
  ({ name }: Place, { build, weight }: Route) =>
  (what: string) =>
  (): string =>
    `${what} (${name}, ${short(build)}, ${weight} %)`;

/** Where nothing else answers, all users are sent to what is left of the other side, however small. */
const checkSize = (world: World, place: Place, route: Route): void => {
  const { build, weight } = route;
  const isLast = !alive(place).some((one) => one.build !== build && isReady(world, one));
  const enough = (plannedOf(place, build) + place.spare) * 100 >= weight * place.count;
  const say = saying(place, route);
  forbid(world, !enough && !isLast, say(`T3, T4: more than ${plannedOf(place, build)} of ${place.count} can carry`));
};

const checkRoute = (world: World, place: Place, route: Route): void => {
  const { build, endpoints } = route;
  const say = saying(place, route);
  forbid(world, endpoints.length === 0, say("T3: requests are routed to a side without instances"));
  for (const endpoint of endpoints) {
    const one = [...place.instances.values()].find((instance) => instance.endpoint === endpoint);
    forbid(world, place.stopped.has(endpoint), say("T5: requests are routed to an instance that was stopped"));
    forbid(world, one !== undefined && one.build !== build, say("T26: an instance is routed as another build"));
    forbid(world, one !== undefined && one.readyAt > world.time.now(), say("never ready: requests are routed to it"));
  }
};
