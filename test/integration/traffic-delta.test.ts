import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { type Digest, instant, percent } from "../../src/domain/units.ts";
import type { BuildRef, MetricsDriver, TrafficDriver } from "../../src/drivers/port.ts";
import { trafficDelta } from "../../src/probes/traffic-delta.ts";
import { buildOf, soon } from "../support/split.ts";

const build: BuildRef = { digest: buildOf("a"), version: "1.0.0" };

/** A service that is counted by a source which tells only at every so many looks what it has seen until then. */
const service = async (looksPerRound: number) => {
  let [served, collected, looks] = [0, 0, 0];
  const server = createServer((_, response) => {
    served++;
    response.end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const asked: (readonly BuildRef[])[] = [];
  const traffic: TrafficDriver = {
    name: "one",
    set: async () => {},
    read: async () => [{ build: build.digest, endpoints: [], weight: percent(100) }],
    drain: async () => {},
  };
  const metrics: MetricsDriver = {
    name: "late",
    read: async (builds) => {
      asked.push(builds);
      if (looks++ % looksPerRound === 0) collected = served;
      const counts = { requests: collected, errors: 0, latency: [] };
      return { at: instant(0), builds: { [build.digest]: counts } as Record<Digest, typeof counts> };
    },
  };
  return {
    traffic,
    metrics,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await once(server.close(), "close");
    },
  };
};

test("R58: what was sent is counted, of the builds that were named", async () => {
  await using world = await service(1);

  expect(await trafficDelta(world, [build], "/", soon())).toEqual({ sent: 100, counted: 100, difference: 0 });
  expect(world.asked).toEqual([[build], [build]]);
});

test("a source that collects now and then is asked until it has counted them", async () => {
  await using world = await service(7);

  expect(await trafficDelta(world, [build], "/", soon(), 1)).toMatchObject({ counted: 100, difference: 0 });
  expect(world.asked).toHaveLength(8);
});

test("R58: what is never counted is missing", async () => {
  await using world = await service(1_000);

  expect(await trafficDelta(world, [build], "/", soon(), 1)).toMatchObject({ counted: 0, difference: 100 });
});
