import { expect, test } from "vitest";
import { fakePage } from "../support/fake-page.ts";
import { startService } from "../support/service.ts";

/** What the service tells of itself: nobody asks for anything, and the new build fills its memory. */
const pageOf = (memory: number) => {
  const build = (share: number) => ({
    requests: 100,
    errors: 0,
    latency: {
      unit: "ms",
      upTo: [
        [100, 100],
        ["+Inf", 100],
      ],
    },
    gauges: { memory: share },
  });
  return { body: JSON.stringify({ builds: { "1.0.0": build(0.2), "1.1.0": build(memory) } }) };
};

test("R75: a figure of the service's own that breaks the watch of its step pauses within 30 s, and a rollback is proposed", async () => {
  await using page = await fakePage();
  page.say(pageOf(0.3));
  const watch = [{ gauge: "memory", above: 0.9, for: "600ms" }];
  const canary = [
    { weight: 25, bake: "0s", gates: [] },
    { weight: 50, bake: "0s", gates: [] },
    { weight: 75, bake: "10m", gates: [], watch },
    { weight: 100, bake: "0s", gates: [] },
  ];
  await using service = await startService({
    config: { strategy: { canary } },
    production: { metrics: { driver: "web", url: page.url, gauges: ["memory"] } },
  });
  await using _conductor = service.conduct();
  await service.start();
  await service.event("WeightConfirmed", 3);
  await service.event("VerdictRecorded");
  expect((await service.rollout()).paused).toBeNull();

  page.say(pageOf(0.97));
  const began = Date.now();
  const { at, by, reason } = await service.event("RolloutPaused", 1, 30_000);
  expect(at - began).toBeLessThan(30_000);
  expect([by, reason]).toEqual(["headgate", expect.stringMatching(/^the step's watch: memory was at least 0\.97 for/)]);
  expect((await service.rollout()).step).toBe(2);
  const { out } = await service.shell.headgate("status", service.id);
  expect(out).toContain(`headgate rollback ${service.id}`);
  await service.order({ type: "RollBack", reason: "the memory fills up", severity: "high" });
  await service.phase("rolled-back");
  expect(await service.shares()).toEqual({ "1.0.0": 100 });
}, 60_000);
