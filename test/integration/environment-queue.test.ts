import { expect, test } from "vitest";
import { livingIn } from "../support/instance-processes.ts";
import { type Another, anotherRelease } from "../support/second-release.ts";
import { type Service, startService, stepsOf } from "../support/service.ts";
import { type Running, startHeadgate } from "../support/start-headgate.ts";
import { until } from "../support/until.ts";

const byHand = { strategy: stepsOf([25, 100].map((weight) => [weight, "0s", "approval"])) };

const runs = ({ shell }: Service, id: string): Running => startHeadgate(shell.path, "run", id, "deploy", "--as", "ada");

const waitsBehind = (one: Another, words: RegExp): Promise<unknown> =>
  one.until(`waits and says ${words}`, ({ phase, failure }) => phase === "waiting" && words.test(failure ?? ""));

const environment = ({ engine }: Service) => engine.readEnvironment("shop", "production");

/** Waits with its place in the queue, so that the next one comes behind it. */
const queued = (service: Service, place: number): Promise<void> =>
  until(`${place} wait`, async () => (await environment(service)).waiting.length === place);

test("T35, T43, T44: releases get production in their order, one at a time, and one that fails blocks nobody", async () => {
  await using service = await startService({ config: byHand });
  const { shell, id } = service;
  await using first = runs(service, id);
  await service.event("WeightConfirmed");
  const [second, third] = [await anotherRelease(service, "1.2.0"), await anotherRelease(service, "1.3.0")];
  await using secondRun = runs(service, second.id);
  await queued(service, 1);
  await using thirdRun = runs(service, third.id);
  await queued(service, 2);

  await waitsBehind(second, /waits behind shop-1\.1\.0\/production-deploy-1, which holds it since 20.* UTC \(see/);
  await waitsBehind(
    third,
    /waits behind shop-1\.1\.0\/production-deploy-1, .* 1 more: shop-1\.2\.0\/production-deploy-1/,
  );
  expect((await shell.headgate("status", second.id)).out).toMatch(/waits behind shop-1\.1\.0\/production-deploy-1/);
  const shown = await shell.headgate("env", "show", "production");
  expect(shown).toMatchObject({ exit: 0, err: "" });
  expect(shown.out).toMatch(/held by: shop-1\.1\.0\/production-deploy-1, progressing, since .* \(\d+s\)/);
  expect(shown.out).toMatch(/waits, 1\.: shop-1\.2\.0[^\n]*\n *waits, 2\.: shop-1\.3\.0/);
  expect(shown.out).toContain("headgate rollback shop-1.1.0 production --reason TEXT --as <person>");

  const back = ["rollback", id, "--reason", "complaints", "--as", "ada"];
  expect(await shell.headgate(...back)).toMatchObject({ exit: 0 });
  expect(await first.exit, first.said()).toBe(3);
  const { baseline } = await second.until("has its weight", ({ weightAt }) => weightAt !== null);
  expect(baseline?.version).toBe("1.0.0");
  expect((await third.rollout()).phase).toBe("waiting");

  expect(await shell.headgate("cancel", second.id, "--reason", "superseded", "--as", "ada")).toMatchObject({ exit: 0 });
  expect(await secondRun.exit, secondRun.said()).toBe(3);
  await third.until("has its weight", ({ weightAt }) => weightAt !== null);
  expect(await environment(service)).toMatchObject({ heldBy: { release: third.id }, waiting: [] });
  await thirdRun.signal("SIGKILL");
});

test("T37, T40: one that is cancelled while it waits ends, leaves its place, and starts nothing", async () => {
  await using service = await startService({ config: byHand });
  const { shell, id } = service;
  await using _first = runs(service, id);
  await service.event("WeightConfirmed");
  const second = await anotherRelease(service, "1.2.0");
  await using secondRun = runs(service, second.id);
  await queued(service, 1);

  const routes = await service.routes();
  expect(await shell.headgate("cancel", second.id, "--reason", "superseded", "--as", "ada")).toMatchObject({ exit: 0 });
  expect(await secondRun.exit, secondRun.said()).toBe(3);

  expect(await second.rollout()).toMatchObject({ phase: "rolled-back", baseline: null, freed: true });
  expect(await environment(service)).toMatchObject({ heldBy: { release: id }, waiting: [], heldBack: [] });
  expect(await service.routes()).toEqual(routes);
  expect((await second.release()).phase).toBe("cancelled");
});

test("T7: a release that is cancelled with nothing rolled out ends, and nothing is scaled or routed", async () => {
  await using service = await startService();
  const { shell, id } = service;
  const [routes, living] = [await service.routes(), await livingIn(service.folder("production"))];
  const { version } = await environment(service);

  expect(await shell.headgate("cancel", id, "--reason", "superseded", "--as", "ada")).toMatchObject({ exit: 0 });
  expect((await shell.headgate("run", id)).exit).toBe(3);

  expect((await service.release()).phase).toBe("cancelled");
  expect(await service.routes()).toEqual(routes);
  expect(await livingIn(service.folder("production"))).toEqual(living);
  expect((await environment(service)).version).toBe(version);
});

test("T10, T40: who was cancelled and whose conductor was killed does not keep the others waiting", async () => {
  await using service = await startService({ config: byHand });
  const { shell, id } = service;
  await using first = runs(service, id);
  await service.event("WeightConfirmed");
  const [second, third] = [await anotherRelease(service, "1.2.0"), await anotherRelease(service, "1.3.0")];
  await using secondRun = runs(service, second.id);
  await queued(service, 1);
  await secondRun.signal("SIGKILL");
  await using _third = runs(service, third.id);
  await queued(service, 2);
  expect(await shell.headgate("cancel", second.id, "--reason", "superseded", "--as", "ada")).toMatchObject({ exit: 0 });
  expect((await environment(service)).waiting.map(({ release }) => release)).toEqual([third.id]);

  expect(await shell.headgate("rollback", id, "--reason", "complaints", "--as", "ada")).toMatchObject({ exit: 0 });
  expect(await first.exit, first.said()).toBe(3);
  await third.until("has its weight", ({ weightAt }) => weightAt !== null);
  expect((await environment(service)).waiting).toEqual([]);
});

test("T35, T36: the order survives that everybody is killed, and does not depend on who comes back first", async () => {
  await using service = await startService({ config: byHand });
  const { shell, id } = service;
  await using first = runs(service, id);
  await service.event("WeightConfirmed");
  const [second, third] = [await anotherRelease(service, "1.2.0"), await anotherRelease(service, "1.3.0")];
  await using secondRun = runs(service, second.id);
  await queued(service, 1);
  await using thirdRun = runs(service, third.id);
  await queued(service, 2);
  for (const one of [first, secondRun, thirdRun]) await one.signal("SIGKILL");

  // Back comes the last one first.
  await using _thirdAgain = startHeadgate(shell.path, "run", third.id);
  expect(await shell.headgate("rollback", id, "--reason", "complaints", "--as", "ada")).toMatchObject({ exit: 0 });
  await waitsBehind(third, /waits behind shop-1\.2\.0\/production-deploy-1, which waits since/);
  expect((await shell.headgate("env", "show", "production")).out).toContain("headgate run shop-1.2.0");
  await using _secondAgain = startHeadgate(shell.path, "run", second.id);
  await second.until("has its weight", ({ weightAt }) => weightAt !== null);
  expect((await third.rollout()).phase).toBe("waiting");
});
