import { expect, test } from "vitest";
import { instant } from "../../src/domain/units.ts";
import { livingIn } from "../support/instance-processes.ts";
import { startService } from "../support/service.ts";
import { steadyLoad } from "../support/steady-load.ts";
import { until } from "../support/until.ts";

const hours = (n: number): number => n * 3_600_000;
const strategy = {
  "blue-green": { idle: { bake: "0s", gates: ["approval"] }, bake: "0s", gates: [] },
};

test("R24: the idle side is smoked without traffic, all of it is switched at once, and back within 5 s", async () => {
  await using service = await startService({ config: { strategy } });
  await using load = steadyLoad(service.url, 4);
  await using _conductor = service.conduct();

  await service.start();
  await service.event("WeightConfirmed");
  expect(await service.shares()).toEqual({ "1.0.0": 100 });
  expect(await livingIn(service.folder("production"))).toHaveLength(4);
  expect(load.seen().byVersion).not.toHaveProperty("1.1.0");
  await service.order({ type: "Promote", step: 0 });
  const { promotedAt } = await service.phase("promoted");
  expect(promotedAt).not.toBeNull();
  expect(await service.shares()).toEqual({ "1.1.0": 100 });

  const before = Date.now();
  await service.order({ type: "RollBack", reason: "complaints", severity: "high" });
  await service.event("TrafficReturned");
  expect(Date.now() - before).toBeLessThan(5_000);
  await service.phase("rolled-back");
  expect(await service.shares()).toEqual({ "1.0.0": 100 });

  const seen = await load.stop();
  expect(seen.failed).toEqual([]);
  expect(seen.byVersion["1.1.0"]).toBeGreaterThan(0);
  const weights = (await service.events()).flatMap((event) => (event.type === "WeightConfirmed" ? [event.weight] : []));
  expect(weights).toEqual([0, 100]);
});

test("R24: the old side is up for as long as the rollback window lasts, and stopped after it", async () => {
  let ahead = 0;
  const now = () => instant(Date.now() + ahead);
  await using service = await startService({ now, config: { strategy, waits: { "rollback-window": "48h" } } });
  await using load = steadyLoad(service.url, 2);
  await using _conductor = service.conduct();
  await service.start();
  await service.event("WeightConfirmed");
  await service.order({ type: "Promote", step: 0 });
  await service.phase("promoted");

  ahead = hours(46);
  const looks = (await service.rollout()).watched.windows;
  await until("it was looked at again", async () => {
    ahead = Math.min(hours(47), ahead + 60_000);
    return (await service.rollout()).watched.windows > looks;
  });
  expect(await livingIn(service.folder("production"))).toHaveLength(4);
  ahead = hours(49);
  await service.phase("closed");
  expect(await livingIn(service.folder("production"))).toHaveLength(2);
  expect(await service.shares()).toEqual({ "1.1.0": 100 });
  expect((await load.stop()).failed).toEqual([]);
});
