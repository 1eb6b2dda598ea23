import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { statusAnswer } from "../../src/api/status-answer.ts";
import { evidenceKey } from "../../src/domain/release/release.ts";
import type { Digest } from "../../src/domain/units.ts";
import { compareReports } from "../../src/evidence/compare-reports.ts";
import { readReport } from "../../src/evidence/read-report.ts";
import { type Another, anotherRelease } from "../support/second-release.ts";
import { junitOf, k6Of, openVex, trivyReport } from "../support/security-reports.ts";
import { type Service, startService } from "../support/service.ts";
import { deployRollout, processText, stageText } from "../support/service-process.ts";
import { until } from "../support/until.ts";

const common = "kind: check, owner: lead, why: Somebody has to care.";
const scans = `{ id: scans, title: Nothing new, ${common}, waivable: false, reports: [trivy, sarif], vex: [openvex], compared-with: production, rules: [
    { figure: newCritical, max: 0, otherwise: "{value} critical: {which}" }, { figure: newHigh, max: 0, otherwise: "{value} high: {which}" },
    { figure: critical, max: 0, breach: warning, otherwise: "{value} critical as before" } ] }`;
const regression = `{ id: regression, title: Regression, ${common}, reports: [junit], compared-with: production, rules: [
    { figure: failed, max: 0, otherwise: "{value} failed" },
    { figure: removed, max: 0, breach: inconclusive, otherwise: "{value} tests are gone: {which}" } ] }`;
const before = `{ id: before, title: Load, ${common}, reports: [k6], rules: [{ figure: requests, min: 1, otherwise: none }] }`;
const load = `{ id: load, title: Load in staging, ${common}, reports: [k6], compared-with: before, rules: [
    { figure: p95Ms, below: p95, otherwise: "{value} ms" },
    { figure: p95WorsePercent, max: 10, breach: warning, otherwise: "{value} % slower than before" } ] }`;
const asked = `{ id: asked, title: Asked of both, ${common}, reports: [trivy], compared-with: production, rules: [{ figure: newHigh, max: 0, otherwise: "{value} high: {which}" }] }`;
const metrics =
  "metrics: [{ id: p95, title: P95, formula: of all, unit: ms, target: 200, better: lower, min-sample: 1 }]";
const process = processText(
  [
    stageText("entry", [], [scans, regression, before, load, asked]),
    stageText("production", ["entry"], [deployRollout]),
  ],
  ["deploy"],
  metrics,
);

const three = { "CVE-2026-1": "MEDIUM", "CVE-2026-2": "MEDIUM", "CVE-2026-3": "CRITICAL" };
const tests = Array.from({ length: 25 }, (_, i) => `test ${i + 1}`);

/** Two scans by one scanner: of the candidate, and of what runs. */
const bound = [
  { file: "candidate.json", format: "trivy" },
  { part: "production", file: "running.json", format: "trivy" },
];

let service: Service;
let next: Another;

const handIn = async (id: string, check: string, text: string, ...more: readonly string[]) => {
  await service.shell.write("report", text);
  return service.shell.headgate("import", id, check, "report", "--as", "ada", ...more);
};
const trivy = ["--format", "trivy"] as const;
const told = async (id: string, check: string): Promise<string> => {
  const said = await service.shell.headgate("status", id, "--all", "--json");
  const found = statusAnswer.parse(JSON.parse(said.out)).requirements?.find((one) => one.id === check);
  return `${found?.state}: ${found?.reason}`;
};
const evidenceOf = async (check: string, part = "") => (await next.release()).evidence[evidenceKey(check, part)];

