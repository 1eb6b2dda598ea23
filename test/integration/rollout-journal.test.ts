import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { releasesAnswer } from "../../src/api/status-answer.ts";
import { verifyAnswer } from "../../src/api/verify-answer.ts";
import type { Said } from "../support/headgate.ts";
import { livingIn, processesBelow } from "../support/instance-processes.ts";
import { type Service, startService } from "../support/service.ts";
import { tamper } from "../support/tamper.ts";

const json = ({ out }: Said) => JSON.parse(out);
const stateOf = ({ shell }: Service): string => join(shell.path, ".headgate");

/** Rolled out, its rollback window over, closed and sealed. */
const closed = async (): Promise<Service> => {
  const service = await startService({ config: { waits: { "rollback-window": "1s" } } });
  expect((await service.shell.headgate("run", service.id, "deploy", "--as", "ada")).exit).toBe(0);
  expect((await service.shell.headgate("run", service.id, "--wait")).exit).toBe(0);
  return service;
};

describe("R90: what was done stands in a history that cannot be edited unnoticed", () => {
  test("every step with its time, and an edited line is named", async () => {
    await using service = await closed();
    const { shell, id } = service;

    const { out } = await shell.headgate("history", id);
    const { entries } = json(await shell.headgate("history", id, "--json")) as {
      entries: { version: number; type: string }[];
    };
    expect(out).toMatch(/\d\d:\d\d:\d\d\.\d{3}Z {2}headgate .*candidate at 25 %: read back from the router/);
    expect(out.trim().split("\n")).toHaveLength(entries.length);
    expect((await shell.headgate("verify")).exit).toBe(0);

    const { version } = entries.find(({ type }) => type === "WeightConfirmed")!;
    tamper(
      stateOf(service),
      `UPDATE entries SET data = replace(data, '25', '20') WHERE stream = 'release/${id}' AND version = ${version}`,
    );
    const verified = await shell.headgate("verify", "--json");

    expect(verified.exit).toBe(3);
    const { ok, problems } = verifyAnswer.parse(json(verified));
    expect(ok).toBe(false);
    expect(problems).toEqual([expect.stringContaining(`release/${id}, entry ${version}`)]);
  });

  test("the sealed record names a line that was edited after it was handed over", async () => {
    await using service = await closed();
    const { folder } = (await service.release()).sealed!;
    expect((await service.shell.headgate("verify", folder)).exit).toBe(0);

    const path = join(folder, "entries.jsonl");
    const lines = (await readFile(path, "utf8")).split("\n");
    const at = lines.findIndex((line) => line.includes("WeightConfirmed"));
    const { version } = JSON.parse(lines[at]!) as { version: number };
    await writeFile(path, lines.with(at, lines[at]!.replace('"weight":25', '"weight":20')).join("\n"));
    const { exit, out } = await service.shell.headgate("verify", folder);

    expect(exit).toBe(3);
    expect(out).toContain("NOT as it was written");
    expect(out).toMatch(new RegExp(`release/${service.id}.+${version}\\b`));
  });
});

test("T41: one corrupt history leaves the list answering for all the others, and is named in its own line", async () => {
  await using service = await startService();
  const { shell, id } = service;
  const open = [
    "open",
    "--version",
    "1.2.0",
    "--build",
    "builds/1.1.0",
    "--commit",
    "x",
    "--author",
    "ben@example.test",
    "--as",
    "ada",
  ];
  expect((await shell.headgate(...open)).exit).toBe(0);
  tamper(stateOf(service), `UPDATE entries SET data = '{torn' WHERE stream = 'release/${id}' AND version = 1`);

  const list = await shell.headgate("status", "--json");

  expect(list.exit).toBe(0);
  const { releases } = releasesAnswer.parse(json(list));
  expect(releases.find((one) => one.id === "shop-1.2.0")).toMatchObject({ problem: null, blocking: 1 });
  expect(releases.find((one) => one.id === id)?.problem).toContain("damaged");
  expect((await shell.headgate("status")).out).toContain("shop-1.2.0");
  expect((await shell.headgate("status", id)).exit).toBe(1);
  expect((await shell.headgate("gate", id, "production")).exit).not.toBe(0);
});

test("T54: with a journal that cannot be read the answer is no, and nothing is started", async () => {
  await using service = await startService();
  const { shell, id, engine } = service;
  const before = await processesBelow(stateOf(service));
  const instances = await livingIn(service.folder("production"));
  await engine[Symbol.asyncDispose]();
  for (const file of ["journal.db", "journal.db-wal", "journal.db-shm"])
    await writeFile(join(stateOf(service), file), "this is no journal");

  for (const argv of [
    ["run", id, "deploy", "--as", "ada"],
    ["run", id],
    ["gate", id, "production"],
    ["status", id],
    ["approve", id, "deploy", "--as", "ada", "--yes"],
    ["verify"],
  ]) {
    const { exit, out, err } = await shell.headgate(...argv);
    expect([argv[0], exit, out]).toEqual([argv[0], 1, ""]);
    expect(err).toContain("journal");
  }
  expect(await livingIn(service.folder("production"))).toEqual(instances);
  expect(await processesBelow(stateOf(service))).toEqual(before);
});
