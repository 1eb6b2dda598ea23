import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { begin, conductOn, expectOnce } from "../support/crash.ts";
import { type Service, startService, stepsOf } from "../support/service.ts";
import { until } from "../support/until.ts";

const node = process.execPath;
const write = (name: string, ms: number): readonly string[] => [
  ...[node, "-e"],
  `require("node:fs").appendFileSync("steps.txt", "${name} begins\\n");
   setTimeout(() => require("node:fs").appendFileSync("steps.txt", "${name} ends\\n"), ${ms});`,
];
const command = (title: string, at: string, ms = 0) => ({
  ...{ title, at, owner: "lead", expected: `${title} is done`, command: write(title, ms) },
  verify: [
    node,
    "-e",
    `process.exit(require("node:fs").readFileSync("steps.txt", "utf8").includes("${title} ends") ? 0 : 1)`,
  ],
});
const manual = (title: string, at: string) => ({
  ...{ title, at, owner: "lead", expected: `${title} is done`, verify: "look at it" },
});

const strategy = stepsOf([
  [50, "100ms"],
  [100, "100ms"],
]);
const runbook = [
  command("one", "before-rollout"),
  command("two", "before-traffic"),
  command("three", "after-step 1"),
  command("four", "after-step 2", 1_500),
  command("five", "after-promote"),
];

const linesOf = async ({ shell }: Service): Promise<readonly string[]> =>
  (await readFile(join(shell.path, "steps.txt"), "utf8").catch(() => "")).trim().split("\n");
const twice = (name: string) => [`${name} begins`, `${name} ends`];

test("R74: the runner is killed at step 4: restarted, it goes on at 4, and no step is run twice", async () => {
  await using service = await startService({ config: { strategy, runbook } });

  // While its command runs, which goes on by itself.
  await using killed = await begin(service);
  await until("step 4 runs", async () => (await linesOf(service)).at(-1) === "four begins", 40_000);
  await killed.signal("SIGKILL");
  expect(await linesOf(service)).toEqual([...twice("one"), ...twice("two"), ...twice("three"), "four begins"]);
  await conductOn(service);
  await service.event("OwnStepDone", 5);

  expect(await linesOf(service)).toEqual(["one", "two", "three", "four", "five"].flatMap(twice));
  const { ownStates, candidate, baseline, phase } = await service.rollout();
  expect(phase).toBe("promoted");
  expect(Object.values(ownStates).map(({ state, exit, by }) => [state, exit, by])).toEqual(
    Array(5).fill(["done", 0, "headgate"]),
  );
  await expectOnce(
    service,
    [candidate, candidate, baseline!, baseline!].map(({ digest }) => digest),
  );
}, 120_000);

test("R74: a command that its proof does not bear out has failed, and the rollout goes back", async () => {
  const unproven = {
    ...command("one", "before-traffic"),
    verify: [node, "-e", "console.log('cold'); process.exit(7)"],
  };
  await using service = await startService({ config: { strategy, runbook: [unproven] } });
  await using _conductor = service.conduct();
  await service.start();
  const { rollback, ownStates } = await service.phase("rolled-back");
  expect(rollback).toMatchObject({ severity: "high", reason: expect.stringContaining("ended with 7") });
  expect(Object.values(ownStates)).toMatchObject([{ state: "failed", exit: 7 }]);
});

test("R74, R126: people see the runbook, are waited for, and say how their step went on the command line", async () => {
  const steps = [manual("Tell the warehouse", "before-traffic"), command("two", "after-step 2")];
  await using service = await startService({ config: { strategy, runbook: steps } });
  const { shell, id } = service;

  const dry = await shell.headgate("runbook", id, "--dry-run");
  expect(dry.exit, dry.err).toBe(0);
  for (const words of ["Tell the warehouse", "by people", "would run:", "expected: two is done", "The way back"])
    expect(dry.out).toContain(words);
  const { steps: printed, back, rollout } = JSON.parse((await shell.headgate("runbook", id, "--json")).out);
  const planned = (await service.release()).plan.runbook.steps;
  expect(printed.map(({ number, title }: { number: number; title: string }) => [number, title])).toEqual(
    planned.map(({ number, title }) => [number, title]),
  );
  expect([rollout.length, back.length]).toEqual([2, expect.any(Number)]);
  // R126: nothing was run by printing it.
  expect((await service.release()).rollouts).toEqual([]);

  const number = planned.find(({ own }) => own?.title === "Tell the warehouse")!.number;
  await using _conductor = service.conduct();
  await service.start();
  await service.event("OwnStepStarted");
  const asked = await shell.headgate("status", id);
  expect(asked.out).toContain(`for step ${number} of the runbook (Tell the warehouse), until `);
  expect(asked.out).toContain(`headgate step ${id} ${number} --done`);
  const early = await shell.headgate("step", id, `${number + 20}`, "--done", "--as", "ada");
  expect([early.exit, early.err]).toEqual([2, expect.stringContaining("is none that people confirm")]);
  const unsaid = await shell.headgate("step", id, `${number}`, "--as", "ada");
  expect(unsaid.exit).toBe(2);
  const others = await shell.headgate("step", id, `${number}`, "--done", "--as", "ben");
  expect([others.exit, others.err]).toEqual([4, expect.stringContaining("does not hold the role")]);

  const done = await shell.headgate("step", id, `${number}`, "--done", "--note", "ticket 812", "--as", "ada");
  expect([done.exit, done.out]).toEqual([0, expect.stringContaining("done by ada: ticket 812")]);
  await service.phase("promoted");
  await until("the command is done", async () => (await linesOf(service)).length === 2);
  expect((await shell.headgate("runbook", id)).out).toContain("Tell the warehouse  done");
}, 60_000);
