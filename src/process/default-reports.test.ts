import { describe, expect, test } from "vitest";
import { defaultProcess } from "../../test/support/default-process.ts";
import { bytesOf, fixture } from "../../test/support/fixture.ts";
import { judgeRule } from "../domain/process/judge-rule.ts";
import type { Check } from "../domain/process/process.ts";
import type { Rule } from "../domain/process/rule.ts";
import type { Report } from "../domain/release/evidence.ts";
import { blank } from "../evidence/blank.ts";
import { openAny } from "../evidence/open-any.ts";

const checks = defaultProcess.requirements.filter((one): one is Check => one.kind === "check");
const check = (id: string): Check => checks.find((one) => one.id === id)!;

const judged = ({ rules }: Check, report: Report, declared: Readonly<Record<string, readonly string[]>> = {}) =>
  rules
    .map((rule) => judgeRule(rule, report, defaultProcess.metrics, declared))
    .flatMap(({ state, reason }) => (state === "pass" ? [] : [`${state}: ${reason}`]));

/** What the rules of the process that ships say to these bytes, in whichever format they are. */
const answer = (id: string, content: unknown, declared?: Readonly<Record<string, readonly string[]>>) => {
  const reader = openAny(check(id).reports);
  reader.write(content instanceof Uint8Array ? content : bytesOf(content));
  const reading = reader.end();
  return {
    format: reading.format,
    said: reading.ok ? judged(check(id), reading.report, declared) : [`error: ${reading.problem}`],
  };
};

const trx = new TextDecoder().decode(fixture("trx-vstest.trx"));
const goodTrx = trx
  .replace('outcome="Failed" testListId', 'outcome="Passed" testListId')
  .replace('outcome="NotExecuted"', 'outcome="Passed"')
  .replace('passed="2" failed="1"', 'passed="4" failed="0"')
  .replace(/<RunInfos>[\s\S]*<\/RunInfos>/, "");
const goodTap = "TAP version 14\n# Subtest: payments\n    ok 1 - takes a card\n    1..1\nok 1 - payments\n1..1\n";

describe("R4: tests in every format that the check reads", () => {
  test.each([
    [
      "junit",
      "junit-pytest.xml",
      ["fail: 2 of the tests failed", "fail: 1 of the tests were blocked or skipped and have no result"],
    ],
    [
      "trx",
      "trx-vstest.trx",
      ["fail: 1 of the tests failed", "fail: 1 of the tests were blocked or skipped and have no result"],
    ],
    [
      "tap",
      "tap-node.tap",
      ["fail: 1 of the tests failed", "fail: 2 of the tests were blocked or skipped and have no result"],
    ],
    ["junit", "junit-surefire.xml", []],
  ])("%s, %s", (format, name, said) => {
    expect(answer("entry.functional", fixture(name))).toEqual({ format, said });
  });

  test.each([
    ["trx", goodTrx],
    ["tap", goodTap],
  ])("a good run as %s passes", (format, text) => {
    expect(answer("entry.functional", text)).toEqual({ format, said: [] });
  });

  test.each([
    ["trx", '<TestRun><Results/><ResultSummary outcome="Completed"><Counters total="0"/></ResultSummary></TestRun>'],
    ["tap", "1..0\n"],
  ])("a run of no test as %s does not", (format, text) => {
    expect(answer("entry.functional", text)).toEqual({
      format,
      said: ["fail: the report holds no test", "fail: no test passed"],
    });
  });

  test("what is none of them says why for each", () => {
    expect(answer("entry.functional", "<html/>").said).toEqual([
      "error: it is no report of any format that is read here: junit: its root is <html>, not <testsuites> or <testsuite>; " +
        "trx: its root is <html>, not <TestRun>; tap: it has no plan, so it may have been cut off",
    ]);
  });
});

test("R5: a declared integration is found among classes of TRX and subtests of TAP", () => {
  const declared = { integrations: ["payments", "StockTests"] };
  expect(answer("entry.integration", goodTap, declared).said).toEqual([
    "fail: no suite tests these declared integrations: StockTests",
  ]);
  expect(answer("entry.integration", goodTrx, declared).said).toEqual([
    "fail: no suite tests these declared integrations: payments",
  ]);
});

