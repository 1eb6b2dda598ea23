import { join } from "node:path";
import { expect, test } from "vitest";
import { readEnvironment, writeEnvironment } from "../../src/conductor/environment-store.ts";
import { instant } from "../../src/domain/units.ts";
import { splitterTraffic } from "../../src/drivers/traffic/splitter/driver.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { anotherRelease } from "../support/second-release.ts";
import { ada, startService, stepsOf } from "../support/service.ts";
import { soon } from "../support/split.ts";
import { startHeadgate } from "../support/start-headgate.ts";
import { until } from "../support/until.ts";

const byHand = { strategy: stepsOf([25, 100].map((weight) => [weight, "0s", "approval"])) };

test("T11: a person takes production from a rollout that does not end; it can do no more, and the next one goes on", async () => {
  await using service = await startService({ config: byHand });
  const { shell, id, engine } = service;
  await using first = startHeadgate(shell.path, "run", id, "deploy", "--as", "ada");
  await service.event("WeightConfirmed");
  const stuck = await service.rollout();
  const second = await anotherRelease(service, "1.2.0");
  await using _secondRun = startHeadgate(shell.path, "run", second.id, "deploy", "--as", "ada");
  await until("it waits", async () => (await engine.readEnvironment("shop", "production")).waiting.length === 1);
  await first.signal("SIGKILL");

  const unstick = (...words: string[]) => shell.headgate("env", "unstick", "production", ...words);
  expect(await unstick("--reason", "it hangs", "--as", "bot")).toMatchObject({ exit: 4 });
  expect(await unstick("--reason", "it hangs", "--as", "ben")).toMatchObject({ exit: 4 });
  expect(await unstick("--as", "ada")).toMatchObject({ exit: 2 });
  expect((await engine.readEnvironment("shop", "production")).heldBy?.rollout).toBe(stuck.id);
  const done = await unstick("--reason", "it hangs", "--as", "ada");
  expect(done).toMatchObject({ exit: 0, err: "", out: expect.stringContaining(`${stuck.id} has lost production`) });
  expect(done.out).not.toContain("could not be told");

  expect(await service.rollout()).toMatchObject({ phase: "rolled-back", freed: true });
  expect((await service.rollout()).rollback?.reason).toMatch(/hold was taken away by ada: it hangs/);
  // Whoever still conducts it with its old number is refused by the router itself.
  const traffic = splitterTraffic({
    folder: `${service.folder("production")}/splitter`,
    host: "127.0.0.1",
    port: Number(new URL(service.url).port),
  });
  await expect(traffic.set(await service.routes(), [stuck.hold, 1_000], soon())).rejects.toMatchObject({
    code: "DRIVER_FENCED",
  });

  await second.until("has its weight", ({ weightAt }) => weightAt !== null);
  expect(await service.shares()).not.toHaveProperty("1.1.0");
  const check = await shell.headgate("env", "check", "production");
  expect(check).toMatchObject({
    exit: 3,
    out: expect.stringContaining(`1.1.0 runs, and ${stuck.id} left it when its hold was taken away`),
  });
  expect(await unstick("--reason", "again", "--as", "ada")).toMatchObject({ exit: 0 }); // now it is the second one's turn
  expect(await unstick("--reason", "again", "--as", "ada")).toMatchObject({ exit: 4 });
});

test("T11: a conductor that is at work on it finds out, and stops", async () => {
  await using service = await startService({ config: byHand });
  const { shell, id } = service;
  await using run = startHeadgate(shell.path, "run", id, "deploy", "--as", "ada");
  await service.event("WeightConfirmed");
  const routes = await service.routes();

  expect(await shell.headgate("env", "unstick", "production", "--reason", "it hangs", "--as", "ada")).toMatchObject({
    exit: 0,
  });
  expect(await run.exit, run.said()).toBe(3);
  expect(run.said()).toContain("hold taken away by ada: it hangs");
  expect(await service.routes()).toEqual(routes);

  // What it left there is put right by saying what runs there.
  const adopt = [
    "adopt",
    "production",
    "--build",
    "builds/1.0.0",
    "--version",
    "1.0.0",
    "--reason",
    "good",
    "--as",
    "ada",
  ];
  expect(await shell.headgate(...adopt)).toMatchObject({ exit: 0 });
  expect(await shell.headgate("env", "check", "production")).toMatchObject({ exit: 0 });
  expect(await service.shares()).toEqual({ "1.0.0": 100 });
});

test("T11: a crash between taking the hold and telling the release changes nothing of it", async () => {
  await using service = await startService({ config: byHand });
  const { shell, id } = service;
  await using run = startHeadgate(shell.path, "run", id, "deploy", "--as", "ada");
  await service.event("WeightConfirmed");
  const { id: rollout } = await service.rollout();
  const store = openSqliteJournal(join(shell.path, ".headgate"));
  const taken = {
    type: "EnvironmentUnstuck",
    at: instant(Date.now()),
    rollout,
    by: "ada",
    candidate: null,
    reason: "it hangs",
  } as const;
  const { version } = await readEnvironment(store, "shop", "production");
  await writeEnvironment(store, "shop", "production", version, ada, taken);
  await store.close();

  expect(await run.exit, run.said()).toBe(3);
  expect(await service.rollout()).toMatchObject({ phase: "rolled-back", freed: true, rollback: { by: "ada" } });
});
