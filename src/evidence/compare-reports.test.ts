import { describe, expect, test } from "vitest";
import { fixture, read } from "../../test/support/fixture.ts";
import { compareReports, type Read } from "./compare-reports.ts";

const readText = (format: string, text: string): Read => ({ format, report: read(format, text), text });
const junit = (cases: Readonly<Record<string, boolean>>): Read => {
  const failures = Object.values(cases).filter((passed) => !passed).length;
  const lines = Object.entries(cases).map(([name, passed]) =>
    passed
      ? `<testcase classname="shop" name="${name}"/>`
      : `<testcase classname="shop" name="${name}"><failure message="no"/></testcase>`,
  );
  const tests = `tests="${lines.length}" failures="${failures}"`;
  return readText("junit", `<testsuite name="s" ${tests}>${lines.join("")}</testsuite>`);
};
const k6 = (p95: number, p99: number, rate: number): Read =>
  readText(
    "k6",
    JSON.stringify({ metrics: { http_req_duration: { "p(95)": p95, "p(99)": p99 }, http_reqs: { count: 9, rate } } }),
  );

describe("tests", () => {
  const before = junit({ a: true, b: false, c: true });
  test("what fails now and did not, what is gone, what is added", () => {
    expect(compareReports(junit({ a: false, b: false, d: true }), before)).toMatchObject({
      figures: { newFailures: 1, removed: 1, added: 1 },
      lists: { newFailures: ["shop.a"], removed: ["shop.c"], added: ["shop.d"] },
    });
  });
  test("the same run differs in nothing", () => {
    expect(compareReports(before, before).figures).toEqual({ newFailures: 0, removed: 0, added: 0 });
  });
  test("where there never was a run nothing was removed; where one is lost, nobody can say so", () => {
    expect(compareReports(before, "none").figures).toEqual({ newFailures: 1, removed: 0, added: 3 });
    expect(compareReports(before, "lost").figures).toEqual({ newFailures: 1 });
    expect(compareReports(before, k6(1, 1, 1)).figures).toEqual({ newFailures: 1 });
  });
  test("a real report of another runner has the same tests as itself", () => {
    const real = readText("junit", new TextDecoder().decode(fixture("junit-nested.xml")));
    expect(compareReports(real, real).figures).toEqual({ newFailures: 0, removed: 0, added: 0 });
  });
});

test("load tests: in percent of the reference, worse above 0; what one does not hold stays unknown", () => {
  expect(compareReports(k6(115, 190, 80), k6(100, 200, 100)).figures).toEqual({
    p95WorsePercent: 15,
    p99WorsePercent: -5,
    throughputWorsePercent: 20,
  });
  expect(compareReports(k6(115, 190, 80), "lost").figures).toEqual({});
});

test("a bill of materials that nobody held against anything has nothing new and nothing known: it is no scan", () => {
  const bom = readText("cyclonedx", new TextDecoder().decode(fixture("cyclonedx-npm.json")));
  expect(compareReports(bom, bom).figures).toEqual({});
});
