import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadProject } from "../../src/cli/project.ts";
import { environmentsIn } from "../../src/compose-drivers.ts";
import { instant } from "../../src/domain/units.ts";
import { folderBuilds } from "../../src/drivers/builds/folder-builds.ts";
import { livingIn } from "../support/instance-processes.ts";
import { type Service, startService, stepsOf } from "../support/service.ts";
import { soon } from "../support/split.ts";
import { steadyLoad } from "../support/steady-load.ts";
import { until } from "../support/until.ts";

const typesOf = async (service: Service): Promise<readonly string[]> =>
  (await service.events()).map(({ type }) => type);

describe("T9: harm is found and undone while a rollout waits for people", () => {
  test.each([
    ["the go is awaited", null],
    ["it is paused", { type: "Pause", reason: "look at the cart" }],
  ] as const)("%s", async (_, order) => {
    const strategy = stepsOf([
      [50, "0s", "approval"],
      [100, "0s"],
    ]);
    await using service = await startService({ config: { strategy } });
    await using load = steadyLoad(service.url, 4);
    await using _conductor = service.conduct();
    await service.start();
    await service.event("WeightConfirmed");
    if (order !== null) await service.order(order);
    await service.fault("1.1.0", { errors: 0.4 });

    const { rollback } = await service.phase("rolled-back", 30_000);

    expect(rollback).toMatchObject({ by: "headgate", severity: "critical" });
    expect(await service.shares()).toEqual({ "1.0.0": 100 });
    const types = await typesOf(service);
    expect(["StepApproved", "RolloutResumed", "StepCompleted"].filter((type) => types.includes(type))).toEqual([]);
    const { failed } = await load.stop();
    expect(failed.filter((problem) => !problem.endsWith("500 by 1.1.0"))).toEqual([]);
  });
});

test("T29: a pause far longer than a step's deadline costs it nothing; it goes on where it stood", async () => {
  let ahead = 0;
  const strategy = stepsOf([
    [50, "0s", "approval"],
    [100, "0s"],
  ]);
  const now = () => instant(Date.now() + ahead);
  await using service = await startService({ now, config: { strategy }, instances: { "ready-within": "2s" } });
  await using load = steadyLoad(service.url, 2);
  await using _conductor = service.conduct();
  await service.start();
  await service.event("WeightConfirmed");
  await service.fault("1.1.0", { ready: false, startedAfter: Date.now() });
  await service.order({ type: "Promote", step: 0 });
  await service.event("EffectFailed");
  await service.order({ type: "Pause", reason: "lunch" });

  ahead = 2 * (await service.rollout()).steps[1]!.deadline;
  const later = now();
  await until("it was looked at since", async () => ((await service.rollout()).lastWindowAt ?? 0) >= later);
  expect(await service.rollout()).toMatchObject({ phase: "progressing", step: 1, paused: { reason: "lunch" } });
  await service.fault("1.1.0", {});
  await service.order({ type: "Resume" });
  await service.phase("promoted", 30_000);

  const types = await typesOf(service);
  expect(["RollbackStarted", "StepReverted"].filter((type) => types.includes(type))).toEqual([]);
  expect((await load.stop()).failed).toEqual([]);
});

test("T20: a candidate that loses an instance proves nothing until it is whole again and was looked at anew", async () => {
  const strategy = stepsOf([
    [50, "1s", "analysis"],
    [100, "0s"],
  ]);
  // Far more errors than the few that a killed instance costs are harm here.
  const guardrails = { "error-rate": "20%" };
  await using service = await startService({ config: { strategy, guardrails }, instances: { count: 4 } });
  await using _load = steadyLoad(service.url, 2);
  await using _conductor = service.conduct();
  await service.start();
  await service.event("WeightConfirmed");
  const { candidate } = await service.rollout();

  const one = (await livingIn(service.folder("production"))).find(({ build }) => build === candidate.digest)!;
  process.kill(one.pid, "SIGKILL");
  await service.event("InstancesLost");
  await service.phase("promoted", 30_000);

  const events = await service.events();
  const lost = events.findLastIndex(({ type }) => type === "InstancesLost");
  const whole = events.findIndex(({ type }, i) => i > lost && type === "CandidateReady");
  const done = events.findIndex(({ type }) => type === "StepCompleted");
  expect(lost).toBeLessThan(whole);
  expect(whole).toBeLessThan(done);
  const since = events.slice(whole, done).flatMap((event) => (event.type === "VerdictRecorded" ? [event] : []));
  expect(since.at(-1)).toMatchObject({ verdict: { outcome: "pass" }, candidateReady: 2 });
});

/** As somebody does by hand who knows nothing of the rollout: more instances of the build in service. */
const scaleUp = async ({ shell: { path: home }, engine }: Service, count: number): Promise<void> => {
  const { config } = await loadProject(home);
  const state = join(home, ".headgate");
  const drivers = environmentsIn({ home, state, builds: folderBuilds(join(state, "builds")), now: engine.now });
  const { runs } = await engine.readEnvironment("shop", "production");
  await drivers(config, "production").instances.bring(runs!, count, soon());
};

test("T12, T16: instances that others start and kill while the switch is awaited hold nothing up and lose nobody", async () => {
  const strategy = { "blue-green": { idle: { gates: ["approval"] }, bake: "0s", gates: ["approval"] } };
  await using service = await startService({ config: { strategy } });
  await using load = steadyLoad(service.url, 2);
  await using _conductor = service.conduct();
  const living = async (build: string) =>
    (await livingIn(service.folder("production"))).filter((one) => one.build === build);
  await service.start();
  await service.event("WeightConfirmed");
  const { candidate, baseline } = await service.rollout();
  await scaleUp(service, 3);
  process.kill((await living(candidate.digest))[0]!.pid, "SIGKILL");
  await service.order({ type: "Promote", step: 0 });
  await service.event("WeightConfirmed", 2, 30_000);
  expect(await service.shares()).toEqual({ "1.1.0": 100 });
  await until("the candidate is whole", async () => (await living(candidate.digest)).length === 2);

  process.kill((await living(baseline!.digest))[0]!.pid, "SIGKILL");
  await until("the baseline is as large as planned", async () => (await living(baseline!.digest)).length >= 2);
  await service.order({ type: "Promote", step: 1 });
  await service.phase("promoted");
  await service.order({ type: "RollBack", reason: "not today", severity: "high" });
  await service.phase("rolled-back");

  expect(await service.shares()).toEqual({ "1.0.0": 100 });
  expect((await living(baseline!.digest)).length).toBeGreaterThanOrEqual(2);
  expect((await load.stop()).failed).toEqual([]);
});
