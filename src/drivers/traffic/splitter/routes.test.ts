import { expect, test } from "vitest";
import { isOlder, parseRouting } from "./routes.ts";

const build = (digit: string) => `sha256:${digit.repeat(64)}`;
const side = (digit: string, weight: number) => ({ build: build(digit), endpoints: ["127.0.0.1:80"], weight });
const withCohort = (digit: string, weight: number) => ({
  ...side(digit, weight),
  cohort: { by: "header", name: "x-cohort", value: "staff" },
});

test("routes that sum to 100 are taken, fractions included", () => {
  const routing = { fence: [1, 2], routes: [side("a", 33.3), side("b", 66.7)] };

  expect(parseRouting(routing)).toEqual(routing);
  expect(parseRouting({ fence: [0, 0], routes: [{ ...side("a", 100), endpoints: ["[::1]:8080"] }] })).toBeTypeOf(
    "object",
  );
});

test("no routes at all are taken: that is maintenance", () => {
  expect(parseRouting({ fence: [1, 2], routes: [] })).toEqual({ fence: [1, 2], routes: [] });
});

test("a cohort is kept; what was written down before there were any is read as it was", () => {
  const before = { fence: [1, 2], routes: [side("a", 90), side("b", 10)] };
  const now = { fence: [1, 2], routes: [side("a", 90), withCohort("b", 10)] };

  expect(parseRouting(JSON.parse(JSON.stringify(before)))).toStrictEqual(before);
  expect(parseRouting(JSON.parse(JSON.stringify(now)))).toStrictEqual(now);
});

test.each([
  ["weights must sum to 100", [side("a", 50)]],
  ["a build may stand there once", [side("a", 50), side("a", 50)]],
  ["routes.0.endpoints.0: must read host:port", [{ ...side("a", 100), endpoints: ["http://x:1/"] }]],
  ["one side may have a cohort", [withCohort("a", 50), withCohort("b", 50)]],
  ["routes.0.cohort.by", [{ ...side("a", 100), cohort: { by: "ip", name: "x", value: "y" } }]],
  ["routes.0.cohort.name", [{ ...side("a", 100), cohort: { by: "header", name: "", value: "y" } }]],
  ["routes.0.build: must be a digest", [{ ...side("a", 100), build: "latest" }]],
  ["routes.0.weight: must be 0 … 100", [{ ...side("a", 100), weight: 101 }, side("b", -1)]],
])("routes are refused: %s", (problem, routes) => {
  expect(parseRouting({ fence: [1, 1], routes })).toContain(problem);
});

test("fences are compared by hold, then by lease; an equal one is not older", () => {
  expect(isOlder([1, 9], [2, 0])).toBe(true);
  expect(isOlder([2, 0], [2, 1])).toBe(true);
  expect(isOlder([2, 1], [2, 1])).toBe(false);
  expect(isOlder([3, 0], [2, 9])).toBe(false);
});
