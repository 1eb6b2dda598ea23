import { expect, test } from "vitest";
import { livingIn } from "../support/instance-processes.ts";
import { startService, stepsOf } from "../support/service.ts";
import { steadyLoad } from "../support/steady-load.ts";
import { watchRoutes } from "../support/watch-routes.ts";

const count = 4;
const strategy = stepsOf([
  [10, "300ms"],
  [30, "300ms"],
  [60, "300ms"],
  [100, "300ms"],
]);

test.each([
  { end: "harm on the last step", back: "automatic" },
  { end: "an order after promotion", back: "ordered" },
])(
  "T1, T3, T4, T5: through a whole canary and its way back by $end, the router only asks instances that can answer",
  async ({ back }) => {
    const harmed = stepsOf([
      [10, "300ms"],
      [30, "300ms"],
      [60, "300ms"],
      [100, "2s", "analysis"],
    ]);
    await using service = await startService({
      instances: { count },
      config: { strategy: back === "automatic" ? harmed : strategy },
    });
    const { runs } = await service.engine.readEnvironment("shop", "production");
    await using load = steadyLoad(service.url, 2);
    await using watch = watchRoutes(service, { count, baseline: runs!.digest });
    await using _conductor = service.conduct();

    await service.start();
    if (back === "automatic") {
      await service.event("WeightConfirmed", 4);
      await service.fault("1.1.0", { errors: 0.5 });
    } else {
      await service.phase("promoted");
      expect(await livingIn(service.folder("production"))).toHaveLength(2 * count); // the way back stays warm
      await service.order({ type: "RollBack", reason: "complaints", severity: "high" });
    }
    const { rollback, candidate } = await service.phase("rolled-back");

    const { looks, weights, violations } = await watch.stop();
    expect(violations).toEqual([]);
    expect(looks).toBeGreaterThan(50);
    expect(weights).toEqual([0, 10, 30, 60, 100, 0]);
    expect(rollback!.zeroAt! - rollback!.at).toBeLessThan(15_000); // T1: long before it would be escalated
    const failed = (await load.stop()).failed.filter((problem) => !problem.endsWith("500 by 1.1.0"));
    expect(failed).toEqual([]);
    expect((await livingIn(service.folder("production"))).map(({ build }) => build)).not.toContain(candidate.digest);
  },
);

test("T5: the baseline is stopped only when the rollback window is over and nothing is routed to it", async () => {
  await using service = await startService({ config: { strategy, waits: { "rollback-window": "2s" } } });
  const { runs } = await service.engine.readEnvironment("shop", "production");
  await using load = steadyLoad(service.url, 2);
  await using _conductor = service.conduct();

  await service.start();
  const promoted = await service.event("RolloutPromoted");
  const warm = await livingIn(service.folder("production"));
  const retired = await service.event("BaselineRetired");
  await service.phase("closed");

  expect(warm.filter(({ build }) => build === runs!.digest)).toHaveLength(2);
  expect(retired.at).toBeGreaterThanOrEqual(promoted.keepUntil);
  expect((await livingIn(service.folder("production"))).map(({ build }) => build)).not.toContain(runs!.digest);
  expect((await load.stop()).failed).toEqual([]);
  expect(await service.shares()).toEqual({ "1.1.0": 100 });
});
