import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { anotherRelease } from "../support/second-release.ts";
import { startService, writeBuild } from "../support/service.ts";
import { deployRollout, processText } from "../support/service-process.ts";

const common = "owner: lead, why: Somebody has to care.";
const process_ = processText([
  `{ id: staging, title: The rehearsal, purpose: To try., after: [], budget: 1h, attempts: { owner: lead, tests: ["*.test.*"] }, requirements: [
      { id: staged, kind: rollout, title: In staging, ${common}, environment: staging, purpose: deploy },
      { id: tests, kind: check, title: Tests pass, ${common}, after: [staged], reports: [junit], rules: [{ figure: failed, max: 0, otherwise: "{value} failed" }] } ] }`,
  `{ id: production, title: The production, purpose: To go on., after: [staging], budget: 1h, analysis: { owner: lead, within: 5d, fields: [{ name: root-cause, asks: Why? }] }, requirements: [${deployRollout}] }`,
]);
const talkative = `for i in $(seq 300); do echo "line $i of $GREETING"; done; exec ${process.execPath} server.mjs`;
const junit = (failures: number): string =>
  `<testsuite name="cart" tests="2" failures="${failures}"><testcase name="adds"/><testcase name="removes">${
    failures > 0 ? '<failure message="the cart forgot its last item"/>' : ""
  }</testcase></testsuite>`;

test("R62: the record holds the last 200 lines of every instance, and what differs from the configuration of the last good build", async () => {
  const instances = (lines: number) => ({
    command: ["sh", "-c", `for i in $(seq ${lines}); do echo "line $i"; done; exec ${process.execPath} server.mjs`],
  });
  await using service = await startService({ process: process_, adopted: ["staging"], instances: instances(1) });
  const { shell, id } = service;
  const headgate = (...argv: readonly string[]) => shell.headgate(...argv);
  expect((await headgate("run", id, "staged", "--as", "ada")).exit).toBe(0);

  // The next release is configured in another way, and its tests fail.
  const yaml = await readFile(join(shell.path, "headgate.yaml"), "utf8");
  await shell.write("headgate.yaml", yaml.replace("seq 1)", "seq 300)"));
  const next = await anotherRelease(service, "1.2.0");
  expect((await headgate("run", next.id, "staged", "--as", "ada")).exit).toBe(0);
  await shell.write("bad.xml", junit(1));
  await headgate("import", next.id, "tests", "bad.xml", "--as", "ada");
  await headgate("run", next.id);

  const { out: record } = await headgate("diagnose", next.id);
  const linesOf = record.match(/^line \d+$/gm) ?? [];
  const { count } = (await next.release()).plan.environments.staging!;
  expect(linesOf).toHaveLength(count * 200);
  expect(linesOf[0]).toBe("line 101");
  const differs = record.split("\n## Configuration against the last good build\n")[1]?.split("\n## ")[0] ?? "";
  expect(differs).toContain("1.1.0");
  expect(differs.match(/^\| environments\.staging\.instances\.command.*seq 1\).*\|.*seq 300\).*\|$/m)).not.toBeNull();
});

test("R61-R66: a failure stops staging, is collected, diagnosed and mended, and production opens after a whole new pass", async () => {
  await using service = await startService({
    process: process_,
    adopted: ["staging", "production"],
    instances: { command: ["sh", "-c", talkative] },
    env: { GREETING: "very-private-words" },
  });
  const { shell, id } = service;
  const headgate = (...argv: readonly string[]) => shell.headgate(...argv);
  const deploy = () => headgate("run", id, "deploy", "--as", "ada");
  await shell.write("good.xml", junit(0));
  await shell.write("bad.xml", junit(1));

  expect((await headgate("run", id, "staged", "--as", "ada")).exit).toBe(0);
  await headgate("import", id, "tests", "bad.xml", "--as", "ada");
  expect((await headgate("history", id)).out).toContain("failure-1: attempt 1 of staging failed: tests: 1 failed");
  // Green on the same build is no way out.
  expect((await headgate("import", id, "tests", "good.xml", "--as", "ada")).exit).toBe(0);
  expect(await deploy()).toMatchObject({ exit: 4, err: expect.stringContaining("failed with 1.1.0: tests: 1 failed") });
  expect((await headgate("mine", "--as", "ada")).out).toContain("headgate diagnose shop-1.1.0");

  await headgate("run", id);
  const { out: record } = await headgate("diagnose", id);
  expect(record.match(/^line \d+ of \[hidden\]$/gm)).toHaveLength(2 * 200);
  expect(record).toContain("line 300 of [hidden]");
  expect(record).not.toContain("line 100 of");
  expect(record).not.toContain("very-private-words");
  // The report that failed, and not the one that somebody brought since.
  expect(record).toContain('<failure message="the cart forgot its last item"/>');
  expect(record).toContain("no release brought 1.0.0");

  const build = await writeBuild(shell.path, "1.1.1");
  const rebuild = (...more: readonly string[]) =>
    headgate(
      ...["rebuild", id, "--build", build, "--version", "1.1.1", "--commit", "def", "--author", "ben@example.test"],
      ...["--reason", "mended", "--as", "ada", ...more],
    );
  expect(await rebuild()).toMatchObject({ exit: 4, err: expect.stringContaining("nobody has said why") });
  const diagnosed = await headgate("diagnose", id, "--cause", "an index", "--fault", "build", "--as", "ada");
  expect(diagnosed).toMatchObject({ exit: 0, out: expect.stringContaining("the build was at fault: an index") });
  expect(await headgate("retry", id, "--reason", "again", "--as", "ada")).toMatchObject({ exit: 4 });
  expect(await rebuild()).toMatchObject({ exit: 2, err: expect.stringContaining("--cause TEXT") });
  expect((await rebuild("--cause", "off by one", "--link", "https://git.example.test/7")).exit).toBe(0);

  expect(await deploy()).toMatchObject({ exit: 3 });
  expect((await headgate("run", id, "staged", "--as", "ada")).exit).toBe(0);
  expect(await deploy()).toMatchObject({ exit: 3 });
  await shell.write("again.xml", junit(0).replace("cart", "cart again"));
  expect((await headgate("import", id, "tests", "again.xml", "--as", "ada")).exit).toBe(0);
  expect((await deploy()).exit).toBe(0);
});
