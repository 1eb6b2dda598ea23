import { expect, test } from "vitest";
import { anotherRelease } from "../support/second-release.ts";
import { startService, stepsOf } from "../support/service.ts";
import { startHeadgate } from "../support/start-headgate.ts";
import { until } from "../support/until.ts";

const byHand = { strategy: stepsOf([25, 100].map((weight) => [weight, "0s", "approval"])) };

test("T47: a build that was rolled back does not come back by itself; another one does, and a person's word lets it", async () => {
  await using service = await startService();
  const { shell, id } = service;
  await service.fault("1.1.0", { smoke: 500 });
  expect((await shell.headgate("run", id, "deploy", "--as", "ada")).exit).toBe(3);
  await service.fault("1.1.0", {});

  const refused = await shell.headgate("run", id, "deploy", "--as", "ada");
  expect(refused).toMatchObject({ exit: 4, err: expect.stringContaining("1.1.0 was rolled back in production at 20") });
  expect(refused.err).toMatch(/by headgate: smoke failed/);
  expect(refused.err).toContain("headgate env release-hold production --build 1.1.0 --reason TEXT --as <person>");
  expect((await shell.headgate("history", id)).out).toContain("BUILD_ROLLED_BACK");
  expect((await shell.headgate("env", "show", "production")).out).toMatch(
    /held back: 1\.1\.0 \(sha256:\w+\), rolled back/,
  );

  const release = (...words: string[]) =>
    shell.headgate("env", "release-hold", "production", "--build", "1.1.0", ...words);
  expect(await release("--reason", "mended", "--as", "bot")).toMatchObject({
    exit: 4,
    err: expect.stringContaining("is an agent"),
  });
  expect(await release("--reason", "mended", "--as", "ben")).toMatchObject({ exit: 4 });
  expect(await release("--as", "ada")).toMatchObject({ exit: 2, err: expect.stringContaining("reason") });
  expect(await release("--reason", "the cache was down", "--as", "ada")).toMatchObject({ exit: 0 });
  expect(await release("--reason", "once more", "--as", "ada")).toMatchObject({ exit: 4 });
  const [entry] = (await service.engine.history(id)).slice(-1);
  expect(entry?.type).toBe("CommandRefused");

  expect(await shell.headgate("run", id, "deploy", "--as", "ada")).toMatchObject({ exit: 0 });
  expect(await service.shares()).toEqual({ "1.1.0": 100 });
});

test("T10, T44: while one build is held back, another one goes at once", async () => {
  await using service = await startService();
  const { shell, id } = service;
  await service.fault("1.1.0", { smoke: 500 });
  expect((await shell.headgate("run", id, "deploy", "--as", "ada")).exit).toBe(3);

  const second = await anotherRelease(service, "1.2.0");
  expect(await shell.headgate("run", second.id, "deploy", "--as", "ada")).toMatchObject({ exit: 0 });
  expect((await second.rollout()).phase).toBe("promoted");
});

test("T47: the same build that waited behind the one that failed is not started, and nobody waits for it", async () => {
  await using service = await startService({ config: byHand });
  const { shell, id } = service;
  await using first = startHeadgate(shell.path, "run", id, "deploy", "--as", "ada");
  await service.event("WeightConfirmed");
  const same = await anotherRelease(service, "1.1.0-again", "1.1.0");
  await using _sameRun = startHeadgate(shell.path, "run", same.id, "deploy", "--as", "ada");
  await until(
    "it waits",
    async () => (await service.engine.readEnvironment("shop", "production")).waiting.length === 1,
  );
  const other = await anotherRelease(service, "1.2.0");
  await using _otherRun = startHeadgate(shell.path, "run", other.id, "deploy", "--as", "ada");

  expect(await shell.headgate("rollback", id, "--reason", "complaints", "--as", "ada")).toMatchObject({ exit: 0 });
  expect(await first.exit, first.said()).toBe(3);

  const { rollback } = await same.until("is over", ({ phase }) => phase === "rolled-back");
  expect(rollback?.reason).toMatch(/1\.1\.0 was rolled back|1\.1\.0-again was rolled back/);
  await other.until("has its weight", ({ weightAt }) => weightAt !== null);
});