/** 1.0.0 was adopted; 1.1.0 goes out with three weaknesses, and 1.2.0 is opened. One of them counts as critical since. */
beforeAll(async () => {
  service = await startService({ process, config: { waits: { "rollback-window": "1s" }, checks: { asked: bound } } });
  const { id, engine, shell } = service;
  await shell.write("candidate.json", trivyReport({ "CVE-2026-9": "HIGH" }));
  await shell.write("running.json", trivyReport({ "CVE-2026-9": "HIGH" }, "0.9.0"));
  await handIn(id, "regression", junitOf(tests));
  await handIn(id, "before", k6Of(100));
  await handIn(id, "load", k6Of(100));
  await handIn(
    id,
    "scans",
    trivyReport({ "CVE-2026-1": "MEDIUM", "CVE-2026-2": "MEDIUM", "CVE-2026-3": "MEDIUM" }),
    ...trivy,
  );
  await using _ = service.conduct();
  await until(
    "the bound scans are asked for",
    async () => (await service.release()).evidence.asked !== undefined,
    15_000,
  );
  await service.start();
  await until(
    "1.1.0 is known to be good",
    async () => (await engine.readEnvironment("shop", "production")).runs?.version === "1.1.0",
    30_000,
  );
  next = await anotherRelease(service, "1.2.0");
}, 60_000);
afterAll(() => service?.[Symbol.asyncDispose]());

describe("R45: only what is new against production stops a release", () => {
  test("the first release has nothing to compare with, so everything is new", async () => {
    const { scans: seen } = (await service.release()).evidence;
    expect(seen?.compared).toMatchObject({
      release: null,
      raw: null,
      figures: { newMedium: 3, known: 0 },
      problem: "no release brought 1.0.0 in production, so there is no report of it",
    });
  });

  test("the same three pass, in another version of the package; the critical one among them is shown", async () => {
    expect(await handIn(next.id, "scans", trivyReport(three, "1.0.1"), ...trivy)).toMatchObject({ exit: 0 });
    expect(await told(next.id, "scans")).toBe("pass: warning: 1 critical as before");
    expect((await evidenceOf("scans"))?.compared).toMatchObject({
      release: "shop-1.1.0",
      version: "1.1.0",
      figures: { newCritical: 0, newHigh: 0, known: 3, gone: 0 },
      problem: null,
    });
  });

  test("one high more fails, and is named", async () => {
    await handIn(next.id, "scans", trivyReport({ ...three, "CVE-2026-4": "HIGH" }), ...trivy);
    expect(await told(next.id, "scans")).toBe("fail: 1 high: CVE-2026-4 pkg:npm/left-pad@1.0.0");
    const shown = await service.shell.headgate("show", next.id, "scans");
    expect(shown.out).toContain("compared with 1.1.0");
    expect(shown.out.indexOf("CVE-2026-4")).toBeLessThan(shown.out.indexOf("CVE-2026-1"));
  });

  test("a function of two kept files: whoever has them sees the same", async () => {
    const evidence = await evidenceOf("scans");
    const again = async (raw: Digest) => {
      const bytes = await service.engine.blob(raw);
      const reading = readReport("trivy", bytes);
      if (!reading.ok) throw new Error(reading.problem);
      return { format: "trivy", report: reading.report, text: new TextDecoder().decode(bytes) };
    };
    const { figures, lists, findings } = evidence!.compared!;
    expect(compareReports(await again(evidence!.raw), await again(evidence!.compared!.raw!))).toEqual({
      figures,
      lists,
      findings,
    });
  });

  test("a fresh scan of the build in production goes before its old one: what is known there today is not new", async () => {
    const fresh = trivyReport({ ...three, "CVE-2026-4": "HIGH" });
    const said = await handIn(next.id, "scans", fresh, "--part", "production", ...trivy);
    expect(said).toMatchObject({ exit: 0, err: "" });
    expect(await told(next.id, "scans")).toBe("pass: warning: 1 critical as before");
    expect((await evidenceOf("scans"))?.compared).toMatchObject({
      release: null,
      version: "1.1.0",
      figures: { known: 4 },
    });
  });

  test("a scan of another build than the one in production is refused", async () => {
    const log = (build: string) =>
      JSON.stringify({
        version: "2.1.0",
        runs: [{ tool: { driver: { name: "scan" } }, results: [], properties: { "build.digest": build } }],
      });
    const sarif = ["--part", "production", "--format", "sarif"];
    const own = (await next.release()).build.digest;
    expect(await handIn(next.id, "scans", log(own), ...sarif)).toMatchObject({
      exit: 4,
      out: expect.stringContaining("is about another build"),
    });
  });
});

