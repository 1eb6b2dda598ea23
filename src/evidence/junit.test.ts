import { describe, expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const build = `sha256:${"a".repeat(64)}`;
const suite = (attributes: string, content = "") => `<testsuite name="cart" ${attributes}>${content}</testsuite>`;
const ok = '<testcase name="adds" time="0.1"/>';

test("pytest's report: counts, findings, build, and the time with its offset", () => {
  expect(read("junit", fixture("junit-pytest.xml"))).toEqual({
    figures: { total: 5, passed: 2, failed: 2, skipped: 1, blocked: 1, durationMs: 141 },
    texts: {},
    lists: {
      suites: ["pytest tests", "pytest"],
      tests: [
        "tests.test_cart.TestCart.test_add",
        "tests.test_cart.TestCart.test_total[3-<b>]",
        "tests.test_cart.TestCart.test_discount",
        "tests.test_stock.TestStock.test_reserve",
      ],
    },
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

describe("what real runners write", () => {
  test("pytest 7", () => {
    const report = read("junit", fixture("junit-pytest-7.xml"));
    expect(report.figures).toMatchObject({ total: 10, passed: 6, failed: 2, skipped: 2 });
    expect(report).toMatchObject({ madeAt: null, lists: { suites: ["pytest"] } });
  });

  test("vitest", () => {
    const report = read("junit", fixture("junit-vitest.xml"));
    expect(report.figures).toMatchObject({ total: 5, passed: 2, failed: 1, skipped: 2 });
    expect(report.findings[0]?.title).toBe("expected 90 to be 91 // Object.is equality");
  });

  test("Node: failures that were expected are no failures, and cases outside of suites are counted in its comments", () => {
    const report = read("junit", fixture("junit-node.xml"));
    expect(report.figures).toMatchObject({ total: 6, passed: 3, failed: 1, skipped: 2 });
    expect(report.lists.suites).toEqual(["cart", "stock"]);
    expect(read("junit", fixture("junit-node-nested.xml")).figures).toMatchObject({ total: 3, passed: 1, failed: 2 });
  });

  test.each([
    ["a case was cut out", /\t<testcase name="adds.*\/>\n/, "", /counts 6 tests, but it shows 5/],
    ["its comments were cut out", /<!-- tests 6 -->/, "", /does not declare its number of tests/],
    ["its failures were edited", /<!-- fail 1 -->/, "<!-- fail 0 -->", /counts 0 failed tests, but it shows 1/],
  ])("Node's is refused when %s", (_, from, to, problem) => {
    const text = new TextDecoder().decode(fixture("junit-node.xml")).replace(from, to);
    expect(problemOf("junit", text)).toMatch(problem);
  });
});

describe("what would fill the memory", () => {
  const inside = (text: string) => suite('tests="1" failures="0"', `<testcase name="a">${text}</testcase>`);
  const much = "x".repeat(6 * 1024 * 1024);

  test.each([
    ["a text", `<system-out>${much}</system-out>`],
    ["a CDATA section", `<system-out><![CDATA[${much}]]></system-out>`],
    ["a comment", `<!--${much}-->`],
    ["a processing instruction", `<?print ${much}?>`],
  ])("%s of 6 MB is passed over, and what follows is read", (_, text) => {
    const after = `<failure message="late"/>`;
    const report = read("junit", inside(text + after).replace('failures="0"', 'failures="1"'));
    expect(report.findings[0]?.title).toBe("late");
  });

  test.each([
    ["an attribute", `<failure message="${much}"/>`],
    ["an attribute without an end", `<failure message="${much}`],
    ["a name", `<${much}/>`],
    ["an entity", `<system-out>&${much};</system-out>`],
  ])("%s of 6 MB is refused", (_, text) => {
    expect(problemOf("junit", inside(text))).toMatch(/longer than 4194304 characters/);
  });

  test("an element of very many attributes is refused", () => {
    const attributes = Array.from({ length: 300 }, (_, i) => `a${i}=""`).join(" ");
    expect(problemOf("junit", inside(`<failure ${attributes}/>`))).toMatch(/more than 256 attributes/);
  });

  test("an opening in an attribute or a comment hides nothing", () => {
    const hidden = `<failure message="a"/>`;
    expect(problemOf("junit", inside(`<!-- <![CDATA[ -->${hidden}<!-- ]]> -->`))).toMatch(/shows? 1|show 1/);
    expect(problemOf("junit", inside(`<?p <!-- ?>${hidden}<?p --> ?>`))).toMatch(/show 1/);
    expect(
      problemOf("junit", suite('tests="1" failures="0"', `<testcase name="<![CDATA[">${hidden}]]></testcase>`)),
    ).toMatch(/not well-formed/);
  });
});

test("of very many failures the first 1,000 are listed and the rest is counted", () => {
  const cases = Array.from({ length: 2_500 }, (_, i) => `<testcase name="t${i}"><failure message="m"/></testcase>`);
  const report = read("junit", suite('tests="2500" failures="2500"', cases.join("")));
  expect(report.figures).toMatchObject({ total: 2_500, failed: 2_500, findingsLeftOut: 1_500 });
  expect(report.findings).toHaveLength(1_000);
});

test("names, titles and places are short, so that events stay small", () => {
  const long = "x".repeat(5_000);
  const report = read(
    "junit",
    suite('tests="1" failures="1"', `<testcase name="${long}" file="${long}"><failure message="${long}"/></testcase>`),
  );
  expect(JSON.stringify(report).length).toBeLessThan(2_000);
});
