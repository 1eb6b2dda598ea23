import { expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const lines = (...all: string[]) => `${all.join("\n")}\n`;

test("Node's report: leaf tests, names by their path, what failed and why, skipped and to-do apart", () => {
  expect(read("tap", fixture("tap-node.tap"))).toEqual({
    figures: { total: 6, passed: 3, failed: 1, skipped: 2, blocked: 2, durationMs: 3 },
    texts: {},
    lists: {
      suites: ["cart", "cart > stock"],
      tests: ["adds # one item", "cart > totals", "cart > gives discount", "cart > stock > reserves"],
    },
    findings: [{ id: "cart > gives discount", severity: "high", title: "90 == 91", where: "cart" }],
    build: null,
    madeAt: null,
    signer: null,
    tool: "TAP",
  });
});

test("a test that holds tests is one of its own, as Node counts it", () => {
  expect(read("tap", fixture("tap-node-nested.tap")).figures).toMatchObject({ total: 4, passed: 1, failed: 3 });
});

test("TAP 14: plan first, subtests, directives, escaped signs, noise of the program", () => {
  const report = read(
    "tap",
    lines(
      "TAP version 14",
      "1..3",
      "# build.digest sha256:".concat("a".repeat(64)),
      "ok 1 - reads \\# and \\\\",
      "listening on port 80",
      "    # Subtest: payments",
      "    ok 1 - takes a card",
      "    not ok 2 - refunds # TODO next year",
      "    1..2",
      "ok 2 - payments",
      "ok 3 # SKIP no network",
    ),
  );
  expect(report.figures).toEqual({ total: 4, passed: 2, failed: 0, skipped: 2, blocked: 2 });
  expect(report.lists.tests).toEqual(["reads # and \\", "subtest 2 > takes a card"]);
  expect(report.build).toBe(`sha256:${"a".repeat(64)}`);
});

test("a subtest that fails as a whole, though no test in it did, is a failure", () => {
  const report = read("tap", lines("    ok 1 - a", "    1..1", "not ok 1 - suite", "1..1"));
  expect(report.figures).toMatchObject({ total: 2, passed: 1, failed: 1 });
  expect(report.findings[0]).toMatchObject({ id: "suite", title: "suite failed" });
});

test("a plan of nothing is a report of no test, for the rule to refuse", () => {
  expect(read("tap", lines("TAP version 13", "1..0 # SKIP no tests on this system")).figures.total).toBe(0);
});

test("a failure that says skip is a failure", () => {
  expect(read("tap", lines("1..1", "not ok 1 - a # SKIP")).figures).toMatchObject({ failed: 1, skipped: 0 });
});

test.each([
  ["no plan", lines("ok 1 - a"), /it has no plan, so it may have been cut off/],
  ["fewer tests than planned", lines("1..3", "ok 1 - a"), /planned 3 tests, but shows 1/],
  ["more tests than planned", lines("1..1", "ok 1", "ok 2"), /planned 1 tests, but shows 2/],
  ["two plans", lines("1..1", "ok 1", "1..1"), /two plans/],
  ["tests after the plan at the end", lines("ok 1", "1..1", "ok 2"), /goes on after its plan/],
  ["a number left out", lines("1..2", "ok 1", "ok 3"), /test 3 where test 2 should be/],
  ["a number that comes twice", lines("1..2", "ok 1", "ok 1"), /test 1 where test 2 should be/],
  ["a bail out", lines("1..2", "ok 1", "Bail out! no database"), /bailed out: no database/],
  ["a bail out within a subtest", lines("1..1", "    Bail out!"), /bailed out: without a reason/],
  ["a subtest without its plan", lines("    ok 1 - a", "ok 1 - s", "1..1"), /subtest "subtest 1" has no plan/],
  ["a subtest that nothing sums up", lines("1..0", "    ok 1 - a", "    1..1"), /no test point sums up/],
  ["a YAML block without an end", lines("1..1", "ok 1", "  ---", "  a: 1"), /within a YAML block/],
  ["a summary that counts other failures", lines("1..1", "ok 1", "# tests 1", "# fail 1"), /counts 1 failed tests/],
  [
    "a summary that counts other tests",
    lines("1..1", "ok 1", "# tests 2", "# fail 0"),
    /counts 2 tests, but it shows 1/,
  ],
  ["a build that is no digest", lines("1..1", "ok 1", "# build.digest v1"), /build.digest is "v1"/],
  ["a line of 2 MB", `1..1\nok 1 - ${"x".repeat(2_000_000)}\n`, /a line of it is longer/],
  ["no TAP at all", "<html></html>", /no plan/],
])("refuses %s", (_, text, problem) => {
  expect(problemOf("tap", text)).toMatch(problem);
});
