import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startService } from "../support/service.ts";
import { deployRollout, lessonRecord, processText, stageText } from "../support/service-process.ts";

test("T56: a record whose writing was cut off is written anew, and only a whole one counts as sealed", async () => {
  const stage = stageText("production", [], [deployRollout, lessonRecord]);
  await using service = await startService({
    process: processText([stage], ["deploy", "lesson"]),
    config: { waits: { "rollback-window": "1s" } },
  });
  const { shell, id, engine } = service;
  {
    await using _conductor = service.conduct();
    await service.start();
    await service.event("EnvironmentFreed");
  }
  await shell.write("lesson.yaml", "learnt: to write in one go\n");
  expect((await shell.headgate("file", id, "lesson", "lesson.yaml", "--as", "ada")).exit).toBe(0);
  expect(await engine.command(id, { kind: "system", id: "headgate" }, { type: "CloseRelease" })).toMatchObject({
    ok: true,
  });
  // What a kill leaves behind: some files, and not the signed head, which comes last.
  const folder = join(shell.path, ".headgate/records", `${id}-${(await engine.load(id)).version}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "entries.jsonl"), '{"stream":"release/');

  expect((await shell.headgate("run", id)).exit).toBe(0);

  expect((await service.release()).sealed?.folder).toBe(folder);
  expect(await shell.headgate("verify", folder)).toMatchObject({ exit: 0 });
});
