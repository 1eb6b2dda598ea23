import { expect, test } from "vitest";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { onlyThese } from "./only-these.ts";

const tests = defaultProcess.stages.flatMap(({ attempts }) => attempts?.tests ?? []);

test.each([
  [["src/cart.test.ts"], true],
  [["test/cart.ts", "app/tests/a/b.py", "headgate.yaml"], true],
  [["k6-thresholds.json", "pkg/cart_test.go"], true],
  [["src/cart.test.ts", "src/cart.ts"], false],
  [["src/contest.ts"], false],
  [["src/latest/cart.ts"], false],
  [[], false],
])("R63: only tests and limits in %j: %s", (files, expected) => {
  expect(onlyThese(files, tests)).toBe(expected);
});

test("a pattern means its dots, and a star stays within a name", () => {
  expect(onlyThese(["a/xbjson"], ["a/*.json"])).toBe(false);
  expect(onlyThese(["a/b/c.json"], ["a/*.json"])).toBe(false);
  expect(onlyThese(["a/b/c.json"], ["a/**"])).toBe(true);
});
