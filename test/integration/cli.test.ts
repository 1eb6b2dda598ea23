import { describe, expect, test } from "vitest";
import { releasesAnswer, statusAnswer } from "../../src/api/status-answer.ts";
import { verifyAnswer } from "../../src/api/verify-answer.ts";
import { headgateSchema, processSchema } from "../../src/config/json-schema.ts";
import { freePort } from "../../src/free-port.ts";
import { type Said, type Shell, shell } from "../support/headgate.ts";

const json = ({ out }: Said): unknown => JSON.parse(out);

describe("before there is a release", () => {
  test("init writes a file that check takes, and never overwrites it", async () => {
    await using here = await shell();
    await here.write(".gitignore", "dist");

    expect(await here.headgate("init", "--service", "shop")).toMatchObject({ exit: 0, err: "" });
    expect(await here.headgate("check")).toMatchObject({ exit: 0, err: "" });
    expect((await here.headgate("init")).exit).toBe(4);
    expect((await here.headgate("plan")).out).toContain("Missing");
    await here.write("below/it/file", "");
    expect((await here.headgate("check", "-C", "below/it")).exit).toBe(0); // found upward, as git does
  });

  test("the schemas of both files are printed for editors, wherever one stands", async () => {
    await using here = await shell();

    expect(json(await here.headgate("schema"))).toEqual(headgateSchema());
    expect(json(await here.headgate("schema", "process", "--json"))).toEqual(processSchema());
    expect(await here.headgate("schema", "shop")).toMatchObject({ exit: 2, out: "" });
  });

  test("a folder without headgate.yaml is a matter of configuration", async () => {
    await using here = await shell();

    const { exit, err } = await here.headgate("status");

    expect(exit).toBe(5);
    expect(err).toMatch(/^There is no headgate\.yaml in .+ or above it\.\nWrite one: headgate init\n$/);
  });

  test("every problem of the file is named at once, by file and line", async () => {
    await using here = await shell();
    await here.write("headgate.yaml", "service: Shop!\nowner: 3\npeople:\n  ada: { nmae: Ada }\n");

    const text = await here.headgate("check");
    const { problems } = json(await here.headgate("check", "--json")) as { problems: { line: number }[] };

    expect(text.exit).toBe(5);
    const lines = text.err.split("\n").filter((line) => /^headgate\.yaml:\d+ \S+: .+; .+/.test(line));
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(problems.length).toBe(lines.length);
    expect((await here.headgate("open", "--version", "1", "--build", ".", "--as", "ada")).exit).toBe(5);
  });

  test("a wrong word is usage, and the nearest right one is named", async () => {
    await using here = await shell();

    expect(await here.headgate("staus")).toEqual({
      exit: 2,
      out: "",
      err: "There is no command staus.\nDid you mean headgate status?\n",
    });
    expect(await here.headgate("status", "--jsn")).toMatchObject({
      exit: 2,
      err: "headgate status has no option --jsn.\nDid you mean --json?\n",
    });
    const { error } = JSON.parse((await here.headgate("status", "--jsn", "--json")).err);
    expect(error).toMatchObject({ code: "USAGE", fix: "Did you mean --json?" });
  });

  test("help needs no folder", async () => {
    await using here = await shell();

    expect((await here.headgate("--help")).out).toContain("Exit codes:");
    expect((await here.headgate("waive", "--help")).out).toContain("Usage: headgate waive RELEASE REQUIREMENT");
    expect((await here.headgate("help", "status")).out).toContain("Examples:");
    expect((await here.headgate("--version")).out).toMatch(/^headgate \d+\.\d+\.\d+\n$/);
  });
});

