import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { BuildRef } from "../../src/drivers/port.ts";
import { type Images, pushImages } from "../support/docker.ts";
import { canRunDocker, type DockerEngine, dockerEngine, removeContainers } from "../support/docker-engine.ts";
import { type Service, startService } from "../support/service.ts";
import { steadyLoad } from "../support/steady-load.ts";

/** One engine for all: `apt-get install docker.io docker-registry busybox-static iproute2`, as root. */
describe.skipIf(!canRunDocker())("a rollout of containers on a real engine", () => {
  let engine: DockerEngine;
  let images: Images;
  beforeAll(async () => {
    engine = await dockerEngine();
    images = await pushImages(engine);
  }, 60_000);
  afterEach(() => removeContainers(engine), 60_000);
  afterAll(() => engine[Symbol.asyncDispose](), 60_000);

  const image = (build: BuildRef): string => `${engine.registry}/shop@${build.digest}`;
  const onEngine = (strategy: object, count: number, candidate: BuildRef): Promise<Service> =>
    startService({
      config: { strategy, smoke: [{ name: "page", get: "/" }], data: { get: "/" } },
      production: {
        instances: {
          driver: "docker",
          socket: engine.socket,
          image: `${engine.registry}/shop`,
          port: 8080,
          count,
          "stop-within": "1s",
        },
      },
      builds: { "1.0.0": image(images.baseline), "1.1.0": image(candidate) },
    });
  /** Images of the containers that run, by the engine's own word. */
  const running = async (): Promise<readonly string[]> => {
    const [, text] = await engine.ask("GET", "/containers/json");
    return (JSON.parse(text) as readonly { readonly Image: string }[]).map(({ Image }) => Image);
  };

  test("R26: containers are replaced batch by batch and back again, and nobody is let down", async () => {
    const rolling = { rolling: { batch: 2, "max-unavailable": 2, bake: "0s", gates: [] } };
    await using service = await onEngine(rolling, 4, images.candidate);
    await using load = steadyLoad(service.url, 4);
    await using _conductor = service.conduct();

    await service.start();
    await service.phase("promoted", 60_000);
    expect(await running()).toEqual(Array.from({ length: 4 }, () => image(images.candidate)));
    expect(await service.shares()).toEqual({ "1.1.0": 100 });

    await service.order({ type: "RollBack", reason: "complaints", severity: "high" });
    await service.phase("rolled-back", 60_000);
    expect(await running()).toEqual(Array.from({ length: 4 }, () => image(images.baseline)));
    expect(await service.shares()).toEqual({ "1.0.0": 100 });
    const { failed, byVersion } = await load.stop();
    expect(failed).toEqual([]);
    expect(byVersion["1.1.0"]).toBeGreaterThan(0);
  }, 180_000);

  test("R24, T1: blue-green to an image that does harm: found out, switched back, and its containers are gone", async () => {
    const strategy = { "blue-green": { bake: "1h", gates: ["analysis"] } };
    await using service = await onEngine(strategy, 2, images.broken);
    // This page is the one that fails in the broken image; what is asked by `ready` and by the smoke test does not.
    await using load = steadyLoad(`${service.url}/cgi-bin/ready`, 4);
    await using _conductor = service.conduct();

    await service.start();
    const { rollback } = await service.phase("rolled-back", 60_000);

    expect(rollback).toMatchObject({ by: "headgate", severity: "critical", smoke: { failed: 0 } });
    expect(await service.shares()).toEqual({ "1.0.0": 100 });
    expect(await running()).toEqual([image(images.baseline), image(images.baseline)]);
    const { failed } = await load.stop();
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.filter((problem) => !problem.includes("503 by"))).toEqual([]);
  }, 180_000);
});
