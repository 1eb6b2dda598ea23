import { expect, test } from "vitest";
import { instant } from "../../src/domain/units.ts";
import { type Service, startService } from "../support/service.ts";
import { steadyLoad } from "../support/steady-load.ts";

/** Instances by version, as the router asks them. */
const routed = async (service: Service): Promise<Readonly<Record<string, number>>> => {
  const { candidate } = await service.rollout();
  const routes = (await service.routes()).filter(({ endpoints }) => endpoints.length > 0);
  return Object.fromEntries(
    routes.map(({ build, endpoints }) => [build === candidate.digest ? "1.1.0" : "1.0.0", endpoints.length]),
  );
};

const rolling = (keys: object = {}) => ({
  strategy: { rolling: { batch: 2, "max-unavailable": 2, bake: "0s", gates: ["approval"], ...keys } },
});
const ten = { count: 10 };

const reached = async (service: Service, step: number): Promise<void> => {
  await service.event("WeightConfirmed", step + 1, 30_000);
};

test("R26: two of ten at a time: the new version is met on 2, 4, 6, 8, 10, and nobody is let down", async () => {
  await using service = await startService({ config: rolling(), instances: ten });
  await using load = steadyLoad(service.url, 4);
  await using _conductor = service.conduct();

  await service.start();
  const seen: unknown[] = [];
  for (let step = 0; step < 5; step++) {
    await reached(service, step);
    seen.push(await routed(service));
    await service.order({ type: "Promote", step });
  }
  await service.phase("promoted");

  expect(seen).toEqual([
    { "1.1.0": 2, "1.0.0": 8 },
    { "1.1.0": 4, "1.0.0": 6 },
    { "1.1.0": 6, "1.0.0": 4 },
    { "1.1.0": 8, "1.0.0": 2 },
    { "1.1.0": 10 },
  ]);
  expect((await load.stop()).failed).toEqual([]);
});

test("R26: a third batch that does not get ready leaves 4 new and 6 old, and a rollback leaves 10 old", async () => {
  let ahead = 0;
  const now = () => instant(Date.now() + ahead);
  await using service = await startService({ now, config: rolling(), instances: { ...ten, "ready-within": "2s" } });
  await using load = steadyLoad(service.url, 4);
  await using _conductor = service.conduct();
  await service.start();
  await reached(service, 0);
  await service.order({ type: "Promote", step: 0 });
  await reached(service, 1);
  await service.fault("1.1.0", { ready: false, startedAfter: Date.now() });
  await service.order({ type: "Promote", step: 1 });

  await service.event("EffectFailed", 1, 30_000);
  ahead = (await service.rollout()).steps[2]!.deadline; // instead of waiting for more than a minute
  const { reason } = await service.event("StepReverted");
  await service.event("WeightConfirmed", 3, 30_000);
  const { paused, step } = await service.rollout();
  expect(reason).toMatch(/step 3 was not ready in time: .+503/s);
  expect([paused?.by, step]).toEqual(["headgate", 1]);
  expect(await routed(service)).toEqual({ "1.1.0": 4, "1.0.0": 6 });

  await service.order({ type: "RollBack", reason: "not today", severity: "high" });
  await service.phase("rolled-back", 30_000);
  expect(await routed(service)).toEqual({ "1.0.0": 10 });
  expect((await load.stop()).failed).toEqual([]);
});

test("R77: with room for one batch more, harm in the middle is undone batch by batch without a failed request of ours", async () => {
  const config = { ...rolling({ "max-unavailable": 0, gates: ["analysis"] }) };
  await using service = await startService({ config, instances: { count: 4 } });
  await using load = steadyLoad(service.url, 6);
  await using _conductor = service.conduct();
  await service.start();
  await reached(service, 0);
  await service.fault("1.1.0", { errors: 0.4 });

  const { rollback } = await service.phase("rolled-back", 30_000);

  expect(rollback).toMatchObject({ by: "headgate", severity: "critical" });
  expect(await routed(service)).toEqual({ "1.0.0": 4 });
  const { failed } = await load.stop();
  expect(failed.filter((problem) => !problem.endsWith("500 by 1.1.0"))).toEqual([]);
});
