import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { statusAnswer } from "../../src/api/status-answer.ts";
import { instant } from "../../src/domain/units.ts";
import { folderDigest } from "../../src/drivers/builds/folder-digest.ts";
import { commandLine } from "../support/command-line.ts";
import { folder } from "../support/folder.ts";
import type { Said } from "../support/headgate.ts";
import { serveFolder, serveHome } from "../support/serve.ts";
import { startService, stepsOf } from "../support/service.ts";
import { teamYaml } from "../support/team-yaml.ts";

const at = instant(Date.UTC(2026, 10, 2, 9, 30, 15, 250));
const now = () => at;

const junit = (failures: number): string =>
  `<testsuite name="all" tests="1" failures="${failures}"><testcase name="a" classname="b">${failures > 0 ? "<failure/>" : ""}</testcase></testsuite>`;

/** What people have on their own machines, wherever the journal is. */
const bring = async (path: string): Promise<void> => {
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(join(path, file, ".."), { recursive: true });
    await writeFile(join(path, file), text);
  };
  await write("build/server.mjs", "// shop\n");
  await write("build/bin/run me", "#!/bin/sh\n");
  await write("other/server.mjs", "// another\n");
  await write("good.xml", junit(0));
  await write("bad.xml", junit(1));
  await write("strange.bin", "no report");
  const build = await folderDigest(join(path, "build"));
  await write("demo.yaml", `attendees: fay, dee\nbuild: ${build}\nfeedback: fine\ndecision: go\n`);
  await write("little.yaml", "attendees: fay\n");
  await write("handoff/reports/good.xml", junit(0));
  await write(
    "handoff/handoff.yaml",
    `build: ${build}\nitems:\n  - { requirement: entry.functional, format: junit, file: reports/good.xml }\n`,
  );
};

type Way = (who: string, ...argv: readonly string[]) => Promise<Said>;

/** Hashes differ: the server writes down by which token something came in. */
const plain = (path: string, { exit, out, err }: Said) => {
  const bare = (text: string): string =>
    text
      .replaceAll(path, "HERE")
      .replaceAll(/sha256:[0-9a-f]{8,64}/g, "HASH")
      .replaceAll(/,\s*"via": \{[^}]*\}/g, "");
  return { exit, out: bare(out), err: bare(err) };
};

const words = (line: string): readonly string[] =>
  (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ""));

