import { expect, test } from "vitest";
import { read } from "../../test/support/fixture.ts";
import { comparePerformance } from "./compare-performance.ts";

const report = (figures: Readonly<Record<string, number>>) => read("figures", { figures: { requests: 1, ...figures } });

test("R56: a 95th percentile that is worse by 15 % is a warning", () => {
  const compared = comparePerformance(report({ p95Ms: 138 }), report({ p95Ms: 120 }));
  expect(compared.figures.p95MsWorse).toBeCloseTo(0.15);
  expect(compared.figures.warnings).toBe(1);
  expect(compared.findings).toEqual([
    { id: "p95Ms worse", severity: "medium", title: "95th percentile is worse by 15 %: 120 → 138 ms", where: "p95Ms" },
  ]);
});

test.each([
  ["worse by less than 10 %", { p95Ms: 131 }, { p95Ms: 120 }, 0],
  ["better", { p95Ms: 60, p99Ms: 70 }, { p95Ms: 120, p99Ms: 300 }, 0],
  ["a lower throughput", { requestsPerSecond: 80 }, { requestsPerSecond: 100 }, 1],
  ["both percentiles", { p95Ms: 240, p99Ms: 600 }, { p95Ms: 120, p99Ms: 300 }, 2],
])("R56: %s", (_, now, then, warnings) => {
  expect(comparePerformance(report(now), report(then)).figures.warnings).toBe(warnings);
});

test("R56: what either report lacks is absent, and with nothing to compare there is no figure at all", () => {
  const { figures } = comparePerformance(report({ p95Ms: 1 }), report({ p95Ms: 1, p99Ms: 1 }));
  expect(figures).toEqual({ p95MsWorse: 0, warnings: 0 });
  expect(comparePerformance(report({ p99Ms: 1 }), report({ p95Ms: 1 }))).toEqual({ figures: {}, findings: [] });
  expect(comparePerformance(report({ p95Ms: 1 }), report({ p95Ms: 0 }))).toEqual({ figures: {}, findings: [] });
});
