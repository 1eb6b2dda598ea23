import { expect, test } from "vitest";
import { livingIn } from "../support/instance-processes.ts";
import { startService } from "../support/service.ts";
import { steadyLoad } from "../support/steady-load.ts";

const strategy = { recreate: { downtime: "5m", bake: "0s", gates: [] } };

test("R27: users get the maintenance answer, never two versions at once, and the downtime is recorded", async () => {
  await using service = await startService({ config: { strategy } });
  await using load = steadyLoad(service.url, 4);
  await using _conductor = service.conduct();

  await service.start();
  await service.event("TrafficClosed");
  const closed = await fetch(service.url);
  expect([closed.status, Number(closed.headers.get("retry-after")) > 0]).toEqual([503, true]);
  await service.event("SideShrunk");
  await service.phase("promoted");

  const { downtime } = await service.event("WeightConfirmed");
  expect(downtime).toBeGreaterThan(0);
  expect(await service.shares()).toEqual({ "1.1.0": 100 });
  expect(await livingIn(service.folder("production"))).toHaveLength(2);
  const { failed } = await load.stop();
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.filter((problem) => !problem.includes("503 by undefined"))).toEqual([]);
  const order = (await service.events()).map(({ type }) => type);
  const acts = ["TrafficClosed", "SideShrunk", "CandidateReady", "SmokePassed", "WeightConfirmed"] as const;
  expect(order.filter((type) => (acts as readonly string[]).includes(type))).toEqual(acts);
});

test("R27, R34: its way back is a downtime too: the old build is started again, smoked, and opened", async () => {
  await using service = await startService({ config: { strategy } });
  await using _conductor = service.conduct();
  await service.start();
  await service.phase("promoted");

  await service.order({ type: "RollBack", reason: "wrong prices", severity: "high" });
  await service.phase("rolled-back");

  const { downtime } = await service.event("TrafficReturned");
  expect(downtime).toBeGreaterThan(0);
  expect(await service.shares()).toEqual({ "1.0.0": 100 });
  expect(await livingIn(service.folder("production"))).toHaveLength(2);
  const order = (await service.events()).map(({ type }) => type);
  const back = order.slice(order.indexOf("RollbackStarted"));
  const acts = ["TrafficClosed", "SideShrunk", "BaselineRestored", "TrafficReturned", "SmokePassed"];
  expect(back.filter((type) => acts.includes(type))).toEqual(acts);
});