/** Who types what. Every command of a release that changes something is here once at least, and what may be seen of it. */
const story: readonly (readonly [who: string, line: string])[] = [
  ["ada", "status"],
  ["ada", "open --version 1.1.0 --build build --commit abc --author zoe@example.test"],
  ["ada", "open --version 1.1.0 --build build --commit abc --author zoe@example.test"],
  ["ada", "open --version 1.1.0 --build other --commit abc --author zoe@example.test"],
  ["ada", "open --version 1.2.0 --build nowhere --commit abc --author zoe@example.test"],
  [
    "ada",
    "open --version 1.2.0 --build other --commit abd --author zoe@example.test --production-at 2026-12-01T20:00Z",
  ],
  ["ada", "status"],
  ["max", "status shop-1.1.0"],
  ["max", "status shop-1.1.0 --all"],
  ["max", "status shop-1.1.0 --json"],
  ["max", "status shop-9"],
  ["max", "show shop-1.1.0 entry.functional"],
  ["max", "show shop-1.1.0 entry.nothing"],
  ["max", "gate shop-1.1.0 entry"],
  ["max", "gate shop-1.1.0 entri"],
  ["max", "gate shop-1.1.0 exit"],
  ["bo", "mine"],
  ["dee", "import shop-1.1.0 entry.functional bad.xml"],
  ["dee", "show shop-1.1.0 entry.functional"],
  ["dee", "import shop-1.1.0 entry.functional strange.bin"],
  ["dee", "import shop-1.1.0 entry.functional good.xml --json"],
  ["dee", "import shop-1.1.0 entry.functional nowhere.xml"],
  ["dee", "import shop-1.1.0 handoff --json"],
  ["dee", "import shop-1.1.0 nowhere"],
  ["fay", "file shop-1.1.0 staging.demo demo.yaml"],
  ["fay", "file shop-1.1.0 staging.demo little.yaml"],
  ["fay", "file shop-1.1.0 staging.demo nowhere.yaml"],
  ["fay", "file shop-1.1.0 staging.demo good.xml"],
  ["bot", 'propose shop-1.1.0 staging.demo --note "as it went" --file demo.yaml'],
  ["bot", "approve shop-1.1.0 A1"],
  ["bot", "cancel shop-1.1.0 --reason no --yes"],
  ["fay", "take-up shop-1.1.0 staging.demo --yes"],
  ["bo", 'note shop-1.1.0 "all quiet"'],
  [
    "bo",
    'waive shop-1.1.0 staging.demo --reason "users are away" --risk late --control "demo on Monday" --expires 7d --yes',
  ],
  ["bo", "waive shop-1.1.0 staging.demo --grant --yes"],
  ["fay", "waive shop-1.1.0 staging.demo --grant --yes"],
  ["fay", "waive shop-1.1.0 staging.demo --grant"],
  ["cy", "approve shop-1.1.0 A1 --yes"],
  ["cy", "run shop-1.1.0 production.deploy"],
  ["ada", "pause shop-1.1.0 --reason x"],
  ["ada", "rollback shop-1.1.0 --reason x"],
  ["ada", "rollback shop-1.1.0 --dry-run"],
  ["ada", 'reschedule shop-1.1.0 --production-at 2026-12-02T20:00Z --reason "the team is away"'],
  ["ada", 'freeze add --title quiet --from 2026-12-20 --to 2026-12-27 --zone UTC --reason "nobody is there"'],
  ["ada", 'freeze lift F9 --reason "back"'],
  ["max", "freeze"],
  ["max", "calendar"],
  ["ada", 'line stop --reason "the registry is down"'],
  ["max", "line"],
  ["ada", 'line release --reason "it is back"'],
  ["cy", 'issue report shop-1.1.0 --title "a cart is lost" --severity high --source monitoring'],
  ["max", "issue list shop-1.1.0"],
  ["max", "checklist shop-1.1.0"],
  ["max", "controls shop-1.1.0"],
  ["max", "notices shop-1.1.0"],
  ["max", "outputs shop-1.1.0"],
  ["max", "runbook shop-1.1.0"],
  ["max", "room shop-1.1.0"],
  ["max", "metrics shop-1.1.0"],
  ["max", "plan --measure 0s"],
  ["max", "plan shop-1.1.0 --measure 0s"],
  ["max", "env"],
  ["max", "env show production"],
  ["ada", 'env unstick production --reason "it hangs"'],
  ["ada", 'rebuild shop-1.1.0 --build other --commit abe --author zoe@example.test --reason "search found nothing"'],
  ["bo", 'break-glass shop-1.1.0 staging.demo --reason "it cannot wait" --yes'],
  ["fay", 'reject shop-1.2.0 A9 --reason "not good"'],
  ["fay", 'reject shop-1.2.0 A9 --reason "not good" --yes'],
  ["ada", 'cancel shop-1.1.0 --reason "another one comes" --yes'],
  ["max", "status"],
  ["max", "gate shop-1.1.0 entry"],
  ["max", "status shop-1.1.0"],
  ["max", "history shop-1.1.0"],
  ["max", "history shop-1.2.0 --json"],
  ["max", "history --service shop --story"],
];

const overServer = ({ url }: { readonly url: string }, cwd: string): Way => {
  return (who, ...argv) => commandLine({ cwd, now, env: { HEADGATE_URL: url, HEADGATE_TOKEN: who } })(...argv);
};