test("R45: a scan of the build in production that is bound beside the other is asked for together with it", async () => {
  const { asked: seen } = (await service.release()).evidence;
  expect(seen?.compared).toMatchObject({ release: null, version: "1.0.0", figures: { newHigh: 0, known: 1 } });
  const raw = await service.engine.blob(seen!.compared!.raw!);
  expect(new TextDecoder().decode(raw)).toBe(trivyReport({ "CVE-2026-9": "HIGH" }, "0.9.0"));
});

test("R7: a VEX document takes a finding out, told with its reason, and only from whoever owes the check", async () => {
  await handIn(next.id, "scans", trivyReport({ ...three, "CVE-2026-5": "HIGH" }), ...trivy);
  expect(await told(next.id, "scans")).toBe("fail: 1 high: CVE-2026-5 pkg:npm/left-pad@1.0.0");
  const vex = openVex("CVE-2026-5", "pkg:npm/left-pad@1.0.0", "Ada Reyes", new Date());
  await service.shell.write("vex.json", vex);
  const bring = (as: string) =>
    service.shell.headgate("import", next.id, "scans", "vex.json", "--part", "vex", "--as", as);
  for (const as of ["ben", "bot"])
    expect(await bring(as)).toMatchObject({ exit: 4, out: expect.stringContaining("a person with the role lead") });
  expect(await told(next.id, "scans")).toMatch(/^fail/);

  expect(await bring("ada")).toMatchObject({ exit: 0 });

  expect(await told(next.id, "scans")).toBe("pass: warning: 1 critical as before");
  const evidence = await evidenceOf("scans");
  expect(evidence?.vex?.raw).toBe(`sha256:${createHash("sha256").update(vex).digest("hex")}`);
  expect(evidence?.report?.lists.excusedByVex).toEqual([
    "CVE-2026-5 pkg:npm/left-pad@1.0.0: vulnerable_code_not_in_execute_path (Ada Reyes)",
  ]);
});

test("R55: twenty tests that vanish leave it open, and named, until somebody answers for it", async () => {
  await handIn(next.id, "regression", junitOf(tests));
  expect(await told(next.id, "regression")).toBe("pass: ");
  await handIn(next.id, "regression", junitOf(tests.slice(20)));
  expect(await told(next.id, "regression")).toMatch(/^inconclusive: 20 tests are gone: shop.test 1, .* and 15 more$/);
  const words = [
    "--reason",
    "the old shop is gone",
    "--risk",
    "low",
    "--control",
    "a look",
    "--expires",
    "7d",
    "--yes",
  ];
  expect(await service.shell.headgate("waive", next.id, "regression", ...words, "--as", "ben")).toMatchObject({
    exit: 0,
  });
  expect(await service.shell.headgate("waive", next.id, "regression", "--grant", "--yes", "--as", "ada")).toMatchObject(
    {
      exit: 0,
    },
  );
  expect(await told(next.id, "regression")).toMatch(/^waived/);
});

test("R56: 15 % slower within the target is a warning, above the target a failure", async () => {
  await handIn(next.id, "before", k6Of(100));
  await handIn(next.id, "load", k6Of(115));
  expect(await told(next.id, "load")).toBe("pass: warning: 15 % slower than before");
  await handIn(next.id, "load", k6Of(230));
  expect(await told(next.id, "load")).toBe("fail: 230 ms");
});

test("R211: a file that cannot be read is an error; its bytes, its source and the parser are kept", async () => {
  const text = '{"SchemaVersion":2,"ArtifactName":"shop","Results":[]}';
  expect((await handIn(next.id, "scans", text, ...trivy)).exit).not.toBe(0);
  expect(await told(next.id, "scans")).toContain("error: Results: it names no target that was looked at");
  const evidence = await evidenceOf("scans");
  expect(evidence).toMatchObject({ parser: "trivy/1", source: expect.stringMatching(/report$/), report: null });
  expect(new TextDecoder().decode(await service.engine.blob(evidence!.raw))).toBe(text);
});
