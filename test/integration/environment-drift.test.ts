import { join } from "node:path";
import { expect, test } from "vitest";
import { loadProject } from "../../src/cli/project.ts";
import { usualPace } from "../../src/conductor/conduct-pace.ts";
import type { News } from "../../src/conductor/engine.ts";
import { instant, millis, percent } from "../../src/domain/units.ts";
import { processInstances } from "../../src/drivers/instances/process/driver.ts";
import { splitterTraffic } from "../../src/drivers/traffic/splitter/driver.ts";
import { livingIn } from "../support/instance-processes.ts";
import { type Service, startService } from "../support/service.ts";
import { buildOf, soon } from "../support/split.ts";
import { backend } from "../support/start-backend.ts";
import { until } from "../support/until.ts";

/** The drivers as somebody with a shell on the machine would have them, past Headgate. */
const byHand = (service: Service) => ({
  instances: processInstances({
    folder: join(service.folder("production"), "instances"),
    builds: () => join(service.shell.path, "builds/1.1.0"),
    folderOf: () => join(service.shell.path, "builds/1.1.0"),
    command: [process.execPath, "server.mjs"],
    env: { FAULTS: join(service.shell.path, "faults") },
    ready: "/healthz",
    readyWithin: millis(20_000),
    stopWithin: millis(5_000),
    now: () => instant(Date.now()),
  }),
  traffic: splitterTraffic({
    folder: join(service.folder("production"), "splitter"),
    host: "127.0.0.1",
    port: Number(new URL(service.url).port),
  }),
});

const recorded = async ({ engine }: Service) => (await engine.readEnvironment("shop", "production")).unauthorised;

test("R203: a build that somebody started and routed by hand is found, told once, and gone when it was put right", async () => {
  let later = 0;
  await using service = await startService({ now: () => instant(Date.now() + later) });
  const { shell, engine } = service;
  const { config } = await loadProject(shell.path);
  const { instances, traffic } = byHand(service);
  const look = () => engine.watchEnvironments(config, soon());
  const version = async () => (await engine.readEnvironment("shop", "production")).version;
  expect(await shell.headgate("env", "check", "production")).toMatchObject({ exit: 0 });

  const stranger = { digest: buildOf("e"), version: "by hand" };
  const [view] = await instances.bring(stranger, 1, soon());
  const [ours] = await service.routes();
  const routes = [
    { ...ours!, weight: percent(90) },
    { build: stranger.digest, endpoints: [view!.endpoint], weight: percent(10) },
  ];
  await traffic.set(routes, [1_000, 0], soon());

  const check = await shell.headgate("env", "check", "production");
  expect(check.exit).toBe(3);
  expect(check.out.trim().split("\n")).toEqual([
    `build ${stranger.digest.slice(0, 19)} runs, and nobody released it here: ${view!.id} at ${view!.endpoint}`,
    `build ${stranger.digest.slice(0, 19)} gets 10 % of the traffic, and nobody released it here`,
    "1.0.0 gets 90 % of the traffic instead of 100 %",
  ]);
  // An adoption may still be on its way: nobody is alarmed before it can be over.
  expect(await look()).toEqual([]);
  later = 300_000;
  const before = await version();
  expect((await look())[0]?.findings).toHaveLength(3);
  await look();
  expect(await version()).toBe(before + 1);
  expect((await recorded(service))?.findings).toHaveLength(3);
  expect((await shell.headgate("status")).out).toContain("UNAUTHORISED CHANGE in production");
  expect((await shell.headgate("env")).out).toContain("gets 10 % of the traffic");

  await traffic.set([{ ...ours!, weight: percent(100) }], [1_000, 0], soon());
  await instances.remove(stranger.digest, [], soon());
  await look();
  await look();
  expect(await version()).toBe(before + 2);
  expect(await recorded(service)).toBeNull();
  expect((await shell.headgate("status")).out).not.toContain("UNAUTHORISED");
});

test("R203: who conducts tells of a build that was started by hand, within a minute and once, and that it is gone", async () => {
  let later = 0;
  await using service = await startService({ now: () => instant(Date.now() + later) });
  // The adoption can be over by now.
  later = 300_000;
  const { shell, engine } = service;
  const { config } = await loadProject(shell.path);
  const { instances } = byHand(service);
  const told: News[] = [];
  const stop = new AbortController();
  const conducting = engine.conductMany({
    signal: stop.signal,
    onNews: (news) => told.push(news),
    services: async () => [config],
    pace: { ...usualPace, watch: 50 },
  });
  expect(usualPace.watch).toBeLessThanOrEqual(60_000);
  const unauthorised = () => told.flatMap((news) => (news.kind === "unauthorised" ? [news.findings.length] : []));

  const stranger = { digest: buildOf("e"), version: "by hand" };
  await instances.bring(stranger, 1, soon());
  await until("it is told", () => unauthorised().length === 1);
  await instances.remove(stranger.digest, [], soon());
  await until("its end is told", () => unauthorised().length === 2);
  stop.abort();
  await conducting;

  expect(unauthorised()).toEqual([1, 0]);
});

test("R203: a server that is none of our instances is found in the routes", async () => {
  await using service = await startService();
  await using stranger = await backend("by hand");
  const [ours] = await service.routes();
  const { traffic } = byHand(service);
  const routes = [{ ...ours!, endpoints: [...ours!.endpoints, stranger.endpoint] }];
  await traffic.set(routes, [1_000, 0], soon());

  expect(await service.shell.headgate("env", "check", "production")).toMatchObject({
    exit: 3,
    out: `${stranger.endpoint} gets requests as 1.0.0, and no instance of ours is there\n`,
  });
});

test("R203: a build in service that does not run any more is found", async () => {
  await using service = await startService();
  for (const { pid } of await livingIn(service.folder("production"))) process.kill(pid, "SIGKILL");

  const { exit, out } = await service.shell.headgate("env", "check", "production");
  expect({ exit, out }).toEqual({
    exit: 3,
    out: expect.stringContaining("no instance of 1.0.0, the build in service"),
  });
});

test("T42: adopting what is in service again erases nothing, writes nothing, and makes it so again", async () => {
  await using service = await startService();
  const { shell, engine } = service;
  const before = await engine.readEnvironment("shop", "production");
  for (const { pid } of await livingIn(service.folder("production"))) process.kill(pid, "SIGKILL");
  const words = ["--build", "builds/1.0.0", "--version", "1.0.0", "--reason", "once more", "--as", "ada"];

  expect(await shell.headgate("adopt", "production", ...words)).toMatchObject({ exit: 0 });

  expect(await engine.readEnvironment("shop", "production")).toEqual(before);
  expect(await shell.headgate("env", "check", "production")).toMatchObject({ exit: 0 });
});