test("R207: the same is said with the same exit code, whether the journal is at home or a server's", {
  timeout: 180_000,
}, async () => {
  await using home = await folder();
  await using away = await folder();
  await using served = await serveHome({ now });
  await writeFile(join(home.path, "headgate.yaml"), teamYaml);
  for (const { path } of [home, away]) await bring(path);
  const there = overServer(served, away.path);
  const exits = new Set<number | null>();

  for (const [who, line] of story) {
    const argv = words(line);
    const here = await commandLine({ cwd: home.path, now, env: { HEADGATE_USER: who } })(...argv);
    const said = plain(away.path, await there(who, ...argv));
    expect.soft(said, `${who}: ${line}`).toEqual(plain(home.path, here));
    exits.add(here.exit);
  }
  expect([...exits].toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(await readFile(join(away.path, "headgate.yaml")).catch(() => "none")).toBe("none");
});

test("T42: a release that is opened twice over a server is open once, with all that it had", async () => {
  await using away = await folder();
  await using served = await serveHome({ now });
  await bring(away.path);
  const there = overServer(served, away.path);
  const open = "open --version 1.1.0 --commit abc --author zoe@example.test --build";
  await there("ada", ...words(`${open} build`));
  await there("bo", ...words('note shop-1.1.0 "all quiet"'));
  const before = await served.engine.history("shop-1.1.0");

  const again = await there("ada", ...words(`${open} build`));
  const other = await there("ada", ...words(`${open} other`));

  expect(again).toMatchObject({ exit: 0, err: "" });
  expect(other).toMatchObject({ exit: 4, err: expect.stringContaining("shop-1.1.0") });
  const after = await served.engine.history("shop-1.1.0");
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.slice(before.length).map(({ type }) => type)).toEqual(["CommandRefused"]);
  expect((await served.engine.load("shop-1.1.0")).release.notes).toHaveLength(1);
});

test("R82, R207: a rollout is started, watched to its end and taken back from another machine", {
  timeout: 120_000,
}, async () => {
  await using away = await folder();
  await using service = await servedService();
  const { served, id } = service;
  const there = (...argv: readonly string[]) => overServer(served, away.path)("ada", ...argv);
  const status = async () => statusAnswer.parse(JSON.parse((await there("status", id, "--json")).out));

  expect(await there("gate", id, "exit")).toMatchObject({ exit: 3 });
  expect(await there("pause", id, "--reason", "x")).toMatchObject({ exit: 4 });
  expect(await overServer(served, away.path)("ben", "run", id, "deploy")).toMatchObject({ exit: 4 });
  const run = await there("run", id, "deploy");
  expect(run).toMatchObject({ exit: 0, err: "", out: expect.stringContaining("promoted") });
  expect(run.out).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z {2}headgate /m);
  expect(await status()).toMatchObject({ rollouts: [{ phase: "promoted", weight: 100 }] });

  expect((await there("rollback", id, "--dry-run")).out).toContain("Route all traffic to 1.0.0");
  expect(await there("rollback", id, "--reason", "we saw enough")).toMatchObject({
    exit: 0,
    out: expect.stringContaining("production has all traffic on 1.0.0."),
  });
  expect((await there("status", id)).out).toContain("rolled back: we saw enough");
  expect(await there("run", id)).toMatchObject({ exit: 3 });
  expect((await there("env", "check", "production")).exit).toBe(0);
});

/** A small service with real instances, 1.0.0 in service and 1.1.0 open, whose server conducts. */
const servedService = async () => {
  await using stack = new AsyncDisposableStack();
  const service = stack.use(
    await startService({
      config: {
        strategy: stepsOf([
          [50, "0s"],
          [100, "0s"],
        ]),
      },
    }),
  );
  const served = stack.use(await serveFolder(service.shell.path, service.engine));
  const stop = new AbortController();
  const conducting = service.engine.conductMany({ signal: stop.signal, onNews: () => undefined });
  stack.defer(async () => {
    stop.abort();
    await conducting;
  });
  const all = stack.move();
  return { served, id: service.id, [Symbol.asyncDispose]: () => all.disposeAsync() };
};