describe("R6: load tests in every format that the check reads", () => {
  test.each([
    ["jmeter", "jmeter.csv", ["fail: 0.024390243902439025 of the requests failed; it must be less than 0.001"]],
    ["jmeter", "jmeter.xml", ["fail: 0.024390243902439025 of the requests failed; it must be less than 0.001"]],
    ["gatling", "gatling-stats.json", ["fail: 0.01 of the requests failed; it must be less than 0.001"]],
    [
      "k6",
      "k6-machine-readable.json",
      [
        'inconclusive: the report has no figure "p99Ms"',
        "fail: 0.0024916943521594683 of the requests failed; it must be less than 0.001",
      ],
    ],
  ])("%s, %s", (format, name, said) => {
    expect(answer("entry.performance", fixture(name))).toEqual({ format, said });
  });

  test("a JTL without an error and fast enough passes; a slow one does not", () => {
    const rows = (ms: number) => `timeStamp,elapsed,label,success\n${`1000,${ms},a,true\n`.repeat(50)}`;
    expect(answer("entry.performance", rows(199)).said).toEqual([]);
    expect(answer("entry.performance", rows(200)).said).toEqual([
      "fail: 95 % of the requests took up to 200 ms; it must be less than 200 ms",
    ]);
  });
});

test("R30: two OpenAPI documents answer whether both versions get along", () => {
  expect(answer("strategy.compatibility", fixture("openapi-diff.json"))).toEqual({
    format: "openapi-diff",
    said: ["fail: no test passed", "fail: 3 of the tests failed"],
  });
});

/** A report of which a rule holds. */
const keeping = (rule: Rule): Partial<Report> => {
  if (rule.kind === "text") return { texts: { [rule.text]: rule.oneOf[0]! } };
  if (rule.kind === "covers") return { lists: { [rule.list]: ["all"] } };
  const target = (id: string | undefined) => defaultProcess.metrics.find((metric) => metric.id === id)?.target;
  const value =
    rule.min ??
    rule.max ??
    (rule.below === undefined ? (target(rule.above) ?? 0) * 1.0001 : (target(rule.below) ?? 0) / 2);
  return { figures: { [rule.figure]: value, ...(rule.of !== undefined && { [rule.of]: 100_000 }) } };
};

const merged = (parts: readonly Partial<Report>[]): Report => ({
  ...blank,
  figures: Object.assign({}, ...parts.map(({ figures }) => figures)),
  texts: Object.assign({}, ...parts.map(({ texts }) => texts)),
  lists: Object.assign({}, ...parts.map(({ lists }) => lists)),
});

const partsOf = ({ figures, texts, lists }: Report): ReadonlySet<string> =>
  new Set([...Object.keys(figures), ...Object.keys(texts), ...Object.keys(lists)]);

describe("T22: with 49 % of what it needs missing, or any other part of it, no check passes", () => {
  const declared = Object.fromEntries(
    checks.flatMap(({ rules }) => rules.flatMap((rule) => (rule.kind === "covers" ? [[rule.declared, ["all"]]] : []))),
  );

  test.each(checks.map((one) => [one.id, one] as const))("%s", (_, one) => {
    // A warning is no condition, by the word of the process.
    const rules = one.rules.filter((rule) => rule.kind !== "figure" || rule.breach !== "warning");
    expect(judged(one, merged(rules.map(keeping)), declared)).toEqual([]);
    const whole = partsOf(merged(rules.map(keeping)));
    for (let subset = 0; subset < 2 ** rules.length - 1; subset++) {
      const report = merged(rules.filter((__, i) => (subset >> i) % 2 === 1).map(keeping));
      // Two rules may be about one figure: it is there as long as one of them is.
      if (partsOf(report).size < whole.size) expect(judged(one, report, declared), `subset ${subset}`).not.toEqual([]);
    }
  });
});
