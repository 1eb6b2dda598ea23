import { expect, test } from "vitest";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import { conductOn, expectOnce, killAt, type Moment, together } from "../support/crash.ts";
import { randomFrom } from "../support/random.ts";
import { outbox, type Service, startService, stepsOf } from "../support/service.ts";
import { deployRollout, message, processText, stageText } from "../support/service-process.ts";
import { steadyLoad } from "../support/steady-load.ts";

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

/** A rollout whose conductor is killed at each of these moments, and another one begun. */
const killedAt = async (moments: readonly Moment[]): Promise<void> => {
  await using service = await startService(setup);
  await using load = steadyLoad(service.url, 2);
  await killAt(service, moments);
  await conductOn(service);

  await expectWhole(service);
  expect((await load.stop()).failed).toEqual([]);
};

/** Every step, every message and every instance that is wanted, and each of them once. */
const expectWhole = async (service: Service): Promise<void> => {
  const { phase, candidate, baseline } = await service.rollout();
  expect(phase).toBe("promoted");
  const happened = (await service.events()).map((event) =>
    "step" in event ? `${event.type} ${event.step}` : event.type,
  );
  const all = (type: ReleaseEvent["type"]) => happened.filter((words) => words.startsWith(type));
  expect(all("StepCompleted")).toEqual(["StepCompleted 0", "StepCompleted 1"]);
  expect(all("WeightConfirmed")).toEqual(["WeightConfirmed 0", "WeightConfirmed 1"]);
  expect([...all("RollbackStarted"), ...all("InstancesLost")]).toEqual([]);
  expect(await service.shares()).toEqual({ "1.1.0": 100 });

  expect(all("MessageDelivered")).toHaveLength(4);
  const sent = await outbox(service);
  expect(sent).toHaveLength(4);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(4);
  await expectOnce(
    service,
    [candidate, candidate, baseline!, baseline!].map(({ digest }) => digest),
  );
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
    await together(...story.map(killedAt));
  },
  180_000,
);

test("R74: killed at moments by chance, it goes on and does nothing twice", async () => {
  const random = randomFrom(7);
  const moments = () => [random.below(900), random.below(900)];
  await together(killedAt(moments()), killedAt(moments()), killedAt(moments()));
}, 180_000);
