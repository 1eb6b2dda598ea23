import { describe } from "vitest";
import { instant } from "../../src/domain/units.ts";
import type { Store } from "../../src/journal/port.ts";
import { channelContract } from "../contract/channel.ts";
import { instancesContract } from "../contract/instances.ts";
import { journalContract } from "../contract/journal.ts";
import { trafficContract } from "../contract/traffic.ts";
import { randomFrom } from "../support/random.ts";
import { build, digestOf, inService } from "../support/release.ts";
import { simulatedChannel, simulatedDrivers } from "../support/simulated-drivers.ts";
import { simulatedMachine } from "../support/simulated-machine.ts";
import { simulatedStore } from "../support/simulated-store.ts";
import { hurriedTime } from "../support/simulated-time.ts";
import { newWorld, type Place, placeOf, start } from "../support/simulated-world.ts";

/** A simulation that keeps other promises than the world finds other faults than there are. */
describe("the simulated world keeps the contracts of the real one", () => {
  const opened = () => {
    const time = hurriedTime();
    const world = newWorld(time, randomFrom(7), inService, 0);
    const machine = simulatedMachine(time, () => 0);
    const place = placeOf(world, "production");
    place.room = 20;
    return { world, machine, place, drivers: simulatedDrivers(world, machine, "production") };
  };
  const nothingToEnd = { [Symbol.asyncDispose]: async () => undefined };

  journalContract("simulated", async () => {
    let now = Date.UTC(2026, 0, 1);
    const store = simulatedStore();
    const another = async (): Promise<Store> => ({ ...store, close: async () => undefined });
    const pass = async (length: number): Promise<void> => {
      now += length;
    };
    return { ...store, another, pass, now: () => instant(now) };
  });

  instancesContract("simulated", async () => {
    const { world, place, drivers } = opened();
    const broken = { digest: digestOf("broken"), version: "2.0.0" };
    world.good.add(build.digest);
    place.faults.stuck = true;
    const kill = async ({ id }: { readonly id: string }): Promise<void> => {
      place.instances.get(id)!.isDead = true;
    };
    return { driver: drivers.instances, baseline: inService, candidate: build, broken, kill, ...nothingToEnd };
  });

  const cannot = "there are no single requests in the simulation, only their counts";
  trafficContract(
    "simulated",
    async () => {
      const { place, drivers } = opened();
      place.routes = [];
      const endpointsOf = (digest: typeof build.digest, n: number) =>
        Array.from({ length: n }, () => start(place, digest, 0).endpoint);
      return {
        driver: drivers.traffic,
        url: drivers.url,
        baseline: { build: inService.digest, endpoints: endpointsOf(inService.digest, 2) },
        candidate: { build: build.digest, endpoints: endpointsOf(build.digest, 1) },
        second: start(place, build.digest, 0).endpoint,
        send: async (count) => sharesOf(place, count),
        hold: () => Promise.reject(new Error(cannot)),
        ...nothingToEnd,
      };
    },
    { cohort: cannot, maintenance: cannot, drain: cannot, gapless: cannot },
  );

  channelContract("simulated", async () => {
    const { world, machine } = opened();
    const arrived = async () => [...world.delivered.values()];
    return { driver: simulatedChannel(world, machine), arrived, ...nothingToEnd };
  });
});

const sharesOf = ({ routes }: Place, count: number) =>
  new Map(routes.filter(({ weight }) => weight > 0).map(({ build, weight }) => [build, (count * weight) / 100]));
