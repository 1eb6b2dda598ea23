import { expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";
import { compareReports } from "./compare-reports.ts";

const result = JSON.parse(new TextDecoder().decode(fixture("axe-button.json")));
const edited = (edit: (copy: typeof result) => void) => {
  const copy = structuredClone(result);
  edit(copy);
  return copy;
};

test("a real scan: a finding for each element, what was looked at, and when", () => {
  const report = read("axe", fixture("axe-button.json"));
  expect(report.figures).toEqual({
    critical: 2,
    high: 1,
    medium: 0,
    low: 0,
    total: 3,
    pages: 1,
    looked: 19,
    unsure: 0,
  });
  expect(report.findings.map(({ id, severity, title }) => `${severity} ${id}: ${title}`)).toContain(
    "critical button-name / button: Buttons must have discernible text",
  );
  expect(report).toMatchObject({ tool: "axe-core 4.14.1", madeAt: Date.parse("2026-11-29T06:34:18.098Z") });
});

test("R116: a button that lost its name since the last release is new, and what was there before is not", () => {
  const [now, last] = ["axe-button.json", "axe.json"].map((name) => {
    const bytes = fixture(name);
    return { format: "axe", report: read("axe", bytes), text: new TextDecoder().decode(bytes) };
  });
  expect(compareReports(now!, last!)).toMatchObject({
    figures: { newCritical: 1, newHigh: 0, known: 2 },
    lists: { newCritical: ["button-name / button"] },
  });
});

test("several pages are one report, as old as the first of them", () => {
  const later = edited((copy) => {
    copy.timestamp = "2026-11-29T07:00:00.000Z";
    copy.url = "http://127.0.0.1:8080/cart";
  });
  const report = read("axe", [later, result]);
  expect(report).toMatchObject({ figures: { pages: 2, critical: 4 }, madeAt: Date.parse(result.timestamp) });
  expect(new Set(report.findings.map(({ key }) => key)).size).toBe(6);
});

test("what nobody rated counts as high", () => {
  const report = read(
    "axe",
    edited((copy) => {
      for (const one of copy.violations) one.impact = one.nodes[0].impact = null;
    }),
  );
  expect(report.figures).toMatchObject({ critical: 0, high: 3 });
});

test.each([
  [
    "a page on which no rule was tried",
    edited((copy) => Object.assign(copy, { passes: [], violations: [], incomplete: [] })),
    /no rule was tried/,
  ],
  ["no page at all", [], /holds no page/],
  [
    "a broken rule without a place",
    edited((copy) => {
      copy.violations[0].nodes = [];
    }),
    /broken somewhere/,
  ],
  [
    "no list of violations",
    edited((copy) => {
      delete copy.violations;
    }),
    /violations/,
  ],
  [
    "an impact that axe does not know",
    edited((copy) => {
      copy.violations[0].impact = "none";
    }),
    /impact/,
  ],
  ["something else", { testEngine: { name: "other", version: "1" } }, /testEngine/],
])("refuses %s", (_, report, problem) => {
  expect(problemOf("axe", report)).toMatch(problem);
});
