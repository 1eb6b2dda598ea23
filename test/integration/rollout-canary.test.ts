import { rename } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { quickAnalysis, startService, stepsOf } from "../support/service.ts";
import { send } from "../support/split.ts";
import { steadyLoad } from "../support/steady-load.ts";
import { until } from "../support/until.ts";

test("R25: of 2000 requests 5 % reach the candidate on a step of 5 %", async () => {
  await using service = await startService({
    config: {
      strategy: stepsOf([
        [5, "0s", "approval"],
        [100, "0s"],
      ]),
    },
  });
  await using _conductor = service.conduct();

  await service.start();
  await service.event("WeightConfirmed");
  const seen = await send(service.url, 2_000);

  expect(Object.keys(seen).sort()).toEqual(["1.0.0", "1.1.0"]);
  expect(seen["1.1.0"]! / 2_000).toBeGreaterThan(0.035);
  expect(seen["1.1.0"]! / 2_000).toBeLessThan(0.065);
});

/** Steps before the harmed one are left at once; the harmed one and those after it are judged. */
const judgedFrom = (step: number) =>
  stepsOf([5, 25, 50, 100].map((weight, i) => (i + 1 < step ? [weight, "200ms"] : [weight, "1s", "analysis"])));

test.each([
  { row: "R25", step: 2, errors: 0.05 },
  { row: "R25", step: 2, errors: 1 },
  { row: "R75", step: 3, errors: 0.05 },
])(
  "$row: a share of $errors errors on step $step returns all traffic, and no later step runs",
  async ({ step, errors }) => {
    await using service = await startService({ config: { strategy: judgedFrom(step) } });
    await using load = steadyLoad(service.url, 8);
    await using _conductor = service.conduct();

    await service.start();
    await service.event("WeightConfirmed", step);
    await service.fault("1.1.0", { errors });
    const began = Date.now();
    const decided = await service.event("RollbackStarted", 1, 30_000);
    const ended = await service.phase("rolled-back");

    expect(decided.at - began).toBeLessThan(30_000);
    expect(decided.reason).toMatch(/^Harm in errors: \d+ of \d+ requests failed/);
    expect(ended.rollback).toMatchObject({ severity: "critical", smoke: { failed: 0 } });
    const weights = (await service.events()).flatMap((event) =>
      event.type === "WeightConfirmed" ? [event.weight] : [],
    );
    expect(weights).toEqual([5, 25, 50, 100].slice(0, step));
    expect(await service.shares()).toEqual({ "1.0.0": 100 });
    const before = load.seen().byVersion["1.0.0"]!;
    await until("the baseline serves", () => load.seen().byVersion["1.0.0"]! > before + 50);
    const { failed } = await load.stop();
    expect(failed.filter((problem) => !problem.endsWith("500 by 1.1.0"))).toEqual([]);
  },
);

test("R25, T24: a metric source that is cut holds the rollout, and it goes on when it is back", async () => {
  const strategy = stepsOf([
    [25, "200ms"],
    [50, "1s", "analysis"],
    [100, "0s"],
  ]);
  await using service = await startService({
    config: { strategy, analysis: { ...quickAnalysis, "min-requests": 50, errors: { floor: "5%" } } },
  });
  await using load = steadyLoad(service.url);
  await using _conductor = service.conduct();
  const socket = join(service.folder("production"), "splitter/admin.sock");

  await service.start();
  await service.event("WeightConfirmed", 2);
  await rename(socket, `${socket}.cut`);
  const paused = await service.event("RolloutPaused");
  const missing = (await service.events()).filter(({ type }) => type === "VerdictRecorded").length;
  await service.event("VerdictRecorded", missing + 3); // it goes on looking, and sees nothing
  const held = await service.rollout();
  await rename(`${socket}.cut`, socket);

  expect(paused).toMatchObject({ by: "headgate", reason: expect.stringContaining("Could not measure") });
  expect(held).toMatchObject({ phase: "progressing", step: 1, weight: 50 });
  expect((await service.events()).filter(({ type }) => type === "StepCompleted")).toHaveLength(1);

  await until("it is measured again", async () => (await service.rollout()).verdict?.outcome !== "error");
  await service.order({ type: "Resume" });
  await service.phase("promoted");
  expect((await load.stop()).failed).toEqual([]); // users noticed nothing of all this
});