/** Goes to production behind one approval; short, but through the same gates as any other. */
const process_ = `process: short
version: "1"
rollback-window: 1h
rollback-target: 1m
roles:
  - { id: lead, title: Lead, charge: Answers for all. }
stages:
  - id: entry
    title: Entry
    purpose: Begin.
    budget: 1h
    requirements:
      - { id: tests, kind: check, title: Tests pass, owner: lead, why: Faults are cheap here., reports: [junit], rules: [{ figure: failed, max: 0, otherwise: "{value} failed" }] }
      - { id: go, kind: approval, title: The go, owner: lead, why: Somebody answers for it., statement: I want this., shows: [tests, "fact:build"], after: [tests] }
  - id: production
    title: Production
    purpose: Bring it to users.
    after: [entry]
    budget: 1h
    requirements:
      - { id: deploy, kind: rollout, title: Rolled out, owner: lead, why: So that users get it., environment: production, purpose: deploy }
      - { id: lesson, kind: record, title: What was learnt, owner: lead, why: We learn., after: [deploy], fields: [{ name: learnt, asks: What? }] }
exit-gates:
  - { id: done, title: Done, requires: [deploy, lesson] }
severities:
  - { id: critical, means: Down., roll-back-after: 0s }
  - { id: high, means: Broken., roll-back-after: 1h, escalate-after: 45m }
  - { id: medium, means: Wrong., decide-within: 4h }
  - { id: low, means: Ugly. }
outputs:
  - { id: lessons, title: Lessons, requirement: lesson }
`;

const config = (ports: readonly number[], bake: string): string => `service: shop
owner: ada
practice: true
people:
  ada: { name: Ada Reyes, email: ada@example.test, roles: [lead] }
  ben: { name: Ben Okoye, email: ben@example.test }
  bot: { name: Release bot, email: bot@example.test, kind: agent }
environments:
  staging: { listen: "127.0.0.1:${ports[0]}", instances: { command: ["${process.execPath}", server.mjs] } }
  production: { listen: "127.0.0.1:${ports[1]}", instances: { command: ["${process.execPath}", server.mjs] } }
strategy: { canary: [{ weight: 50, bake: 0s, gates: [] }, { weight: 100, bake: ${bake}, gates: [] }] }
data: none
`;

const server = (says: string): string => `import { createServer } from "node:http";
const server = createServer((_, answer) => answer.end("${says}")).listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => server.close());
`;

const junit = (failures: number): string =>
  `<testsuite name="all" tests="1" failures="${failures}"><testcase name="a" classname="b">${failures > 0 ? "<failure/>" : ""}</testcase></testsuite>`;

/** `shop-1.1.0` is open, and 1.0.0 is in service. */
const opened = async (here: Shell, bake: string): Promise<void> => {
  await here.write("process.yaml", process_);
  await here.write("headgate.yaml", config([await freePort(), await freePort()], bake));
  await here.write("old/server.mjs", server("old"));
  await here.write("new/server.mjs", server("new"));
  await here.write("good.xml", junit(0));
  await here.write("bad.xml", junit(1));
  const adopt = ["adopt", "production", "--build", "old", "--version", "1.0.0", "--reason", "runs", "--as", "ada"];
  const open = ["open", "--version", "1.1.0", "--build", "new", "--commit", "abc", "--author", "ben@example.test"];
  expect(await here.headgate(...adopt)).toMatchObject({ exit: 0, err: "" });
  expect(await here.headgate(...open, "--as", "ada")).toMatchObject({ exit: 0, err: "" });
};

