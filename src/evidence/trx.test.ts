import { expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const whole = new TextDecoder().decode(fixture("trx-vstest.trx"));
const edited = (from: string | RegExp, to: string) => whole.replace(from, to);
const run = (results: string, counters: string, summary = "Completed") =>
  `<TestRun><Results>${results}</Results><ResultSummary outcome="${summary}"><Counters ${counters}/></ResultSummary></TestRun>`;
const one = (outcome: string) => `<UnitTestResult testName="a" outcome="${outcome}"/>`;

test("vstest's report: counts, the reason in one line, classes, the time of its end", () => {
  expect(read("trx", whole)).toEqual({
    figures: { total: 4, passed: 2, failed: 1, skipped: 1, blocked: 1, durationMs: 1_139 },
    texts: {},
    lists: {
      suites: ["Shop.Tests.CartTests", "Shop.Tests.StockTests"],
      tests: ["Shop.Tests.CartTests.Adds", "Shop.Tests.CartTests.Discounts", 'Shop.Tests.StockTests.Reserves ("é")'],
    },
    findings: [
      {
        id: "Shop.Tests.CartTests.Discounts",
        severity: "high",
        title: "Assert.AreEqual failed. Expected:<90>. Actual:<91>.",
        where: "runner-7",
      },
    ],
    build: null,
    madeAt: Date.parse("2026-05-04T07:12:33.117Z"),
    signer: null,
    tool: "TRX",
  });
});

test.each([
  ["little", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
  ["big", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
])("UTF-16 (%s endian) with its byte order mark is read, at any cut into pieces", (_, encode) => {
  expect(read("trx", new Uint8Array(encode(whole)))).toEqual(read("trx", whole));
});

test("UTF-16 that is cut within a sign is refused", () => {
  expect(problemOf("trx", new Uint8Array(Buffer.from(`\ufeff${whole}`, "utf16le").subarray(0, -1)))).toBe(
    "it is not UTF-16 text",
  );
});

test("the rows of a data-driven test count, and not the test around them", () => {
  const rows = `<UnitTestResult testName="t" outcome="Failed"><InnerResults>${one("Passed")}${one("Failed")}</InnerResults></UnitTestResult>`;
  expect(read("trx", run(rows, 'total="3" passed="1" failed="2"')).figures).toMatchObject({ total: 2, failed: 1 });
  expect(read("trx", run(rows, 'total="1" passed="0" failed="1"')).figures).toMatchObject({ total: 2, failed: 1 });
});

test.each(["Failed", "Error", "Timeout", "Aborted", "Disconnected"])("%s is a failure", (outcome) => {
  const counters = `total="1" passed="0" ${outcome.toLowerCase()}="1"`;
  expect(read("trx", run(one(outcome), counters)).figures).toMatchObject({ passed: 0, failed: 1 });
});

test.each(["Inconclusive", "NotExecuted", "Pending", "Warning"])("%s is no pass", (outcome) => {
  expect(read("trx", run(one(outcome), 'total="1" passed="0" failed="0"')).figures).toMatchObject({
    passed: 0,
    failed: 0,
    blocked: 1,
  });
});

test("a result without an outcome is an error, as in the tool", () => {
  const report = read("trx", run('<UnitTestResult testName="a"/>', 'total="1" passed="0" error="1"'));
  expect(report.figures).toMatchObject({ failed: 1 });
});

test.each([
  [
    "a failure that the counters hide",
    edited('outcome="Failed" testListId', 'outcome="Passed" testListId'),
    /counts 4/,
  ],
  [
    "a test that was cut out",
    edited(/<UnitTestResult[^>]*testName="Shop.Tests.CartTests.Adds"[^>]*\/>/, ""),
    /shows 3/,
  ],
  ["no counters", edited(/<Counters[^>]*>/, ""), /no <Counters>/],
  ["an unknown outcome", edited('outcome="NotExecuted"', 'outcome="Fine"'), /outcome "Fine", which is not known/],
  ["an unknown result", edited("<Results>", "<Results><Result/>"), /<Result> is no result/],
  ["a run that was aborted", edited('<ResultSummary outcome="Failed"', '<ResultSummary outcome="Aborted"'), /Aborted/],
  ["a duration that is none", edited('duration="00:00:00.1180000"', 'duration="NaN"'), /duration="NaN"/],
  ["a count that is none", edited('total="4"', 'total="NaN"'), /total="NaN"/],
  ["a date that is none", edited(/finish="[^"]*"/, 'finish="yesterday"'), /"yesterday" is no date/],
  ["a DOCTYPE", edited("<TestRun", '<!DOCTYPE x SYSTEM "x"><TestRun'), /DOCTYPE/],
  ["another root", "<testsuites/>", /its root is <testsuites>/],
  [
    "a run that tells of an error though nothing failed",
    run(one("Passed"), 'total="1" passed="1"').replace(
      "<Counters",
      '<RunInfos><RunInfo outcome="Error"/></RunInfos><Counters',
    ),
    /tells of an error/,
  ],
])("refuses %s", (_, text, problem) => {
  expect(problemOf("trx", text)).toMatch(problem);
});
