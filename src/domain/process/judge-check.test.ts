import { describe, expect, test } from "vitest";
import { type Case, fold, later, openCase } from "../../../test/support/case.ts";
import { digestOf } from "../../../test/support/release.ts";
import { check, tinyProcess } from "../../../test/support/tiny-process.ts";
import { evidenceOf, requirementOf } from "../../../test/support/walk.ts";
import type { Compared, Evidence } from "../release/evidence.ts";
import { millis } from "../units.ts";
import type { Rule } from "./rule.ts";
import { shownFor } from "./shown.ts";

const rule = (given: Partial<Extract<Rule, { kind: "figure" }>>): Rule => ({
  kind: "figure",
  figure: "newHigh",
  max: 0,
  otherwise: "{value} are new: {which}",
  ...given,
});
const opened = openCase(
  tinyProcess([
    check({ id: "scan", comparedWith: "production", rules: [rule({})], freshness: { within: millis(7 * 86_400_000) } }),
    check({ id: "load", comparedWith: "scan", rules: [rule({ breach: "warning" })] }),
    check({ id: "tests", comparedWith: "production", rules: [rule({ breach: "inconclusive" })] }),
  ]),
);
const compared = (newHigh: number | null, problem: string | null = null): Compared => ({
  release: "shop-1.0.0",
  version: "1.0.0",
  build: digestOf("shop 1.0.0"),
  raw: problem === null ? digestOf("old scan") : null,
  figures: newHigh === null ? {} : { newHigh },
  lists: { newHigh: Array.from({ length: newHigh ?? 0 }, (_, i) => `CVE-${i}`) },
  findings: [],
  problem,
});
const seen = (id: string, change: Partial<Evidence>): Case => {
  const { evidence } = evidenceOf(opened, id, { figures: { critical: 3, newHigh: 0 } });
  return fold(opened, [{ type: "EvidenceRecorded", at: opened.at, evidence: { ...evidence, ...change } }]);
};
const told = (id: string, change: Partial<Evidence>, hours = 0): string => {
  const { state, reason } = requirementOf(later(seen(id, change), hours), id);
  return `${state}: ${reason}`;
};

describe("R45: a check that compares", () => {
  test("is judged by what is new, which it names", () => {
    expect(told("scan", { compared: compared(0) })).toBe("pass: ");
    expect(told("scan", { compared: compared(1) })).toBe("fail: 1 are new: CVE-0");
    expect(told("scan", { compared: compared(7) })).toBe(
      "fail: 7 are new: CVE-0, CVE-1, CVE-2, CVE-3, CVE-4 and 2 more",
    );
  });
  test("is not met by a report that was not compared, whatever that says of itself", () => {
    const { compared: _, ...bare } = evidenceOf(opened, "scan", { figures: { newHigh: 0 } }).evidence;
    const at = fold(opened, [{ type: "EvidenceRecorded", at: opened.at, evidence: bare }]);
    expect(requirementOf(at, "scan")).toMatchObject({
      state: "inconclusive",
      reason: "it was not compared with production",
    });
  });
  test("says why there was nothing to compare with, where that decides", () => {
    expect(told("scan", { compared: compared(2, "nothing runs in production") })).toBe(
      "fail: 2 are new: CVE-0, CVE-1 (nothing runs in production)",
    );
  });
  test("is another thing to sign for when the reference is another", () => {
    const shown = (change: Partial<Evidence>) => {
      const { process, release } = seen("scan", change);
      return shownFor(process, release, ["scan"]);
    };
    const one = shown({ compared: compared(0) });
    expect(one).not.toEqual(shown({ compared: { ...compared(0), raw: digestOf("another") } }));
    expect(one).not.toEqual(shown({ compared: compared(0), vex: { raw: digestOf("vex"), madeAt: opened.at } }));
  });
});

test("R7: what a VEX document took out is stale when the document is older than the check allows", () => {
  const vex = { raw: digestOf("vex"), madeAt: (opened.at - 8 * 86_400_000) as typeof opened.at };
  expect(told("scan", { compared: compared(0), vex })).toBe(
    "stale: the VEX document that takes findings out of it is older than 7 days",
  );
});

describe("R55, R56: what a breach comes to", () => {
  test("a warning is shown and stops nothing, also where it cannot be told", () => {
    expect(told("load", { compared: compared(1) })).toBe("pass: warning: 1 are new: CVE-0");
    const { figures: _, ...rest } = compared(null);
    const nothing = { ...evidenceOf(opened, "load", { figures: {} }).evidence, compared: { ...rest, figures: {} } };
    const at = fold(opened, [{ type: "EvidenceRecorded", at: opened.at, evidence: nothing }]);
    expect(requirementOf(at, "load")).toMatchObject({
      state: "pass",
      reason: 'warning: the report has no figure "newHigh"',
    });
  });
  test("inconclusive where a reason is asked for", () => {
    expect(told("tests", { compared: compared(1) })).toBe("inconclusive: 1 are new: CVE-0");
  });
});
