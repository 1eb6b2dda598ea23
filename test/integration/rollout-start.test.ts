import { expect, test } from "vitest";
import { instant } from "../../src/domain/units.ts";
import { livingIn } from "../support/instance-processes.ts";
import { startService } from "../support/service.ts";
import { steadyLoad } from "../support/steady-load.ts";

test("R54: a smoke test that answers 500 rolls back before any traffic", async () => {
  await using service = await startService();
  await using load = steadyLoad(service.url, 2);
  await using _conductor = service.conduct();
  await service.fault("1.1.0", { smoke: 500 });

  await service.start();
  const { rollback } = await service.phase("rolled-back");

  expect(rollback?.reason).toMatch(/smoke failed before any traffic: page: answered 500 instead of 200/);
  expect((await service.events()).map(({ type }) => type)).not.toContain("WeightConfirmed");
  expect(await load.stop()).toEqual({ byVersion: { "1.0.0": expect.any(Number) }, failed: [] });
});

test("T6, T57: a build that never gets ready is given up at the deadline, with its last answers", async () => {
  let ahead = 0;
  const now = () => instant(Date.now() + ahead);
  await using service = await startService({ now, instances: { "ready-within": "1s" } });
  await using _conductor = service.conduct();
  await service.fault("1.1.0", { ready: false });

  await service.start();
  await service.event("EffectFailed");
  const { steps } = await service.rollout();
  ahead = steps[0]!.deadline; // instead of waiting for a minute
  const { rollback } = await service.phase("rolled-back");

  expect(rollback).toMatchObject({ by: "headgate", severity: "critical" });
  expect(rollback?.reason).toMatch(/^step 1 was not ready in time: .+ 503/s);
  expect(await service.shares()).toEqual({ "1.0.0": 100 });
  expect(await livingIn(service.folder("production"))).toHaveLength(2);
});
