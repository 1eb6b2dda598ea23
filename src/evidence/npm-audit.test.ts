import { expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const report = (change: object, dependencies = 3) => ({
  auditReportVersion: 2,
  vulnerabilities: {},
  metadata: { vulnerabilities: { total: 0 }, dependencies: { total: dependencies } },
  ...change,
});

test("advisories, each once for its package and not for those that need it", () => {
  const audit = read("npm-audit", fixture("npm-audit.json"));
  expect(audit.figures).toEqual({ critical: 1, high: 0, medium: 1, low: 1, total: 3, unrated: 0, dependencies: 14 });
  expect(audit.findings.map(({ id, severity }) => [id, severity])).toEqual([
    ["GHSA-aaaa-bbbb-cccc pkg:npm/minimist", "critical"],
    ["GHSA-gggg-hhhh-iiii pkg:npm/minimist", "medium"],
    // Its cause is not listed.
    ["@scope/cli pkg:npm/%40scope/cli", "low"],
  ]);
});

test("an audit that failed, as npm really writes it, is none", () => {
  expect(problemOf("npm-audit", fixture("npm-audit-refused.json"))).toContain("an audit that failed is none");
});

test("no vulnerable package is clean, if any was looked at", () => {
  expect(read("npm-audit", report({})).figures).toMatchObject({ total: 0, dependencies: 3 });
  expect(problemOf("npm-audit", report({}, 0))).toContain("looked at no package");
});

test("refuses a report that counts other than it lists", () => {
  const metadata = { vulnerabilities: { total: 2 }, dependencies: { total: 3 } };
  expect(problemOf("npm-audit", report({ metadata }))).toBe("it counts 2 vulnerable packages and lists 0");
});