test("a release from opened to promoted, with the exit code of every answer", { timeout: 120_000 }, async () => {
  await using here = await shell();
  const release = "shop-1.1.0";
  const call = (...argv: readonly string[]) => here.headgate(...argv);
  await opened(here, "0s");

  // What blocks, as people and as agents read it.
  const status = statusAnswer.parse(json(await call("status", release, "--json")));
  expect(status.blockedBy.map(({ id, who }) => [id, who])).toEqual([["tests", ["Ada Reyes"]]]);
  expect(releasesAnswer.parse(json(await call("status", "--json"))).releases).toMatchObject([
    { id: release, blocking: 1 },
  ]);
  expect(await call("gate", release, "entry")).toMatchObject({ exit: 3 });
  expect(await call("gate", release, "exit")).toMatchObject({ exit: 3, out: "done: not yet (Done): deploy, lesson\n" });
  expect((await call("mine", "--as", "ada")).out).toContain("tests");
  expect((await call("mine", "--as", "ben")).out).toContain("You owe nothing now.");
  expect((await call("mine", "--as", "eve")).exit).toBe(4);

  // Not yet, not by you, not so.
  expect(await call("run", release, "deploy", "--as", "ada")).toMatchObject({ exit: 3 });
  expect(await call("run", release)).toMatchObject({ exit: 3, out: expect.stringContaining("Ada Reyes") });
  expect(await call("approve", release, "go", "--as", "ada")).toMatchObject({ exit: 2 });
  expect(await call("approve", release, "go", "--as", "ben", "--yes")).toMatchObject({ exit: 4 });
  expect(await call("approve", release, "go", "--as", "bot")).toMatchObject({
    exit: 4,
    err: expect.stringContaining("agent"),
  });
  expect(await call("status", "shop-9")).toMatchObject({
    exit: 2,
    err: "There is no release shop-9.\nList them: headgate status\n",
  });
  expect(await call("pause", release, "--reason", "x", "--as", "ada")).toMatchObject({ exit: 4 });
  expect(await call("rollback", release, "--reason", "x", "--as", "ada")).toMatchObject({
    exit: 0,
    out: expect.stringContaining("nothing to roll back"),
  });

  // Evidence and the signature.
  expect(await call("import", release, "tests", "bad.xml", "--as", "ben")).toMatchObject({ exit: 0 });
  expect((await call("show", release, "tests")).out).toContain("1 failed");
  expect(await call("import", release, "tests", "good.xml", "--as", "ben")).toMatchObject({ exit: 0 });
  expect(await call("approve", release, "go", "--as", "ada", "--yes")).toMatchObject({
    exit: 0,
    out: expect.stringContaining("I want this"),
  });
  expect(await call("gate", release, "entry")).toMatchObject({ exit: 0, out: "entry: open\n" });

  // The rollout, and the way back that stays.
  const run = await call("run", release, "deploy", "--as", "ada");
  expect(run).toMatchObject({ exit: 0, err: "" });
  expect(run.out).toContain("promoted");
  expect((await call("rollback", release, "--dry-run")).out).toContain(
    "Route all traffic to 1.0.0: 1.1.0 from 100 % to 0 %",
  );
  const answer = json(await call("run", release, "--json")) as { outcome: string; status: unknown };
  expect(answer.outcome).toBe("waiting");
  expect(statusAnswer.parse(answer.status).rollouts).toMatchObject([{ phase: "promoted", weight: 100 }]);
  expect((await call("outputs", release)).out).toContain("0 of 1 outputs are there");

  // Back, by one command that stays until it is done; and said so by the next one.
  expect(await call("rollback", release, "--reason", "we saw enough", "--as", "ada")).toMatchObject({
    exit: 0,
    out: expect.stringContaining("production has all traffic on 1.0.0."),
  });
  expect((await call("status", release)).out).toContain("rolled back: we saw enough");

  // All of it stands in the history, the refusals too, and the history is whole.
  const { out: history } = await call("history", release);
  expect(history).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z {2}ada /);
  expect(history).toContain("AGENT_FORBIDDEN");
  const { entries } = json(await call("history", release, "--json")) as { entries: { version: number }[] };
  expect(entries.map(({ version }) => version)).toEqual(entries.map((_, i) => i + 1));
  expect(verifyAnswer.parse(json(await call("verify", "--json")))).toMatchObject({ kind: "journal", ok: true });
});

test("a rollout that is rolled back while it runs is no success", { timeout: 120_000 }, async () => {
  await using here = await shell();
  await opened(here, "1h");
  await here.headgate("import", "shop-1.1.0", "tests", "good.xml", "--as", "ada");
  await here.headgate("approve", "shop-1.1.0", "go", "--as", "ada", "--yes");

  const running = here.headgate("run", "shop-1.1.0", "deploy", "--as", "ada");
  await atFullWeight(here);
  const back = await here.headgate("rollback", "shop-1.1.0", "--reason", "checkout fails", "--as", "ada", "--json");

  expect(json(back)).toMatchObject({ done: true, rollout: { phase: "rolled-back", weight: 0 } });
  expect(await running).toMatchObject({ exit: 3, out: expect.stringContaining("ROLLED BACK: 1.0.0") });
});

const atFullWeight = async (here: Shell): Promise<void> => {
  const limit = AbortSignal.timeout(30_000);
  for (;;) {
    const { rollouts } = statusAnswer.parse(json(await here.headgate("status", "shop-1.1.0", "--json")));
    if (rollouts.some(({ weight }) => weight === 100)) return;
    limit.throwIfAborted();
  }
};
