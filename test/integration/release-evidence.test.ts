import { expect, test } from "vitest";
import { instant } from "../../src/domain/units.ts";
import { type Service, startService, writeBuild } from "../support/service.ts";
import { deployRollout, lessonRecord, processText, stageText, testsCheck } from "../support/service-process.ts";
import { soon } from "../support/split.ts";

const good = `<testsuite name="all" tests="1" failures="0"><testcase name="a" classname="b"/></testsuite>`;
const go = `{ id: go, kind: approval, title: Go, owner: lead, why: Somebody has to care., statement: I say go., after: [tests], shows: [tests] }`;

const stateOf = async ({ engine, id }: Service, requirement: string): Promise<string | undefined> =>
  (await engine.status(id)).view.requirements.find(({ id }) => id === requirement)?.state;

test("T27: another build of a release begins anew: neither the report nor the approval of the first one counts", async () => {
  const stages = [stageText("entry", [], [testsCheck, go]), stageText("production", ["entry"], [deployRollout])];
  await using service = await startService({ process: processText(stages) });
  const { shell, id } = service;
  await shell.write("good.xml", good);
  const pass = async (): Promise<void> => {
    expect(await shell.headgate("import", id, "tests", "good.xml", "--as", "ben")).toMatchObject({ exit: 0 });
    expect(await shell.headgate("approve", id, "go", "--yes", "--as", "ada")).toMatchObject({ exit: 0 });
  };
  await pass();
  expect([await stateOf(service, "tests"), await stateOf(service, "go")]).toEqual(["pass", "pass"]);

  await writeBuild(shell.path, "1.1.1");
  const words = ["--version", "1.1.1", "--commit", "def", "--author", "ben@example.test", "--reason", "a typo"];
  expect(await shell.headgate("rebuild", id, "--build", "builds/1.1.1", ...words, "--as", "ada")).toMatchObject({
    exit: 0,
  });

  expect([await stateOf(service, "tests"), await stateOf(service, "go")]).toEqual(["stale", "missing"]);
  expect(await shell.headgate("run", id, "deploy", "--as", "ada")).toMatchObject({ exit: 3 });
  await pass();
  expect(await shell.headgate("run", id, "deploy", "--as", "ada")).toMatchObject({ exit: 0 });
  expect(await service.shares()).toEqual({ "1.1.1": 100 });
});

test("T39: what fell due many times while no conductor ran is done once, and not in a burst", async () => {
  const alive = `{ id: alive, kind: check, title: Alive, owner: lead, why: Users wait., probe: smoke, every: 1h }`;
  let ahead = 0;
  const now = () => instant(Date.now() + ahead);
  const process = processText([stageText("production", [], [alive, lessonRecord])], ["alive", "lesson"]);
  await using service = await startService({ now, process });
  const asked = async (): Promise<number> => {
    await service.engine.conduct(service.id, { signal: soon(), whenIdle: "return", onEntries: () => undefined });
    return (await service.events()).filter((event) => event.type === "EvidenceRecorded").length;
  };

  expect(await asked()).toBe(1);
  expect(await asked()).toBe(1);
  ahead = 5 * 24 * 3_600_000;
  expect(await asked()).toBe(2);
  ahead += 3_600_000;
  expect(await asked()).toBe(3);
});
