import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compose } from "../../src/compose.ts";
import { instant } from "../../src/domain/units.ts";
import { type Said, shell } from "../support/headgate.ts";
import { ada, type Service, startService, writeBuild } from "../support/service.ts";
import { deployRollout, lessonRecord, processText, stageText, testsCheck } from "../support/service-process.ts";
import { soon } from "../support/split.ts";

const json = ({ out }: Said) => JSON.parse(out);
const go = `{ id: go, kind: approval, title: Go, owner: lead, why: Somebody has to care., statement: I say go., after: [tests], shows: [tests, fact:authors], duties: [{ not: author }] }`;
const people = {
  ada: { name: "Ada Reyes", email: "ada@example.test", roles: ["lead"], deputies: ["cy"] },
  ben: { name: "Ben Okoye", email: "ben@example.test", roles: ["auditor"] },
  cy: { name: "Cy Cole", email: "cy@example.test" },
  bot: { name: "Bot", email: "bot@example.test", kind: "agent", for: "ben" },
};
const rules = `due-within: 1h
escalation:
  subject: "{what} waits"
  body: "{what} of {release} is overdue since {since}: {act}"
  ladder: [{ after: 0s, to: [holders] }, { after: 1h, to: [deputies] }, { after: 2h, to: [owner, auditor] }]
break-glass: { review-within: 2d, reviewers: [auditor] }
`;
const process = processText(
  [stageText("entry", [], [testsCheck, go]), stageText("production", ["entry"], [deployRollout, lessonRecord])],
  ["deploy", "lesson"],
  rules,
).replace("roles:\n", "roles:\n  - { id: auditor, title: Auditor, charge: Looks afterwards., required: false }\n");

test("R2: a release opens without an SRE, and its first gate names the role that nobody holds", async () => {
  await using here = await shell();
  await here.write(
    "headgate.yaml",
    `service: shop
owner: ada
people:
  ada: { name: Ada Reyes, email: ada@example.test, roles: [devops-lead, tech-lead, qa-lead, product-owner] }
  ben: { name: Ben Okoye, email: ben@example.test, roles: [security-lead, project-manager, executive-sponsor, compliance-officer] }
environments:
  staging: { instances: { command: [node, server.mjs] } }
  production: { instances: { command: [node, server.mjs] } }
`,
  );
  await writeBuild(here.path, "1.1.0");
  const words = ["--version", "1.1.0", "--build", "builds/1.1.0", "--commit", "abc", "--author", "Kim <kim@else.test>"];
  const opened = await here.headgate("open", ...words, "--as", "ada");
  expect(opened).toMatchObject({ exit: 0, err: "" });
  // R200: whoever wrote it is nobody of the release; that is said, and never passed over.
  expect(opened.out).toContain("author unknown: Kim <kim@else.test>");
  expect(json(await here.headgate("status", "shop-1.1.0", "--json")).authorsUnknown).toEqual(["Kim <kim@else.test>"]);

  const gate = await here.headgate("gate", "shop-1.1.0", "entry");
  expect(gate.exit).toBe(3);
  expect(gate.out).toContain("role:sre: missing: role:sre unassigned");
});

const outboxOf = async ({ shell: here }: Pick<Service, "shell">) =>
  (await readFile(join(here.path, "outbox.jsonl"), "utf8").catch(() => ""))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { to: string; subject: string; body: string });

test("an approval that is overdue is told up the ladder, each person once, over restarts of the conductor", async () => {
  let ahead = 0;
  const now = () => instant(Date.now() + ahead);
  await using service = await startService({ now, process, config: { people } });
  const { shell: here, id, engine } = service;
  await here.write(
    "good.xml",
    `<testsuite name="all" tests="1" failures="0"><testcase name="a" classname="b"/></testsuite>`,
  );
  await engine.importReport(id, "tests", join(here.path, "good.xml"), ada, { part: "", format: "junit" });
  const conductAnew = async (hours: number): Promise<readonly string[]> => {
    ahead = hours * 3_600_000;
    await using again = await compose({ home: here.path, state: join(here.path, ".headgate"), now });
    await again.conduct(id, { signal: soon(), whenIdle: "return", onEntries: () => undefined });
    return (await outboxOf(service)).map(({ to, subject }) => `${to}: ${subject}`);
  };
  const [first, second] = ["ada@example.test: go (Go) waits", "cy@example.test: go (Go) waits"];

  expect(await conductAnew(0)).toEqual([]);
  expect(await conductAnew(1.1)).toEqual([first]);
  expect(await conductAnew(1.2)).toEqual([first]);
  expect(await conductAnew(2.1)).toEqual([first, second]);
  // The owner of the release heard of it as the holder of the role.
  expect(await conductAnew(3.1)).toEqual([first, second, "ben@example.test: go (Go) waits"]);
  expect(await conductAnew(99)).toHaveLength(3);
  expect((await service.events()).filter(({ type }) => type === "OverdueTold")).toHaveLength(3);
  const { view } = await engine.status(id);
  expect(view.blocking.find(({ id: one }) => one === "go")).toMatchObject({ state: "missing", overdue: true });

  // The deputy signs, and it is said so.
  const signed = await here.headgate("approve", id, "go", "--as", "cy", "--yes");
  expect(signed).toMatchObject({ exit: 0, out: expect.stringContaining("go signed by cy for ada as lead") });
});

