import { describe, expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const build = `sha256:${"a".repeat(64)}`;
const result = { ruleId: "R", message: { text: "m" } };
const run = { tool: { driver: { name: "scan" } }, results: [] as unknown[] };
const log = (...runs: unknown[]) => ({ version: "2.1.0", runs });
const severities = (report: unknown) => read("sarif", report).findings.map(({ severity }) => severity);

test("a scanner's report: open results by severity, tool, end of the run, build", () => {
  const report = read("sarif", fixture("sarif-trivy.json"));

  expect(report.figures).toEqual({ critical: 1, high: 2, medium: 2, low: 2, total: 7 });
  expect(report).toMatchObject({ build, tool: "Trivy 0.57.1", madeAt: Date.parse("2026-05-04T06:31:00Z") });
  expect(report.findings[0]).toEqual({
    id: "CVE-2026-0001 package-lock.json:12",
    severity: "critical",
    title: "Package: left-pad",
    where: "package-lock.json:12",
    names: ["CVE-2026-0001"],
    component: "package-lock.json",
    key: "CVE-2026-0001 package-lock.json",
  });
  expect(report.findings.at(-1)?.id).toBe("unlisted 39fa2ee980eb94b0:1");
});

describe("severity", () => {
  const scored = (score: unknown) =>
    log({
      ...run,
      tool: { driver: { name: "scan", rules: [{ id: "R", properties: { "security-severity": score } }] } },
      results: [{ ...result, level: "note" }],
    });

  test.each([
    ["10", "critical"],
    ["9.0", "critical"],
    ["8.9", "high"],
    [7, "high"],
    ["6.9", "medium"],
    ["4.0", "medium"],
    ["3.9", "low"],
    ["0.1", "low"],
    ["0", "info"],
  ])("a score of %s is %s, whatever the level says", (score, severity) => {
    expect(severities(scored(score))).toEqual([severity]);
  });

  test.each(["high", "", "11", -1, null])("refuses the score %j", (score) => {
    expect(problemOf("sarif", scored(score))).toMatch(/no number of 0 … 10/);
  });

  test.each([
    ["error", "high"],
    ["warning", "medium"],
    ["note", "low"],
    ["none", "info"],
    [undefined, "medium"],
  ])("without a score, level %s is %s", (level, severity) => {
    expect(severities(log({ ...run, results: [{ ...result, level }] }))).toEqual([severity]);
  });

  test("a rule of an extension is found by its index", () => {
    const rules = [{ id: "other" }, { id: "R", properties: { "security-severity": "9.1" } }];
    const tool = { ...run.tool, extensions: [{ name: "pack", rules }] };
    const results = [{ ...result, rule: { index: 1, toolComponent: { index: 0 } } }];
    expect(severities(log({ ...run, tool, results }))).toEqual(["critical"]);
  });
});

test.each([
  ["no run at all", log(), /nothing was scanned/],
  ["a run without results", log({ tool: run.tool }), /has not scanned anything/],
  ["a run that failed", log({ ...run, invocations: [{ executionSuccessful: false }] }), /did not succeed/],
  ["another version", { ...log(run), version: "2.0.0" }, /only SARIF 2.1.0/],
  ["an unknown level", log({ ...run, results: [{ ...result, level: "fatal" }] }), /level/],
  ["a misspelt key in a result", log({ ...run, results: [{ ...result, levle: "error" }] }), /levle/],
  ["an index to no rule", log({ ...run, results: [{ ...result, ruleIndex: 3 }] }), /points to rule 3/],
  ["a build that is no digest", log({ ...run, properties: { "build.digest": 7 } }), /build.digest is 7/],
  [
    "runs about different builds",
    log({ ...run, properties: { "build.digest": build } }, run),
    /one and the same build/,
  ],
  ["an end that is no date", log({ ...run, invocations: [{ executionSuccessful: true, endTimeUtc: "now" }] }), /"now"/],
])("refuses %s", (_, report, problem) => {
  expect(problemOf("sarif", report)).toMatch(problem);
});

test("a run that does not say when it ended leaves the report undated", () => {
  const ended = { ...run, invocations: [{ executionSuccessful: true, endTimeUtc: "2026-05-04T06:30:00Z" }] };
  expect(read("sarif", log(ended)).madeAt).not.toBeNull();
  expect(read("sarif", log(ended, run)).madeAt).toBeNull();
});
