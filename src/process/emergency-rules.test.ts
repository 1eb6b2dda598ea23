import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadProcess } from "./load.ts";

const shipped = readFileSync(new URL("default.yaml", import.meta.url), "utf8");

const problemsOf = (text: string): string => {
  const reading = loadProcess("process.yaml", text);
  return reading.ok ? "" : reading.problems.map(({ what }) => what).join("; ");
};

const without = (id: string): string => shipped.replace(`    - ${id}\n`, "");

test("R202, R67: an emergency that leaves out a rollout, or asks nobody before production, is refused when it is read", () => {
  expect(problemsOf(shipped)).toBe("");
  expect(problemsOf(without("staging.deploy"))).toContain("leaves out the rollout staging.deploy");
  expect(problemsOf(without("staging.drill"))).toContain("leaves out the rollout staging.drill");
  expect(problemsOf(without("A12"))).toContain("asks nobody before production");
});

test("an emergency names requirements and roles that there are", () => {
  expect(problemsOf(shipped.replace("    - staging.smoke\n", "    - staging.smok\n"))).toContain("staging.smok");
});
