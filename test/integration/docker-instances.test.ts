import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digest, millis } from "../../src/domain/units.ts";
import { dockerInstances } from "../../src/drivers/instances/docker/driver.ts";
import { type DockerSettings, nameOf } from "../../src/drivers/instances/docker/settings.ts";
import { AppError } from "../../src/errors.ts";
import { freePort } from "../../src/free-port.ts";
import { instancesContract } from "../contract/instances.ts";
import { byHand, type DockerWorld, dockerWorld, type Images, pushImages } from "../support/docker.ts";
import { canRunDocker, type DockerEngine, dockerEngine } from "../support/docker-engine.ts";
import { damageLayer, importImage, pushImage } from "../support/docker-images.ts";
import { soon } from "../support/split.ts";
import { until } from "../support/until.ts";

/** One engine for all: `apt-get install docker.io docker-registry busybox-static iproute2`, as root. */
describe.skipIf(!canRunDocker())("docker", () => {
  let engine: DockerEngine;
  let images: Images;
  beforeAll(async () => {
    engine = await dockerEngine();
    images = await pushImages(engine);
  }, 60_000);
  afterAll(() => engine[Symbol.asyncDispose](), 60_000);

  const world = (changed: Partial<DockerSettings> = {}): Promise<DockerWorld> => dockerWorld(engine, images, changed);
  const refOf = (w: DockerWorld, { digest }: { digest: string }): string => `${w.settings.image}@${digest}`;
  const page = async (endpoint: string, path = ""): Promise<string> =>
    await (await fetch(`http://${endpoint}/${path}`, { signal: soon() })).text();

  instancesContract("docker", () => world({ readyWithin: millis(4_000) }));

  test("an instance runs its image, with its build and what was configured", async () => {
    await using w = await world();
    const [one] = await w.driver.bring(w.candidate, 1, soon());

    expect(await page(one!.endpoint)).toBe("1.1.0");
    const env = await page(one!.endpoint, "cgi-bin/env");
    for (const line of [
      "GREETING=hello",
      "HEADGATE_VERSION=1.1.0",
      `HEADGATE_BUILD=${w.candidate.digest}`,
      "PORT=8080",
    ])
      expect(env.split("\n")).toContain(line);
  });

  test("T6, T57: the reason names each container, its answers with their times, its log, and no value of env", async () => {
    await using w = await world({ readyWithin: millis(1_500) });

    const error = await w.driver.bring(w.broken, 2, soon()).catch((e: unknown) => e);

    expect(error).toBeInstanceOf(AppError);
    const { problem } = (error as AppError).detail;
    expect(problem).toContain("within 1500 ms");
    for (const number of [1, 2])
      expect(problem).toMatch(
        new RegExp(`-${number} is running; .*\\dT[\\d:.]+Z 503; its log ends:\\n {4}listening with \\[hidden\\]`),
      );
    expect(String(problem)).not.toContain("s3cret");
  });

  test("R62: the last lines of each container are told, without a value of env, also of one that has ended", async () => {
    await using w = await world();
    const [one] = await w.driver.bring(w.deaf, 1, soon());
    const [other] = await w.driver.bring(w.baseline, 1, soon());
    const told = [{ id: one!.id, lines: ["listening with [hidden]"] }];

    expect(await w.driver.output?.(w.deaf.digest, 200, soon())).toEqual(told);
    await w.kill(one!);
    expect(await w.driver.output?.(w.deaf.digest, 200, soon())).toEqual(told);
    expect((await w.driver.output?.(w.baseline.digest, 200, soon()))?.map(({ id }) => id)).toEqual([other!.id]);
  });

  test("a variable that is not set: nothing is told of the log, and the container can be removed", async () => {
    await using w = await world();
    await w.driver.bring(w.deaf, 1, soon());
    const unset = { ...w.settings, readyWithin: millis(500), ready: "/nowhere" };
    Object.defineProperty(unset, "env", { get: () => { throw new Error("API_KEY is not set"); } }); // biome-ignore format: short
    const driver = dockerInstances(unset);

    const error = (await driver.bring(w.deaf, 1, soon()).catch((e: unknown) => e)) as AppError;

    expect(error.message).toContain("404");
    expect(error.message).not.toMatch(/listening|s3cret/);
    expect(await driver.output?.(w.deaf.digest, 200, soon())).toBeNull();
    await driver.remove(w.deaf.digest, [], soon());
    expect(await driver.observe(soon())).toEqual([]);
  });

  test("a command that ends at once is reported without waiting, with what it said", async () => {
    await using w = await world();
    const begun = performance.now();

    await expect(w.driver.bring(w.ending, 1, soon())).rejects.toMatchObject({
      code: "DRIVER_FAILED",
      detail: { problem: expect.stringMatching(/-1 is gone; .*log ends:\n {4}out of luck/) },
    });
    expect(performance.now() - begun).toBeLessThan(10_000); // readyWithin is 15 s
    expect(await w.driver.observe(soon())).toEqual([]);
  });

  test("T12: an idle, a dead and a running slot become as many as asked, and the running one stays", async () => {
    await using w = await world();
    const [first, second] = await w.driver.bring(w.baseline, 2, soon());
    await w.kill(first!);
    // Its maker was killed before it started it.
    const name = nameOf(w.settings, w.baseline.digest, 3);
    await byHand(engine, w.settings, name, refOf(w, w.baseline), w.baseline.digest);

    const after = await w.driver.bring(w.baseline, 3, soon());

    expect(after.map(({ id }) => id)).toEqual([1, 2, 3].map((n) => nameOf(w.settings, w.baseline.digest, n)));
    expect(after[1]!.endpoint).toBe(second!.endpoint);
    expect(await w.count()).toBe(3);
  });

  test("T14: two conductors that bring the same build at once get the same instances, each slot once", async () => {
    await using w = await world();
    const other = dockerInstances(w.settings);

    const [ours, theirs] = await Promise.all([
      w.driver.bring(w.baseline, 3, soon()),
      other.bring(w.baseline, 3, soon()),
    ]);

    expect(theirs.map(({ endpoint }) => endpoint)).toEqual(ours.map(({ endpoint }) => endpoint));
    expect(ours).toHaveLength(3);
    expect(await w.count()).toBe(3);
  });

  test("T14: a slot's name that somebody else's container has is refused, and that one is left alone", async () => {
    await using w = await world();
    await w.driver.bring(w.candidate, 1, soon()); // the image is there
    await w.driver.bring(w.baseline, 1, soon());
    await w.driver.remove(w.baseline.digest, [], soon());
    const name = nameOf(w.settings, w.baseline.digest, 1);
    const stranger = await byHand(engine, w.settings, name, refOf(w, w.candidate), null);

    await expect(w.driver.bring(w.baseline, 1, soon())).rejects.toMatchObject({
      code: "DRIVER_FAILED",
      detail: { problem: expect.stringContaining("not Headgate's") },
    });
    expect(await engine.ask("GET", `/containers/${stranger}/json`)).toMatchObject([
      200,
      expect.stringContaining("created"),
    ]);
    await engine.ask("DELETE", `/containers/${stranger}`);
  });

  test("T26: a container that claims to be the candidate is seen as what it really runs", async () => {
    await using w = await world();
    await w.driver.bring(w.baseline, 1, soon());
    const name = nameOf(w.settings, w.candidate.digest, 1);
    const liar = await byHand(engine, w.settings, name, refOf(w, w.baseline), w.candidate.digest);
    await engine.ask("POST", `/containers/${liar}/start`);

    const seen = await w.driver.observe(soon());
    expect(seen.find(({ id }) => id === name)).toMatchObject({ build: w.baseline.digest });

    // It is not counted among the candidates, nor removed with them.
    const [one] = await w.driver.bring(w.candidate, 1, soon());
    expect(one!.id).toBe(nameOf(w.settings, w.candidate.digest, 2));
    expect(await page(one!.endpoint)).toBe("1.1.0");
    await w.driver.remove(w.candidate.digest, [], soon());
    expect((await w.driver.observe(soon())).map(({ build }) => build)).toEqual([w.baseline.digest, w.baseline.digest]);
  });

  test("T26: an image that was never pushed is no build", async () => {
    await using w = await world();
    const id = await importImage(engine, "local", { page: "by-hand" });
    const made = await byHand(engine, w.settings, `${w.settings.service}-by-hand`, id, w.candidate.digest);
    await engine.ask("POST", `/containers/${made}/start`);

    expect(await w.driver.observe(soon())).toMatchObject([{ build: id, id: `${w.settings.service}-by-hand` }]);
  });

  test("a container whose port is not published is not ready", async () => {
    await using w = await world();
    await w.driver.bring(w.baseline, 1, soon());
    const other = { ...w.settings, port: 9_090 };

    expect(await dockerInstances(other).observe(soon())).toMatchObject([
      { ready: false, answer: "port 9090 is not published" },
    ]);
  });

  test.each([
    ["that the registry does not have", () => `${engine.registry}/shop`, /manifest unknown|not found/],
    ["from a registry that does not answer", async () => `127.0.0.1:${await freePort()}/shop`, /connection refused/],
  ])("T19: an image %s is an error, and nothing is ready", async (_, image, reason) => {
    await using w = await world({ image: await image() });
    const nobody = { digest: digest(`sha256:${"e".repeat(64)}`), version: "9.9.9" };

    await expect(w.driver.bring(nobody, 1, soon())).rejects.toMatchObject({
      code: "DRIVER_FAILED",
      detail: { act: expect.stringContaining("pulling"), problem: expect.stringMatching(reason) },
    });
    expect(await w.driver.observe(soon())).toEqual([]);
    expect(await w.count()).toBe(0);
  });

  test("T19: an image that turns out damaged in the middle of its pull is an error", async () => {
    await using w = await world();
    const damaged = { digest: await pushImage(engine, "shop", { page: "damaged" }), version: "6.6.6" };
    await damageLayer(engine, damaged.digest);

    await expect(w.driver.bring(damaged, 1, soon())).rejects.toMatchObject({
      code: "DRIVER_FAILED",
      detail: {
        act: expect.stringContaining("pulling"),
        problem: expect.not.stringContaining("is not there afterwards"),
      },
    });
    expect(await w.count()).toBe(0);
  });

  test("T5: an instance that ignores SIGTERM is killed after stopWithin", async () => {
    await using w = await world({ stopWithin: millis(300) });
    await w.driver.bring(w.deaf, 1, soon());
    const begun = performance.now();
    await w.driver.remove(w.deaf.digest, [], soon());

    expect(await w.count()).toBe(0);
    expect(performance.now() - begun).toBeGreaterThan(900); // a whole second: the engine counts no fractions
  });

  test("while the engine is down everything is an error; when it is back, what died is replaced", async () => {
    await using w = await world();
    await w.driver.bring(w.baseline, 2, soon());
    await engine.stop();
    for (const act of [w.driver.observe(soon()), w.driver.bring(w.baseline, 2, soon()), w.driver.remove(w.baseline.digest, [], soon())]) // biome-ignore format: short
      await expect(act).rejects.toMatchObject({ code: "DRIVER_FAILED", detail: { problem: expect.stringContaining("does not answer") } }); // biome-ignore format: short

    await engine.start();
    await until("the engine knows that they died", async () => (await w.driver.observe(soon())).length === 0);
    const after = await w.driver.bring(w.baseline, 2, soon());

    expect(await w.driver.observe(soon())).toEqual(
      after.map((one) => ({ ...one, answer: expect.stringMatching(/^200/) })),
    );
    expect(await w.count()).toBe(2);
  }, 90_000);
});
