import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { livingIn } from "../support/instance-processes.ts";
import { type Service, type startService, stepsOf } from "../support/service.ts";
import type { Running } from "../support/start-headgate.ts";
import { steadyLoad } from "../support/steady-load.ts";
import { until } from "../support/until.ts";

/** What the cases need of a store: a service on it, `headgate conduct` beside it, and a stop that blocks nobody else. */
export type Replicas = {
  readonly open: (setup: Parameters<typeof startService>[0]) => Promise<Service>;
  readonly conduct: (service: Service) => Running;
  readonly suspend: (service: Service, replica: Running) => Promise<void>;
};

const strategy = stepsOf([10, 25, 50, 75, 90, 100].map((weight) => [weight, "1s"]));

/** Two replicas, one of which conducts the rollout that was just begun. */
const twoReplicas = async ({ conduct }: Replicas, service: Service, stack: AsyncDisposableStack) => {
  const replicas = [stack.use(conduct(service)), stack.use(conduct(service))] as const;
  await until(
    "both are there",
    async () => replicas.every(({ said }) => said().includes("shares the releases")),
    20_000,
  );
  await until("one has it", async () => replicas.some((one) => holds(one, service)), 20_000);
  await service.start();
  await service.event("WeightConfirmed", 1, 20_000);
  const [first, second] = replicas;
  return holds(first, service) ? { busy: first, idle: second } : { busy: second, idle: first };
};

/** By its own word, the last one counts. */
const holds = ({ said }: Running, { id }: Service): boolean => {
  const own = said()
    .split("\n")
    .filter((line) => line.includes(id));
  const [taken, left] = ["is conducted here", "is not conducted here"].map((words) =>
    own.findLastIndex((line) => line.includes(words)),
  );
  return taken! > left!;
};

/** The rollout reached its end, every fact once, and users noticed nothing. */
const expectWhole = async (service: Service, load: ReturnType<typeof steadyLoad>): Promise<void> => {
  await service.phase("promoted", 40_000);
  const types = (await service.events()).map(({ type }) => type);
  for (const type of ["RolloutStarted", "RolloutPromoted"] as const)
    expect(types.filter((one) => one === type)).toHaveLength(1);
  expect(types.filter((one) => one === "StepCompleted")).toHaveLength(6);
  expect(types.filter((one) => one === "WeightConfirmed")).toHaveLength(6);
  expect(types).not.toContain("RollbackStarted");
  expect(await service.shares()).toEqual({ "1.1.0": 100 });
  expect(await livingIn(service.folder("production"))).toHaveLength(4);
  expect((await load.stop()).failed).toEqual([]);
};

/** Real processes on one journal, whatever it is made of. */
export const replicaCases = (name: string, replicas: Replicas): void => {
  describe(`replicas on ${name}`, () => {
    test("T36: when the one that conducts is killed, the other goes on within 5 s", async () => {
      await using service = await replicas.open({ config: { strategy } });
      await using load = steadyLoad(service.url, 2);
      await using stack = new AsyncDisposableStack();
      const { busy, idle } = await twoReplicas(replicas, service, stack);

      const killedAt = performance.now();
      await busy.signal("SIGKILL");
      const before = (await service.events()).length;
      await until("the other goes on", async () => (await service.events()).length > before, 15_000);

      expect(performance.now() - killedAt).toBeLessThan(5_000);
      expect(holds(idle, service)).toBe(true);
      await expectWhole(service, load);
    });

    test("T36: one that is asked to end hands over at once", async () => {
      await using service = await replicas.open({ config: { strategy } });
      await using load = steadyLoad(service.url, 2);
      await using stack = new AsyncDisposableStack();
      const { busy, idle } = await twoReplicas(replicas, service, stack);

      const askedAt = performance.now();
      await busy.signal("SIGTERM");
      await until("the other goes on", async () => holds(idle, service), 15_000);

      expect(performance.now() - askedAt).toBeLessThan(2_500);
      expect(await busy.exit, busy.said()).toBe(0);
      await expectWhole(service, load);
    });

    test("T38: one that was stopped and wakes up when another one has taken over does no harm", async () => {
      await using service = await replicas.open({ config: { strategy } });
      await using load = steadyLoad(service.url, 2);
      await using stack = new AsyncDisposableStack();
      const { busy, idle } = await twoReplicas(replicas, service, stack);
      await replicas.suspend(service, busy);

      await until("the other has it", async () => holds(idle, service), 15_000);
      await service.order({ type: "RollBack", reason: "complaints", severity: "critical" });
      await service.phase("rolled-back", 30_000);
      await until("the environment is free", async () => (await service.rollout()).freed);
      const [routes, living] = [await service.routes(), await livingIn(service.folder("production"))];

      await busy.signal("SIGCONT");
      for (let look = 0; look < 50; look++, await sleep(20)) expect(await service.routes()).toEqual(routes);
      expect(await livingIn(service.folder("production"))).toEqual(living);
      expect(await service.shares()).toEqual({ "1.0.0": 100 });
      await busy.signal("SIGTERM");
      expect(await busy.exit, busy.said()).toBe(0);
      expect((await load.stop()).failed).toEqual([]);
    });
  });
};
