import { describe, expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const csv = new TextDecoder().decode(fixture("jmeter.csv"));
const names = "timeStamp,elapsed,label,responseMessage,success";
const rows = (...all: string[]) => `${[names, ...all].join("\n")}\n`;

test("R6: a real JTL in CSV: p50, p95, p99, throughput and errors, over all and by label", () => {
  const { figures, madeAt, tool } = read("jmeter", fixture("jmeter.csv"));

  // The 40 sums of the transaction controller are no requests; with them the error rate would seem 3.28 %.
  expect(figures).toMatchObject({ requests: 82, errors: 2, errorRate: 2 / 82, p50Ms: 41, p95Ms: 49, p99Ms: 92 });
  expect(figures.requestsPerSecond).toBeCloseTo(68.447, 3);
  expect(figures).toMatchObject({ 'requests Show "cart", all': 40, "p95Ms Slow page": 49, "errorRate Pay": 1 });
  expect({ tool, at: new Date(madeAt ?? 0).toISOString() }).toEqual({ tool: "JMeter", at: "2026-11-29T01:03:52.757Z" });
});

test("the same test in XML gives the same figures by name", () => {
  const [xml, text] = [read("jmeter", fixture("jmeter.xml")), read("jmeter", fixture("jmeter.csv"))];
  expect(Object.keys(xml.figures)).toEqual(Object.keys(text.figures));
  expect(xml.figures).toMatchObject({ requests: 82, errors: 2, p95Ms: 49 });
});

test("percentiles are nearest ranks, and never better than the truth", () => {
  const times = Array.from({ length: 100 }, (_, i) => `${1_000 + i},${(i + 1) * 1_234},a,,true`);
  const { figures } = read("jmeter", rows(...times));
  expect(figures.p50Ms).toBeGreaterThanOrEqual(50 * 1_234);
  expect(figures.p50Ms).toBeLessThanOrEqual(50 * 1_234 * 1.01);
  expect(figures.p95Ms).toBeGreaterThanOrEqual(95 * 1_234);
});

test("a test of transactions alone counts them", () => {
  const sums = "Number of samples in transaction : 2, number of failing samples : 0";
  expect(read("jmeter", rows(`1000,7,pay,"${sums}",true`)).figures).toMatchObject({ requests: 1, p95Ms: 7 });
});

test("only the first 50 labels have figures of their own; all count", () => {
  const { figures } = read("jmeter", rows(...Array.from({ length: 80 }, (_, i) => `${i},5,page ${i},,true`)));
  expect(figures).toMatchObject({ requests: 80, "requests page 49": 1 });
  expect(figures).not.toHaveProperty("requests page 50");
});

test("T23: a test without a request measured nothing", () => {
  expect(read("jmeter", rows())).toMatchObject({ figures: { requests: 0, errors: 0 }, madeAt: null });
  expect(read("jmeter", rows()).figures).not.toHaveProperty("p95Ms");
});

describe("refuses", () => {
  test.each([
    ["a CSV without its line of names", csv.slice(csv.indexOf("\n") + 1), /does not name the columns timeStamp/],
    ["a column that is named twice", rows().replace("label", "success"), /does not name the columns label/],
    ["a row that was cut", csv.slice(0, -2), /last row has no end/],
    ["a row of fewer fields", rows("1,2,a"), /has 3 fields, and its first line names 5/],
    ["a success that is neither", rows("1,2,a,,yes"), /success "yes"/],
    ["a time that is none", rows("1,NaN,a,,true"), /elapsed "NaN"/],
    ["a negative time", rows("1,-2,a,,true"), /elapsed "-2"/],
    ["a date for a time", rows("2026/05/04 10:00:00,2,a,,true"), /timeStamp "2026/],
    ["an open quote", `${rows()}1,2,"a,,true\n`, /within a quoted field/],
    ["a quote in a field", rows('1,2,a"b,,true'), /a quote in its middle/],
    ["a row of 2 MB", rows(`1,2,${"x".repeat(2_000_000)},,true`), /a row of it is longer/],
    ["an XML that was cut", new TextDecoder().decode(fixture("jmeter.xml")).slice(0, -20), /not well-formed/],
    ["another XML", "<testsuites/>", /its root is <testsuites>/],
    ["an unknown sample", '<testResults><error t="1"/></testResults>', /<error> is no sample/],
  ])("%s", (_, text, problem) => {
    expect(problemOf("jmeter", text)).toMatch(problem);
  });
});
