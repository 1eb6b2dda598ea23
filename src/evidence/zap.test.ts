import { expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

test("a finding for each place of an alert; what was marked as false is counted apart", () => {
  const { figures, findings, madeAt, tool } = read("zap", fixture("zap-traditional.json"));
  expect(figures).toEqual({ critical: 0, high: 3, medium: 1, low: 1, total: 6, sites: 2, falsePositives: 1 });
  expect(new Set(findings.map(({ key }) => key))).toEqual(
    new Set(["40012 GET /search q", "40012 GET /product/p-1 ref", "10038-1 GET /", "10021 GET /", "10049 GET /"]),
  );
  expect({ madeAt, tool }).toEqual({ madeAt: Date.parse("2026-05-04T06:32:00.123Z"), tool: "ZAP 2.15.0" });
});

const about = { "@programName": "ZAP", "@version": "2.15.0" };

test("a site without an alert is clean; no site, or one without a list, is not", () => {
  expect(read("zap", { ...about, site: [{ "@name": "https://a", alerts: [] }] }).figures.total).toBe(0);
  expect(problemOf("zap", { ...about, site: [] })).toContain("nothing was attacked");
  expect(problemOf("zap", about)).toContain("nothing was attacked");
  expect(problemOf("zap", { ...about, site: [{ "@name": "https://a" }] })).toContain("was not attacked");
});

test("refuses a risk that it does not know", () => {
  const alerts = [{ pluginid: "1", riskcode: "9", instances: [] }];
  expect(problemOf("zap", { ...about, site: [{ "@name": "https://a", alerts }] })).toContain("a riskcode is");
});
