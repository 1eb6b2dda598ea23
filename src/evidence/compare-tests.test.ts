import { describe, expect, test } from "vitest";
import { fixture, read } from "../../test/support/fixture.ts";
import { compareTests } from "./compare-tests.ts";

type Case = "passed" | "failed" | "skipped";
const inside = { passed: "", failed: '<failure message="m"/>', skipped: "<skipped/>" };
const report = (cases: Readonly<Record<string, Case>>) => {
  const all = Object.entries(cases);
  const failures = all.filter(([, outcome]) => outcome === "failed").length;
  const written = all.map(([name, outcome]) => `<testcase name="${name}">${inside[outcome]}</testcase>`).join("");
  return read("junit", `<testsuite name="s" tests="${all.length}" failures="${failures}">${written}</testsuite>`);
};
const many = (count: number, from = 0) =>
  report(Object.fromEntries(Array.from({ length: count }, (_, i) => [`case ${i + from}`, "passed" as const])));

test("R55: twenty tests that vanish are told by name", () => {
  const compared = compareTests(many(100), many(120));
  expect(compared.figures).toEqual({ removed: 20, newFailures: 0 });
  expect(compared.findings[0]).toEqual({
    id: "case 100",
    severity: "medium",
    title: "ran in the last release and does not run now",
    where: "",
  });
  expect(compared.findings).toHaveLength(20);
});

test("R55: a test that is skipped now does not run any more", () => {
  const { figures } = compareTests(report({ a: "passed", b: "skipped" }), report({ a: "passed", b: "passed" }));
  expect(figures).toEqual({ removed: 1, newFailures: 0 });
});

test("R55: failures are new when the last release had them not, be the test old or new", () => {
  const compared = compareTests(
    report({ known: "failed", broken: "failed", added: "failed", mended: "passed" }),
    report({ known: "failed", broken: "passed", mended: "failed" }),
  );
  expect(compared.figures).toEqual({ removed: 0, newFailures: 2 });
  expect(compared.findings.map(({ id, severity }) => `${id} ${severity}`)).toEqual(["broken high", "added high"]);
});

test("R55: a report against itself shows nothing, in every format of tests", () => {
  for (const [format, name] of [
    ["junit", "junit-pytest.xml"],
    ["trx", "trx-vstest.trx"],
    ["tap", "tap-node.tap"],
  ] as const) {
    const one = read(format, fixture(name));
    expect(compareTests(one, one), format).toEqual({ figures: { removed: 0, newFailures: 0 }, findings: [] });
  }
});

test("R55: one of two tests of the same name that is gone shows", () => {
  const twice = '<testcase name="a"/><testcase name="a"/>';
  const two = read("junit", `<testsuite tests="2" failures="0">${twice}</testsuite>`);
  expect(compareTests(report({ a: "passed" }), two).figures.removed).toBe(1);
});

describe("R55: so many tests that not all names are kept", () => {
  test("above 2,000 they are told apart by a fingerprint, also from a shorter list", () => {
    const large = many(2_500);
    expect(large.lists.tests?.[0]).toMatch(/^#[0-9a-z]+$/);
    expect(compareTests(many(2_500, 30), large).figures).toEqual({ removed: 30, newFailures: 0 });
    const compared = compareTests(large, many(1_000, 2_000));
    expect(compared.figures.removed).toBe(500);
    expect(compared.findings[0]?.id).toBe("case 2500");
  });

  test("above 20,000 only a smaller number shows; the same number cannot tell", () => {
    const [fewer, more] = [many(20_100), many(20_120)];
    expect(compareTests(fewer, more).figures).toEqual({ removed: 20, newFailures: 0 });
    expect(compareTests(more, more).figures).toEqual({ newFailures: 0 });
  });

  test("failures that are not listed count as new as far as there are more of them", () => {
    const failing = (count: number) =>
      report(Object.fromEntries(Array.from({ length: count }, (_, i) => [`case ${i}`, "failed" as const])));
    expect(compareTests(failing(1_500), failing(1_100)).figures.newFailures).toBe(400);
  });
});
