import { describe, expect, test } from "vitest";
import { conductOn, expectOnce, killAt } from "../support/crash.ts";
import { type Haproxy, haproxy, hasHaproxy } from "../support/haproxy.ts";
import { type Service, startService, stepsOf } from "../support/service.ts";
import { soon } from "../support/split.ts";
import { steadyLoad } from "../support/steady-load.ts";

/** Production behind a HAProxy that runs already. */
const behind = (router: Haproxy, strategy: object): Promise<Service> => {
  const { listen, log, socket, folder } = router.settings;
  return startService({
    config: { strategy },
    production: {
      listen: `${listen.host}:${listen.port}`,
      traffic: { driver: "haproxy", socket, folder, log: `${log.host}:${log.port}` },
    },
  });
};

const shares = async (router: Haproxy): Promise<readonly number[]> =>
  (await router.traffic.read(soon())).map(({ weight }) => weight).filter((weight) => weight > 0);

describe.runIf(hasHaproxy)("a rollout behind a real HAProxy (apt install haproxy)", () => {
  test("R25: a canary is judged by HAProxy's own log, promoted, and taken back by an order; no request is lost", async () => {
    await using router = await haproxy();
    await using service = await behind(
      router,
      stepsOf([
        [25, "0s", "analysis"],
        [100, "0s"],
      ]),
    );
    await using load = steadyLoad(router.url, 6);
    await using _conductor = service.conduct();

    await service.start();
    await service.phase("promoted", 60_000);
    expect(await shares(router)).toEqual([100]);
    await service.order({ type: "RollBack", reason: "complaints", severity: "high" });
    await service.phase("rolled-back", 30_000);

    expect(await shares(router)).toEqual([100]);
    const { failed, byVersion } = await load.stop();
    expect(failed).toEqual([]);
    expect(byVersion["1.1.0"]).toBeGreaterThan(0);
    const verdicts = (await service.events()).filter((event) => event.type === "VerdictRecorded");
    expect(verdicts.some(({ verdict, window }) => verdict.outcome === "pass" && window.candidate !== null)).toBe(true);
  }, 120_000);

  test("R24, T1: blue-green by one switch; harm after it leads back to 0 %, and nobody but the fault fails a request", async () => {
    await using router = await haproxy();
    await using service = await behind(router, { "blue-green": { bake: "1h", gates: ["analysis"] } });
    await using load = steadyLoad(router.url, 6);
    await using _conductor = service.conduct();
    await service.start();
    await service.event("WeightConfirmed", 2, 30_000);
    await service.fault("1.1.0", { errors: 0.3 });

    const { rollback } = await service.phase("rolled-back", 60_000);

    expect(rollback).toMatchObject({ by: "headgate", severity: "critical" });
    expect(await shares(router)).toEqual([100]);
    const { failed } = await load.stop();
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.filter((problem) => !problem.endsWith("500 by 1.1.0"))).toEqual([]);
  }, 120_000);

  test("R74, T32: killed with SIGKILL on the way there and on the way back, the next conductor goes on from HAProxy's own word", async () => {
    await using router = await haproxy();
    const canary = stepsOf([
      [50, "1s"],
      [100, "1h"],
    ]);
    await using service = await behind(router, canary);
    await using load = steadyLoad(router.url, 2);

    await killAt(service, [["CandidateReady", 1], ["WeightConfirmed", 1], ["WeightConfirmed", 2]]); // biome-ignore format: short
    expect(await shares(router)).toEqual([100]);
    expect(load.seen().byVersion["1.1.0"]).toBeGreaterThan(0);
    await service.order({ type: "RollBack", reason: "complaints", severity: "critical" });
    await killAt(service, [["BaselineRestored", 1]]);
    expect(await conductOn(service)).toBe(3);

    const { phase, freed, baseline } = await service.rollout();
    expect([phase, freed]).toEqual(["rolled-back", true]);
    const routes = (await router.traffic.read(soon())).filter(({ weight }) => weight > 0);
    expect(routes.map(({ build, weight }) => [build, weight])).toEqual([[baseline!.digest, 100]]);
    await expectOnce(service, [baseline!.digest, baseline!.digest], 0);
    expect((await load.stop()).failed).toEqual([]);
  }, 120_000);
});
