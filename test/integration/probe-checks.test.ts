import { writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { Evidence } from "../../src/domain/release/evidence.ts";
import { freePort } from "../../src/free-port.ts";
import { folder } from "../support/folder.ts";
import { type Listening, page, rawServer } from "../support/probe-world.ts";
import { type Service, startService } from "../support/service.ts";
import { processText, stageText } from "../support/service-process.ts";
import { soon } from "../support/split.ts";

const ownCheck = `{ id: own.look, kind: check, title: Our own question, owner: lead, why: Somebody has to care., reports: [figures], rules: [
    { figure: checked, min: 1, otherwise: nothing was looked at }, { figure: failed, max: 0, otherwise: "{value} failed" },
    { figure: visitors, min: 10, otherwise: "only {value} visitors" } ] }`;
const process = processText([stageText("entry", [], [ownCheck])], ["own.look"]);

const visitors = (url: string) => ({ prometheus: { url, query: "visitors" }, figure: "visitors" });

/** A page, and a Prometheus of a few lines, that say what the test wants. */
const world = async (said: { hsts: boolean; visitors: string }): Promise<Listening> =>
  page((asked, answer) => {
    if (asked.method === "POST") {
      const result = [{ metric: {}, value: [1, said.visitors] }];
      answer.end(JSON.stringify({ status: "success", data: { resultType: "vector", result } }));
    } else answer.writeHead(200, said.hsts ? { "strict-transport-security": "max-age=31536000" } : {}).end("hello");
  });

const bound = (probes: readonly object[]) => ({ process, config: { checks: { "own.look": { probes } } } });

const asked = async ({
  engine,
  id,
  release,
}: Service): Promise<{ evidence: Evidence; state: string; reason: string }> => {
  await engine.conduct(id, { signal: soon(), whenIdle: "return", onEntries: () => undefined });
  const { view } = await engine.status(id);
  const { state, reason } = view.requirements.find((one) => one.id === "own.look")!;
  return { evidence: Object.values((await release()).evidence).at(-1)!, state, reason };
};

describe("a check of a process of one's own, answered by probes", () => {
  test("R38: passes for what was seen alone, is bound to the build, and says of each probe what it saw", async () => {
    await using there = await world({ hsts: true, visitors: "12" });
    await using service = await startService(
      bound([
        { name: "front page", http: { url: there.url, contains: "hello", hsts: "180d" } },
        { tcp: { at: `127.0.0.1:${there.port}` } },
        visitors(there.url),
      ]),
    );

    const { evidence, state } = await asked(service);

    expect(state).toBe("pass");
    expect(evidence).toMatchObject({ format: "figures", build: (await service.release()).build.digest, problem: null });
    expect(evidence.report).toMatchObject({
      figures: {
        checked: 3,
        failed: 0,
        slowestMs: expect.any(Number),
        visitors: 12,
        "front page.millis": expect.any(Number),
        "prometheus visitors.value": 12,
      },
      texts: { "front page": "holds" },
      findings: [],
      build: evidence.build,
    });
  });

  test("R57: without HSTS where it is required it fails, and the finding says what was expected and seen", async () => {
    const said = { hsts: false, visitors: "12" };
    await using there = await world(said);
    const probes = [{ name: "front page", http: { url: there.url, hsts: "180d" } }, visitors(there.url)];
    await using service = await startService(bound(probes));

    const first = await asked(service);
    expect(first).toMatchObject({ state: "fail", reason: "1 failed" });
    expect(first.evidence.report!.findings).toEqual([
      {
        id: "front page",
        severity: "high",
        title: "has no header strict-transport-security",
        where: `GET ${there.url}`,
      },
    ]);

    said.hsts = true;
    expect(await service.shell.headgate("run", service.id, "own.look", "--as", "ada")).toMatchObject({ exit: 0 });
    expect((await asked(service)).state).toBe("pass");
  });

  test("the process's own rules judge what a probe measured, and a figure that does not come is no pass", async () => {
    const said = { hsts: true, visitors: "3" };
    await using there = await world(said);
    await using service = await startService(bound([visitors(there.url)]));
    expect(await asked(service)).toMatchObject({ state: "fail", reason: "only 3 visitors" });

    said.visitors = "NaN";
    await service.shell.headgate("run", service.id, "own.look", "--as", "ada");
    const { state, evidence } = await asked(service);
    expect(state).toBe("fail");
    expect(evidence.report!.figures).not.toHaveProperty("visitors");
  });

  test("one that could not look makes the check an error, whatever the others saw; the time for all is kept", async () => {
    await using there = await world({ hsts: true, visitors: "12" });
    await using hung = await rawServer(() => undefined);
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const probes = [
      { name: "front page", http: { url: there.url, hsts: "180d" } },
      { name: "visitors", ...visitors(nobody) },
      { name: "slow", http: { url: hung.url }, within: "1h" },
    ];
    await using service = await startService({
      process,
      config: { checks: { "own.look": { probes, within: "1s" } } },
    });
    const { state, evidence } = await asked(service);
    expect(state).toBe("error");
    expect(evidence.problem).toContain("visitors, slow could not look");
    expect(evidence.problem).toContain("the time for all probes of the check was over");
  });
});

describe("headgate probe", () => {
  test("says what each probe sees, and records nothing", async () => {
    await using there = await world({ hsts: false, visitors: "12" });
    const probes = [{ name: "front page", http: { url: there.url, hsts: "180d" } }, visitors(there.url)];
    await using service = await startService(bound(probes));
    const { shell } = service;
    const before = (await service.events()).length;

    const { exit, out } = await shell.headgate("probe", "own.look");

    expect(exit).toBe(3);
    expect(out.replaceAll(/\d+ ms/g, "… ms")).toBe(
      [
        "front page           … ms  FAILED",
        "    has no header strict-transport-security",
        "prometheus visitors  … ms  holds",
        "1 of 2 do not hold in production, so that own.look would not pass. Nothing was recorded.",
        "",
      ].join("\n"),
    );
    const json = JSON.parse((await shell.headgate("probe", "own.look", "--json")).out) as object;
    expect(json).toMatchObject({
      requirement: "own.look",
      environment: "production",
      probes: [{ state: "failed" }, {}],
    });
    expect(await service.events()).toHaveLength(before);
  });

  test("of a check that is bound to none, or is none, says so", async () => {
    await using service = await startService({ process });
    expect(await service.shell.headgate("probe", "own.look")).toMatchObject({
      exit: 2,
      err: expect.stringContaining("binds no probes to own.look"),
    });
    expect(await service.shell.headgate("probe", "own.lok")).toMatchObject({ exit: 2 });
  });
});

test("R42: a marker is put into the log and found again, by a probe of any check; a log that nobody collects fails", async () => {
  await using there = await world({ hsts: true, visitors: "12" });
  await using logs = await folder();
  const emit = { command: ["sh", "-c", `echo "got {marker}" >> ${logs.path}/shop.log`] };
  const log = (files: readonly string[]) => ({ within: "1s", log: { emit, store: { driver: "file", files } } });
  const collected = { name: "collected", ...log([`${logs.path}/shop*`]) };
  const lost = { name: "lost", ...log([`${logs.path}/other*`]) };
  await writeFile(`${logs.path}/other.log`, "");
  await using service = await startService(bound([collected, lost, visitors(there.url)]));

  const { evidence, state } = await asked(service);

  expect(state).toBe("fail");
  expect(evidence.report?.figures).toMatchObject({ checked: 3, failed: 1 });
  expect(evidence.report?.texts).toMatchObject({ collected: "holds" });
  expect(evidence.report?.findings).toMatchObject([{ title: expect.stringContaining("was not found within 1 s") }]);
});
