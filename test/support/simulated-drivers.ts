import type { EnvironmentDrivers } from "../../src/conductor/deps.ts";
import { type Digest, instant } from "../../src/domain/units.ts";
import type { ChannelDriver, Counts, InstancesDriver, MetricsDriver, TrafficDriver } from "../../src/drivers/port.ts";
import { AppError } from "../../src/errors.ts";
import type { Call, Machine } from "./simulated-machine.ts";
import {
  alive,
  bringUp,
  count,
  isReady,
  type Place,
  placeOf,
  setRoutes,
  stop,
  viewsOf,
  type World,
} from "./simulated-world.ts";

/** How long instances may take to get ready, as the driver sees it, in ms. */
const readyWithin = 15_000;
/** Longer than any effect waits. */
const never = 200_000;

export const failed = (act: string, problem: string): AppError =>
  new AppError("DRIVER_FAILED", { driver: "simulated", act, problem, fix: "It is tried again." });

const fail = (act: string, problem = "connection refused"): never => {
  throw failed(act, problem);
};

type Way = Pick<Call<unknown>, "send" | "answer" | "isStubborn" | "late">;

/** Some calls are quick, and some are not; some cannot be called back. */
const latency = ({ random }: World): Way => {
  if (random.chance(0.6)) return {};
  return { send: random.below(300), answer: random.below(300), isStubborn: random.chance(0.5) };
};

/**
 * What is on its way when its sender dies may take effect late: at a router, which refuses what is too old, at any time;
 * at instances, which do not, within the term of a lease.
 */
const lateBy = ({ random }: World, most: number): number => (random.chance(0.5) ? 0 : 1 + random.below(most));
const [routerLate, instancesLate] = [60_000, 10_000];

/** The ports of `src/drivers/port.ts` on a simulated world, as one conductor reaches it. */
export const simulatedDrivers = (world: World, machine: Machine, name: string): EnvironmentDrivers => {
  const place = placeOf(world, name);
  return {
    instances: instancesOf(world, machine, place),
    traffic: trafficOf(world, machine, place),
    metrics: metricsOf(world, machine, place),
    url: `http://${name}`,
    stopRouter: null,
  };
};

const instancesOf = (world: World, machine: Machine, place: Place): InstancesDriver => {
  const { faults } = place;
  const wayOf = (): Way => (faults.instances === "slow" ? { send: 100, answer: never } : latency(world));
  const acting = (): Way & { readonly isUnfenced: true } => ({
    ...wayOf(),
    late: lateBy(world, instancesLate),
    isUnfenced: true,
  });
  const observe: InstancesDriver["observe"] = (signal) =>
    machine.call({
      ...wayOf(),
      signal,
      act: () => (faults.instances === "deaf" ? fail("observing") : viewsOf(world, place)),
    });
  const begin = (build: Digest, wanted: number): void => {
    if (faults.instances === "deaf") fail("starting");
    if (faults.instances === "liar") return;
    bringUp(world, place, build, faults.instances === "half" ? wanted - 1 : wanted);
    if (faults.instances === "mute" || faults.instances === "half") fail("starting", "the connection broke");
  };
  return {
    name: "simulated",
    observe,
    async bring({ digest }, wanted, signal) {
      await machine.call({ ...acting(), signal, act: () => begin(digest, wanted) });
      // It says that all is well, and nothing was done.
      if (faults.instances === "liar") return fictions(digest, wanted);
      const end = machine.clock.elapsed() + readyWithin;
      for (;;) {
        const own = (await observe(signal)).filter(({ build }) => build === digest);
        if (own.filter(({ ready }) => ready).length >= wanted) return own;
        const left = end - machine.clock.elapsed();
        if (left <= 0) fail("starting", `${own.filter(({ ready }) => ready).length} of ${wanted} ready: 503`);
        await machine.clock.wait(Math.min(left, waitFor(world, place, digest)), signal);
        if (signal.aborted) fail("starting", "it was given up");
      }
    },
    remove: (build, keep, signal) =>
      machine.call({
        ...acting(),
        signal,
        act: () => {
          if (faults.instances === "deaf") fail("stopping");
          if (faults.instances === "liar") return;
          stop(world, place, build, faults.instances === "half" ? keptByHalf(place, build, keep) : keep);
          if (faults.instances === "mute" || faults.instances === "half") fail("stopping", "the connection broke");
        },
      }),
    room: (signal) => machine.call({ ...wayOf(), signal, act: () => Math.max(0, place.room - alive(place).length) }),
  };
};