test("R202, R206, T46: emergencies, agents and forged signatures, as the command line and the engine answer them", async () => {
  await using service = await startService({ process, config: { people } });
  const { shell: here, id, engine } = service;
  const call = (...argv: readonly string[]) => here.headgate(...argv);

  // Server decides: nothing that is not ready can be signed by asking for it all the same.
  const { shown, digest, build } = await engine.shown(id, "go");
  const approve = { type: "Approve", requirement: "go", shown, shownDigest: digest, build } as const;
  expect(await engine.command(id, ada, approve)).toMatchObject({ refusal: { code: "AFTER_NOT_MET" } });
  await expect(engine.command(id, ada, { ...approve, shownDigest: build })).rejects.toMatchObject({
    code: "SHOWN_CHANGED",
  });
  expect(await call("approve", id, "go", "--as", "ada", "--yes")).toMatchObject({ exit: 3 });

  // An agent is refused, and the refusal says on whose behalf it tried; what it may do is propose.
  expect(await call("break-glass", id, "tests", "--reason", "now", "--as", "bot")).toMatchObject({ exit: 4 });
  expect((await service.events()).at(-1)).toMatchObject({
    type: "CommandRefused",
    code: "AGENT_FORBIDDEN",
    delegator: "ben",
  });
  const terms = ["--reason", "late", "--risk", "small", "--control", "watched", "--expires", "7d"];
  expect(await call("propose", id, "tests", "--note", "the runner is down", ...terms, "--as", "bot")).toMatchObject({
    exit: 0,
    out: expect.stringContaining("bot proposes a waiver of tests: the runner is down, on behalf of ben"),
  });
  const { blockedBy } = json(await call("status", id, "--json"));
  expect(blockedBy).toMatchObject([{ id: "tests", needs: "anyone", proposed: { by: "bot", kind: "waiver" } }]);
  expect(await call("take-up", id, "tests", "--as", "bot")).toMatchObject({ exit: 4 });
  expect(await call("take-up", id, "tests", "--as", "ben", "--yes")).toMatchObject({
    exit: 0,
    out: expect.stringContaining("waiver of tests asked for by ben"),
  });

  // One person opens it; another one reviews that.
  expect(await call("break-glass", id, "tests", "--reason", "checkout is down", "--as", "cy")).toMatchObject({
    exit: 2,
  });
  expect(await call("break-glass", id, "tests", "--reason", "checkout is down", "--as", "cy", "--yes")).toMatchObject({
    exit: 0,
  });
  const status = await call("status", id);
  expect(status.out).toContain("break-glass: cy opened tests (checkout is down); review owed");
  expect(json(await call("mine", "--as", "ben", "--json")).owes).toMatchObject([
    { id: "review.break-glass-1", kind: "review", needs: "human:ben", overdue: false },
  ]);
  expect(json(await call("mine", "--as", "cy", "--json")).owes).toMatchObject([
    { id: "go", kind: "approval", for: "ada", needs: "human:lead" },
    { id: "tests", kind: "waiver", for: "ada", needs: "human:lead" },
  ]);
  await here.write("review.yaml", "note: it was right, and the runner gets a spare\n");
  expect(await call("file", id, "review.break-glass-1", "review.yaml", "--as", "cy")).toMatchObject({ exit: 4 });
  expect(await call("file", id, "review.break-glass-1", "review.yaml", "--as", "ben")).toMatchObject({ exit: 0 });
  expect((await call("approve", id, "go", "--as", "ada", "--yes")).out).toContain(
    "(signed over: tests opened by break-glass by cy)",
  );
  expect(await call("verify")).toMatchObject({ exit: 0 });
});
