import { expect, test } from "vitest";
import { livingIn } from "../support/instance-processes.ts";
import { type Service, startService, stepsOf } from "../support/service.ts";
import { steadyLoad } from "../support/steady-load.ts";
import { until } from "../support/until.ts";

/** A rollout that stays on each step until somebody gives the go. */
const byHand = { strategy: stepsOf([25, 50, 75, 100].map((weight) => [weight, "0s", "approval"])) };

const onStep = async (service: Service, step: number): Promise<void> => {
  for (let before = 0; before <= step; before++) {
    await until(`step ${before + 1} has its weight`, async () => {
      const { step: at, weightAt } = await service.rollout();
      return at === before && weightAt !== null;
    });
    if (before < step) await service.order({ type: "Promote", step: before });
  }
};

/** The old version alone, at full size, with everything of the new one gone. */
const expectBack = async (service: Service): Promise<void> => {
  await until("the environment is free", async () => (await service.rollout()).freed);
  const { runs, heldBy } = await service.engine.readEnvironment("shop", "production");
  expect([runs?.version, heldBy]).toEqual(["1.0.0", null]);
  expect(await service.shares()).toEqual({ "1.0.0": 100 });
  expect((await livingIn(service.folder("production"))).map(({ build }) => build)).toEqual([
    runs!.digest,
    runs!.digest,
  ]);
};

test("R77: from any step, one order returns to the old version, and no user notices", { timeout: 60_000 }, async () => {
  await using service = await startService({ config: byHand });
  await using load = steadyLoad(service.url, 2);
  await using _conductor = service.conduct();

  for (const step of [0, 1, 2, 3]) {
    await service.start();
    await onStep(service, step);
    await service.order({ type: "RollBack", reason: `seen on step ${step + 1}`, severity: "high" });
    const { rollback } = await service.phase("rolled-back");

    expect(rollback).toMatchObject({ by: "ada", reason: `seen on step ${step + 1}`, smoke: { failed: 0 } });
    expect(rollback?.smoke?.passed).toBeGreaterThan(0);
    await expectBack(service);
    // T47: it was rolled back for cause, so somebody has to say why it may be tried again.
    const words = ["--build", "1.1.0", "--reason", "mended", "--as", "ada"];
    expect(await service.shell.headgate("env", "release-hold", "production", ...words)).toMatchObject({ exit: 0 });
  }
  const { byVersion, failed } = await load.stop();
  expect(byVersion["1.1.0"]).toBeGreaterThan(0);
  expect(failed).toEqual([]);
});

test("R77: a promoted build can be rolled back as well", async () => {
  await using service = await startService();
  await using load = steadyLoad(service.url, 2);
  await using _conductor = service.conduct();

  await service.start();
  await service.phase("promoted");
  expect(await service.shares()).toEqual({ "1.1.0": 100 });
  await service.order({ type: "RollBack", reason: "complaints", severity: "high" });

  expect((await service.phase("rolled-back")).rollback).toMatchObject({ smoke: { failed: 0 } });
  await expectBack(service);
  expect((await load.stop()).failed).toEqual([]);
});

test("T7: a rollback when nothing is rolled out changes nothing and says so", async () => {
  await using service = await startService();
  const [before, routes] = [await livingIn(service.folder("production")), await service.routes()];

  const { exit, out } = await service.shell.headgate("rollback", service.id, "--reason", "just so", "--as", "ada");
  const plan = await service.shell.headgate("rollback", service.id, "--dry-run");

  expect({ exit, out }).toEqual({ exit: 0, out: expect.stringContaining("nothing to roll back") });
  expect(plan).toMatchObject({ exit: 0, out: expect.stringContaining("Nothing to roll back") });
  expect(before).toHaveLength(2);
  expect(await livingIn(service.folder("production"))).toEqual(before);
  expect(await service.routes()).toEqual(routes);
});

test("T37: cancelled in the middle, it ends, gives the environment back, and nothing can be started any more", async () => {
  await using service = await startService({ config: byHand });
  const { shell, id } = service;
  const run = shell.headgate("run", id, "deploy", "--as", "ada");
  await service.event("WeightConfirmed");

  expect(await shell.headgate("cancel", id, "--reason", "superseded", "--as", "ada")).toMatchObject({ exit: 0 });
  expect((await run).exit).toBe(3);
  expect((await shell.headgate("run", id)).exit).toBe(3);

  expect((await service.release()).phase).toBe("cancelled");
  expect((await service.rollout()).phase).toBe("rolled-back");
  await expectBack(service);
  expect((await shell.headgate("run", id, "deploy", "--as", "ada")).exit).toBe(4);
});

test("R121: three looks in a row that find instances dead start a rollback within a minute", async () => {
  await using service = await startService({ config: byHand });
  await using _conductor = service.conduct();
  await service.start();
  await service.event("WeightConfirmed");
  const { candidate } = await service.rollout();
  const began = Date.now();

  // It is brought up again after each look; so it is killed again, as a build in a crash loop would do by itself.
  await until(
    "a rollback starts",
    async () => {
      for (const { pid, build } of await livingIn(service.folder("production")))
        if (build === candidate.digest) process.kill(pid, "SIGKILL");
      return (await service.rollout()).rollback !== null;
    },
    30_000,
  );

  const { rollback } = await service.phase("rolled-back");
  expect(rollback!.at - began).toBeLessThan(60_000);
  expect(rollback).toMatchObject({ by: "headgate", severity: "critical" });
  expect(rollback?.reason).toMatch(/health failed 3 times in a row: 0 of 1 ready/);
  const log = (await service.shell.headgate("history", service.id)).out;
  expect(log).toMatch(
    /trigger-1, critical, raised in production by headgate \(health\): health failed 3 times in a row: 0 of 1 ready/,
  );
  await expectBack(service);
});
