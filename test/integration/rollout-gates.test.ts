import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { statusAnswer } from "../../src/api/status-answer.ts";
import { toStatusAnswer } from "../../src/api/to-status-answer.ts";
import { allCommands } from "../../src/cli/commands.ts";
import type { Said } from "../support/headgate.ts";
import { livingIn } from "../support/instance-processes.ts";
import { ada, type Service, startService } from "../support/service.ts";
import {
  deployRollout,
  drillCheck,
  drillRollout,
  lessonRecord,
  outputsCheck,
  processText,
  stageText,
  testsCheck,
} from "../support/service-process.ts";

const json = ({ out }: Said) => JSON.parse(out);
const good = `<testsuite name="all" tests="1" failures="0"><testcase name="a" classname="b"/></testsuite>`;

/** Entry, a drill in staging, production, and one thing to leave behind. */
const blocked = (): Promise<Service> =>
  startService({
    process: processText(
      [
        stageText("entry", [], [testsCheck]),
        stageText("staging", ["entry"], [drillRollout, drillCheck]),
        stageText("production", ["staging"], [deployRollout]),
        stageText("closure", ["production"], [lessonRecord, outputsCheck]),
      ],
      ["deploy", "lesson", "outputs"],
      "outputs:\n  - { id: lessons, title: Lessons, requirement: lesson }\n",
    ),
    adopted: ["staging", "production"],
    config: { waits: { "rollback-window": "1s" } },
  });

test("R11, R19: nothing is rehearsed or rolled out while the entry gate is closed; what is missing and who owes it is said", async () => {
  await using service = await blocked();
  const { shell, id } = service;
  const before = await livingIn(service.folder("staging"));

  const drill = await shell.headgate("run", id, "staging.drill", "--as", "ada");
  const run = await shell.headgate("run", id);

  expect(drill).toMatchObject({
    exit: 3,
    err: expect.stringContaining("staging.drill is not possible yet: these are open: entry"),
  });
  expect(run).toMatchObject({ exit: 3, out: expect.stringMatching(/tests[\s\S]+Ada Reyes/) });
  expect(await shell.headgate("run", id, "deploy", "--as", "ada")).toMatchObject({ exit: 3 });
  expect((await service.release()).rollouts).toEqual([]);
  expect(await livingIn(service.folder("staging"))).toEqual(before);
  expect((await shell.headgate("history", id)).out).toMatch(/ada .+GATE_CLOSED/); // who tried stands in the history

  await shell.write("good.xml", good);
  expect((await shell.headgate("import", id, "tests", "good.xml", "--as", "ben")).exit).toBe(0);
  expect((await shell.headgate("run", id, "staging.drill", "--as", "ada")).exit).toBe(0);
});

test("R207: the command line and the engine give the same status, and no blocked gate exits with 0", async () => {
  await using service = await blocked();
  const { shell, id, engine } = service;

  const told = statusAnswer.parse(json(await shell.headgate("status", id, "--all", "--json")));
  const own = toStatusAnswer(await engine.status(id), engine.now(), true);

  expect({ ...told, at: "" }).toEqual({ ...JSON.parse(JSON.stringify(own)), at: "" });
  for (const stage of ["entry", "staging", "production", "closure", "exit"])
    expect([stage, (await shell.headgate("gate", id, stage)).exit]).toEqual([stage, 3]);
  expect(await shell.headgate("gate", id, "exit", "--json")).toMatchObject({ exit: 3 });
});

