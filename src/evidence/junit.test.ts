import { describe, expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const build = `sha256:${"a".repeat(64)}`;
const suite = (attributes: string, content = "") => `<testsuite name="cart" ${attributes}>${content}</testsuite>`;
const ok = '<testcase name="adds" time="0.1"/>';

test("pytest's report: counts, findings, build, and the time with its offset", () => {
  expect(read("junit", fixture("junit-pytest.xml"))).toEqual({
    figures: { total: 5, passed: 2, failed: 2, skipped: 1, blocked: 1, durationMs: 141 },
    texts: {},
    lists: { suites: ["pytest tests", "pytest"] },
    findings: [
      {
        id: "tests.test_cart.TestCart.test_discount",
        severity: "high",
        title: "AssertionError: assert 90 == 91",
        where: "tests.test_cart.TestCart",
      },
      {
        id: "tests.test_stock.TestStock.test_reserve",
        severity: "high",
        title: 'failed on setup with "ConnectionRefusedError"',
        where: "tests.test_stock.TestStock",
      },
    ],
    build,
    madeAt: Date.parse("2026-05-04T07:12:31.402Z"),
    signer: null,
    tool: "pytest tests",
  });
});

test("Maven's report: a flaky case passed at last, and seconds have thousands separators", () => {
  const report = read("junit", fixture("junit-surefire.xml"));

  expect(report.figures).toEqual({ total: 3, passed: 3, failed: 0, skipped: 0, blocked: 0, durationMs: 1_204_500 });
  expect(report).toMatchObject({ build, madeAt: null, findings: [] });
});

test("nested suites count once, a suite of skipped cases covers nothing, the oldest suite dates the report", () => {
  const report = read("junit", fixture("junit-nested.xml"));

  expect(report.figures).toEqual({ total: 4, passed: 2, failed: 0, skipped: 2, blocked: 2, durationMs: 500 });
  expect(report.lists.suites).toEqual(["vitest tests", "payments", "payments > cards"]);
  expect(report).toMatchObject({ build: null, madeAt: Date.parse("2026-05-04T07:00:00Z") });
});

describe("R4: four mutants, each not a pass for a reason of its own", () => {
  test("failed=1", () => {
    const report = read("junit", suite('tests="1" failures="1"', '<testcase name="adds"><failure/></testcase>'));
    expect(report.figures).toMatchObject({ total: 1, passed: 0, failed: 1 });
    expect(report.findings).toEqual([{ id: "adds", severity: "high", title: "adds failed", where: "" }]);
  });

  test("total=0 stays 0, for the rule to refuse", () => {
    expect(read("junit", suite('tests="0" failures="0"')).figures).toEqual({
      total: 0,
      passed: 0,
      failed: 0,
      skipped: 0,
      blocked: 0,
    });
  });

  test("the count of failures is missing", () => {
    expect(problemOf("junit", suite('tests="1"', ok))).toBe('suite "cart" does not declare its number of failures');
    expect(problemOf("junit", suite('failures="0"', ok))).toBe('suite "cart" does not declare its number of tests');
  });

  test("another digest is read as that one, for the rule to compare", () => {
    const other = `sha256:${"b".repeat(64)}`;
    const text = new TextDecoder().decode(fixture("junit-pytest.xml")).replace(build, other);
    expect(read("junit", text).build).toBe(other);
  });
});

test.each([
  [
    "a failure that the suite hides",
    'tests="1" failures="0"',
    '<testcase name="a"><error/></testcase>',
    /failures and/,
  ],
  ["a case that was cut out", 'tests="2" failures="0"', ok, /declares 2 tests, but its test cases show 1/],
  ["an error outside of any case", 'tests="1" failures="0" errors="1"', ok, /declares 1 failures and errors/],
  ["other skipped cases", 'tests="1" failures="0" skipped="1"', ok, /declares 1 skipped/],
  ["a negative count", 'tests="1" failures="-1"', ok, /failures="-1", which is no count/],
  ["no number", 'tests="NaN" failures="0"', ok, /tests="NaN", which is no count/],
  ["a fraction", 'tests="1.0" failures="0"', ok, /tests="1.0", which is no count/],
  ["a failure under another name", 'tests="1" failures="0"', '<testcase name="a"><fatal/></testcase>', /<fatal> in a/],
  ["a failure in the suite itself", 'tests="1" failures="0"', `${ok}<failure/>`, /<failure> in a <testsuite>/],
  ["a time that is none", 'tests="1" failures="0"', '<testcase name="a" time="-1"/>', /time="-1"/],
  ["a date that is none", 'tests="1" failures="0" timestamp="2026-02-30T10:00:00Z"', ok, /timestamp "2026-02-30/],
])("refuses %s", (_, attributes, content, problem) => {
  expect(problemOf("junit", suite(attributes, content))).toMatch(problem);
});

test.each([
  ["another root", "<html/>", /its root is <html>/],
  ["a cut file", '<testsuite tests="1" failures="0"><testcase name="a"/>', /not well-formed XML/],
  ["an attribute that comes twice", '<testsuite tests="1" tests="0" failures="0"/>', /not well-formed XML/],
  ["an unknown entity", '<testsuite name="&x;" tests="0" failures="0"/>', /not well-formed XML/],
  ["a document type", '<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuite/>', /has a DOCTYPE/],
  ["endless nesting", `${"<testsuite>".repeat(100)}${"</testsuite>".repeat(100)}`, /nested deeper than 64/],
])("refuses %s", (_, text, problem) => {
  expect(problemOf("junit", text)).toMatch(problem);
});

test("refuses a build that is no digest, and two builds in one report", () => {
  const property = (value: string) => `<properties><property name="build.digest" value="${value}"/></properties>`;
  const report = (...builds: string[]) => suite('tests="0" failures="0"', builds.map(property).join(""));

  expect(problemOf("junit", report("v1.2"))).toMatch(/build.digest is "v1.2"/);
  expect(problemOf("junit", report(build, `sha256:${"b".repeat(64)}`))).toMatch(/names more than one build/);
  expect(read("junit", report(build, build)).build).toBe(build);
});

test("a local time names no moment; one such suite leaves the report undated", () => {
  const at = (stamp: string) => suite(`tests="0" failures="0" timestamp="${stamp}"`);

  expect(read("junit", at("2026-05-04T10:00:00")).madeAt).toBeNull();
  expect(
    read("junit", `<testsuites>${at("2026-05-04T10:00:00Z")}${at("2026-05-04T10:00:00")}</testsuites>`).madeAt,
  ).toBeNull();
});

test("a case that GoogleTest did not run is skipped, not passed", () => {
  const cases = '<testcase name="a" status="notrun"/><testcase name="b" status="run" result="skipped"/>';
  expect(read("junit", suite('tests="2" failures="0"', cases)).figures).toMatchObject({ passed: 0, skipped: 2 });
});

test("without the time of every case there is no duration, rather than a short one", () => {
  const report = read("junit", suite('tests="2" failures="0"', `${ok}<testcase name="b"/>`));
  expect(report.figures).not.toHaveProperty("durationMs");
});