const fictions = (build: Digest, wanted: number) =>
  Array.from({ length: wanted }, (_, n) => ({
    id: `fiction-${n}`,
    build,
    endpoint: `fiction:${n}`,
    ready: true,
    answer: "200",
  }));

/** Until the next of them can be ready, and not for ever. */
const waitFor = (world: World, place: Place, build: Digest): number => {
  const next = alive(place).filter((one) => one.build === build && !isReady(world, one));
  return Math.min(5_000, Math.max(500, ...next.map(({ readyAt }) => readyAt - world.time.now())));
};

/** One of those that should go stays. */
const keptByHalf = (place: Place, build: Digest, keep: readonly string[]): readonly string[] => {
  const going = alive(place).find((one) => one.build === build && !keep.includes(one.id));
  return going === undefined ? keep : [...keep, going.id];
};

const trafficOf = (world: World, machine: Machine, place: Place): TrafficDriver => {
  const { faults } = place;
  const wayOf = (): Way => (faults.router === "slow" ? { send: 100, answer: never } : latency(world));
  return {
    name: "simulated",
    set: (routes, fence, signal) =>
      machine.call({
        ...wayOf(),
        late: lateBy(world, routerLate),
        signal,
        act: () => {
          if (faults.router === "deaf") fail("setting the routes");
          if (faults.router === "liar") return;
          setRoutes(world, place, routes, fence);
          if (faults.router === "mute") fail("setting the routes", "the connection broke");
        },
      }),
    read: (signal) =>
      machine.call({
        ...wayOf(),
        signal,
        act: () => (faults.router === "deaf" ? fail("reading the routes") : place.routes),
      }),
    drain: (endpoints, signal) =>
      machine.call({
        ...wayOf(),
        signal,
        act: () => {
          if (faults.router === "deaf") fail("draining");
          const served = place.routes.filter(({ weight, cohort }) => weight > 0 || cohort !== undefined);
          if (served.some((route) => route.endpoints.some((one) => endpoints.includes(one))))
            fail("draining", "it can still get requests");
        },
      }),
  };
};

const metricsOf = (world: World, machine: Machine, place: Place): MetricsDriver => {
  const countsOf = (build: Digest): Counts => {
    const { requests, errors } = place.counts.get(build) ?? { requests: 0, errors: 0 };
    const scale = place.faults.metrics === "scrambled" ? world.random.below(200) / 100 : 1;
    const [all, bad] = [Math.floor(scale * requests), Math.floor(scale * errors)];
    return { requests: all, errors: Math.min(all, bad), latency: all - bad > 0 ? [[100, all - bad]] : [] };
  };
  return {
    name: "simulated",
    read: (builds, signal) =>
      machine.call({
        ...(place.faults.metrics === "slow" ? { answer: never } : latency(world)),
        signal,
        act: () => {
          if (place.faults.metrics === "deaf") fail("reading the counts");
          count(world, place);
          const seen =
            place.faults.metrics === "missing" ? [] : builds.filter(({ digest }) => place.counts.has(digest));
          const at = instant(machine.now());
          return { at, builds: Object.fromEntries(seen.map(({ digest }) => [digest, countsOf(digest)])) };
        },
      }),
  };
};

export const simulatedChannel = (world: World, machine: Machine): ChannelDriver => ({
  name: "simulated",
  deliver: ({ key, subject }, signal) =>
    machine.call({
      ...latency(world),
      signal,
      act: () => {
        const { channel } = placeOf(world, "production").faults;
        if (channel === "deaf") fail("sending");
        if (!world.delivered.has(key)) world.delivered.set(key, subject);
        if (channel === "mute") fail("sending", "the connection broke");
        return { delivered: true, detail: "250 OK" };
      },
    }),
});
