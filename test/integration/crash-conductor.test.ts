import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import { livingIn, processesBelow } from "../support/instance-processes.ts";
import { randomFrom } from "../support/random.ts";
import { outbox, type Service, startService, stepsOf } from "../support/service.ts";
import { deployRollout, message, processText, stageText } from "../support/service-process.ts";
import { type Running, startHeadgate } from "../support/start-headgate.ts";
import { steadyLoad } from "../support/steady-load.ts";
import { until } from "../support/until.ts";

/** When the conductor is killed: as soon as the nth event of a type is written, or so many ms after its own first one. */
type Moment = readonly [ReleaseEvent["type"], nth: number] | number;

const messages = [message("beginning", []), message("done", ["deploy"])];
const setup = {
  process: processText([stageText("production", [], [deployRollout, ...messages])]),
  config: {
    strategy: stepsOf([
      [50, "300ms"],
      [100, "1s", "analysis"],
    ]),
  },
};

const begin = async ({ shell, id, release }: Service): Promise<Running> => {
  const isRequested = (await release()).rollouts.length > 0;
  return startHeadgate(shell.path, "run", id, ...(isRequested ? [] : ["deploy", "--as", "ada"]));
};

const reach = async (service: Service, moment: Moment, { exit }: Running): Promise<void> => {
  if (typeof moment !== "number") return void (await service.event(moment[0], moment[1], 20_000));
  const before = (await service.events()).length;
  // Until then it only waits for the lease of the one before it.
  const isAtWork = until("it is at work", async () => (await service.events()).length > before, 20_000);
  await Promise.race([isAtWork.then(() => sleep(moment)), exit]);
};

/** A rollout whose conductor is killed at each of these moments, and another one begun. */
const killedAt = async (moments: readonly Moment[]): Promise<void> => {
  await using service = await startService(setup);
  await using load = steadyLoad(service.url, 2);
  for (const moment of moments) {
    await using conductor = await begin(service);
    await reach(service, moment, conductor);
    await conductor.signal("SIGKILL");
  }
  await using last = await begin(service);
  expect([0, 3], last.said()).toContain(await last.exit);

  await expectWhole(service);
  expect((await load.stop()).failed).toEqual([]);
};

/** Every fact once, exactly the instances that are wanted, every message once. */
const expectWhole = async (service: Service): Promise<void> => {
  const { shell, rollout, events, folder } = service;
  const { phase, candidate, baseline } = await rollout();
  expect(phase).toBe("promoted");
  const happened = (await events()).map((event) => ("step" in event ? `${event.type} ${event.step}` : event.type));
  const once = (type: ReleaseEvent["type"]) => happened.filter((words) => words.startsWith(type));
  expect(once("RolloutRequested")).toHaveLength(1);
  expect(once("RolloutStarted")).toHaveLength(1);
  expect(once("StepCompleted")).toEqual(["StepCompleted 0", "StepCompleted 1"]);
  expect(once("WeightConfirmed")).toEqual(["WeightConfirmed 0", "WeightConfirmed 1"]);
  expect(once("RolloutPromoted")).toHaveLength(1);
  expect([...once("RollbackStarted"), ...once("InstancesLost")]).toEqual([]);

  const living = await livingIn(folder("production"));
  const wanted = [candidate, candidate, baseline!, baseline!].map(({ digest }) => digest);
  expect(living.map(({ build }) => build).sort()).toEqual(wanted.sort());
  const all = await processesBelow(`${shell.path}/.headgate`);
  expect(all ?? [...living, "the router"]).toHaveLength(5);
  expect(await service.shares()).toEqual({ "1.1.0": 100 });

  expect(once("MessageDelivered")).toHaveLength(4);
  const sent = await outbox(service);
  expect(sent).toHaveLength(4);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(4);
  expect((await shell.headgate("verify")).exit).toBe(0);
};

// Each waits for the lease of a dead conductor to run out, which takes 5 s; so some are done beside each other.
const stories: readonly (readonly (readonly Moment[])[])[] = [
  [
    [
      ["RolloutRequested", 1],
      ["CandidateReady", 1],
      ["StepCompleted", 1],
    ],
    [
      ["RolloutStarted", 1],
      ["WeightConfirmed", 1],
      ["WeightConfirmed", 2],
    ],
  ],
  [
    [
      ["SmokePassed", 1],
      ["CandidateReady", 2],
      ["VerdictRecorded", 4],
    ],
    [
      ["MessageDelivered", 1],
      ["StepCompleted", 2],
      ["MessageDelivered", 3],
    ],
  ],
];

test.each(stories)(
  "R74, T32, T36: killed after %j and after %j, it goes on and does nothing twice",
  async (...story) => {
    await Promise.all(story.map(killedAt));
  },
);

test("R74: killed at moments by chance, it goes on and does nothing twice", async () => {
  const random = randomFrom(7);
  const moments = () => [random.below(900), random.below(900)];
  await Promise.all([killedAt(moments()), killedAt(moments()), killedAt(moments())]);
});

test("R74: killed on the way back, the rollback is carried out by the next one", async () => {
  await using service = await startService(setup);
  await using load = steadyLoad(service.url, 2);
  await using first = await begin(service);
  await service.event("WeightConfirmed");
  await service.order({ type: "RollBack", reason: "complaints", severity: "critical" });
  await service.event("BaselineRestored");
  await first.signal("SIGKILL");

  await using second = await begin(service);
  expect(await second.exit).toBe(3);

  await until("the environment is free", async () => (await service.rollout()).freed);
  expect((await service.rollout()).rollback).toMatchObject({ reason: "complaints", smoke: { failed: 0 } });
  expect(await livingIn(service.folder("production"))).toHaveLength(2);
  expect(await service.shares()).toEqual({ "1.0.0": 100 });
  expect((await load.stop()).failed).toEqual([]);
});