test("R13, R177: a release is not closed while an output is missing, whoever asks", async () => {
  await using service = await blocked();
  const { shell, id, engine } = service;
  await shell.write("good.xml", good);
  await shell.headgate("import", id, "tests", "good.xml", "--as", "ben");
  await shell.headgate("run", id, "staging.drill", "--as", "ada");
  expect((await shell.headgate("run", id, "deploy", "--as", "ada")).exit).toBe(0);

  const { outputs } = json(await shell.headgate("outputs", id, "--json"));
  expect(outputs).toMatchObject([{ id: "lessons", state: "missing" }]);
  const asSystem = await engine.command(id, { kind: "system", id: "headgate" }, { type: "CloseRelease" });
  expect(asSystem).toMatchObject({
    ok: false,
    refusal: { code: "GATE_CLOSED", detail: { gates: expect.stringContaining("done") } },
  });
  expect(await engine.command(id, ada, { type: "CloseRelease" })).toMatchObject({ ok: false });
  expect((await service.release()).phase).toBe("open");

  await shell.write("lesson.yaml", "learnt: to look twice\n");
  expect((await shell.headgate("file", id, "lesson", "lesson.yaml", "--as", "ada")).exit).toBe(0);
  const began = performance.now();
  expect(await shell.headgate("run", id, "--wait")).toMatchObject({ exit: 0 });
  expect(performance.now() - began).toBeLessThan(30_000); // it ends by itself when the release does
  expect((await service.release()).phase).toBe("closed");
  expect(json(await shell.headgate("outputs", id, "--json")).outputs).toMatchObject([{ state: "pass" }]);
});

describe("R38: nobody can mark a check as passed", () => {
  test("no command has an option that could", async () => {
    const commands = await Promise.all(allCommands.map(async ({ load }) => await load()));
    const typed = commands.flatMap(({ name, options }) => Object.keys(options).map((option) => [name, option]));

    expect(typed.length).toBeGreaterThan(20);
    const forbidden = /state|status|pass|force|skip|override|ignore|tick|mark/i;
    expect(typed.filter(([, option]) => forbidden.test(option!))).toEqual([]);
  });

  test("a check that Headgate answers itself takes no report, no record, no binding and no command", async () => {
    await using service = await blocked();
    const { shell, id, engine } = service;
    const figures = { figures: { seconds: 4, smokeFailed: 0, dataChanged: 0, sameRunbook: 1 } };
    await shell.write("drill.json", JSON.stringify(figures));
    const check = "checklist.rollback";
    const evidence = {
      ...{
        requirement: check,
        part: "",
        format: "figures",
        parser: "figures/1",
        source: "me",
        raw: (await service.release()).build.digest,
      },
      ...{ at: engine.now(), build: (await service.release()).build.digest, environment: "staging", problem: null },
      report: {
        figures: figures.figures,
        texts: {},
        lists: {},
        findings: [],
        build: null,
        madeAt: null,
        tool: "me",
        signer: null,
      },
    };

    const attempts = [
      await shell.headgate("import", id, check, "drill.json", "--format", "figures", "--as", "ada"),
      await shell.headgate("file", id, check, "drill.json", "--as", "ada"),
      await shell.headgate("approve", id, check, "--as", "ada", "--yes"),
      await shell.headgate("task", id, check, "--note", "done", "--as", "ada"),
    ];
    expect(attempts.map(({ exit }) => exit)).not.toContain(0);
    for (const origin of ["probe", "import"] as const)
      expect(await engine.command(id, ada, { type: "RecordEvidence", origin, evidence })).toMatchObject({
        ok: false,
        refusal: { code: "NOT_BY_REPORT" },
      });
    const yaml = await readFile(join(shell.path, "headgate.yaml"), "utf8");
    await shell.write("headgate.yaml", `${yaml}checks:\n  ${check}: { file: drill.json, format: figures }\n`);
    expect(await shell.headgate("check")).toMatchObject({ exit: 5, err: expect.stringContaining(check) });
    expect((await service.release()).evidence).toEqual({});
  });
});

test("T42: opening twice erases nothing, and another build under the same name is refused", async () => {
  await using service = await blocked();
  const { shell, id } = service;
  await shell.write("good.xml", good);
  await shell.headgate("import", id, "tests", "good.xml", "--as", "ben");
  const before = await service.events();
  const open = (build: string) =>
    shell.headgate(
      "open",
      "--version",
      "1.1.0",
      "--build",
      build,
      "--commit",
      "x",
      "--author",
      "ben@example.test",
      "--as",
      "ada",
    );

  expect(await open("builds/1.1.0")).toMatchObject({ exit: 0, out: expect.stringContaining("nothing was changed") });
  expect(await service.events()).toEqual(before);
  expect(await open("builds/1.0.0")).toMatchObject({ exit: 4 });
  expect((await service.events()).slice(0, before.length)).toEqual(before);
  expect((await service.release()).evidence.tests).toBeDefined();
});
