import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startService } from "../support/service.ts";
import { deployRollout, drillCheck, drillRollout, processText, stageText } from "../support/service-process.ts";

const process_ = processText([
  stageText("staging", [], [drillRollout, drillCheck]),
  stageText("production", ["staging"], [deployRollout]),
]);
const setup = { process: process_, adopted: ["staging", "production"] } as const;

test("R44, R127: production opens after a real drill, and after nothing that only says so", async () => {
  await using service = await startService(setup);
  const { shell, id, engine } = service;
  const deploy = () => shell.headgate("run", id, "deploy", "--as", "ada");

  expect(await deploy()).toMatchObject({ exit: 3, err: expect.stringContaining("staging") });
  await shell.write("tested.txt", "rollback was tested, it works\n");
  const said = await shell.headgate(
    "import",
    id,
    "checklist.rollback",
    "tested.txt",
    "--format",
    "figures",
    "--as",
    "ada",
  );
  expect(said).toMatchObject({ exit: 4, out: expect.stringContaining("only by what Headgate itself saw") });
  await shell.write(
    "tested.json",
    JSON.stringify({ figures: { seconds: 4, smokeFailed: 0, dataChanged: 0, sameRunbook: 1 } }),
  );
  expect(
    (await shell.headgate("import", id, "checklist.rollback", "tested.json", "--format", "figures", "--as", "ada"))
      .exit,
  ).toBe(4);
  expect(await shell.headgate("import", id, "checklist.rollback", "tested.json", "--as", "ada")).toMatchObject({
    exit: 2,
  });
  expect((await deploy()).exit).toBe(3);

  expect((await shell.headgate("run", id, "staging.drill", "--as", "ada")).exit).toBe(0);

  const { release } = await engine.load(id);
  const { report } = release.evidence["checklist.rollback"]!;
  const { rollback, runbook } = release.rollouts[0]!;
  expect(report?.figures).toEqual({
    seconds: (rollback!.healthyAt! - rollback!.at) / 1000,
    smokeFailed: 0,
    dataChanged: 0,
    sameRunbook: 1,
  });
  expect(report!.figures.seconds).toBeGreaterThan(0);
  expect(runbook).toBe(release.plan.runbook.digest);
  expect((await shell.headgate("show", id, "checklist.rollback")).out).toContain("seconds");
  expect((await deploy()).exit).toBe(0);
});

test("R53: a strategy that was changed after the rehearsal is refused in production", async () => {
  await using service = await startService(setup);
  const { shell, id } = service;
  expect((await shell.headgate("run", id, "staging.drill", "--as", "ada")).exit).toBe(0);
  const before = await readFile(join(shell.path, "headgate.yaml"), "utf8");

  await shell.write("headgate.yaml", before.replace("weight: 25", "weight: 30"));
  expect(await shell.headgate("run", id, "deploy", "--as", "ada", "--json")).toMatchObject({
    exit: 4,
    err: expect.stringContaining("NOT_REHEARSED"),
  });
  expect((await service.release()).rollouts).toHaveLength(1);

  await shell.write("headgate.yaml", before);
  expect((await shell.headgate("run", id, "deploy", "--as", "ada")).exit).toBe(0);
});
