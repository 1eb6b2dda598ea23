import { describe, expect, test } from "vitest";
import { acted, type Case, refusalOf } from "../../../test/support/case.ts";
import { issue, kept, live, minutesOn, opened, phaseOf } from "../../../test/support/incident.ts";
import { build, digestOf } from "../../../test/support/release.ts";
import { answered, requirementOf, signature, started } from "../../../test/support/walk.ts";

const close = (retest: string, note = "mended") => ({ type: "CloseIssue", issue: "issue-1", note, retest }) as const;
const defer = (workaround = "reload the page", plan = "1.2.0") =>
  ({ type: "DeferIssue", issue: "issue-1", workaround, plan }) as const;
const issueOf = ({ release }: Case) => release.issues.at(-1);

describe("R60: an open high issue", () => {
  const high = acted(opened(), "eli", issue("high"));
  test("refuses production, and says which issue it is", () => {
    expect(refusalOf(high, "ada", started(high, "production.deploy"))).toBe("INCIDENTS_OPEN");
    expect(requirementOf(high, "production.deploy").waitsFor).toContain("issue-1");
    expect(requirementOf(high, "issue-1")).toMatchObject({ state: "fail", stage: "staging", owner: "qa-lead" });
  });
  test("cannot be put off, not even by the product owner", () => {
    expect(refusalOf(high, "bo", defer())).toBe("NOT_DEFERRABLE");
  });
  test("is closed by a check that passed after it was reported, and by nothing else", () => {
    expect(refusalOf(high, "ada", close(""))).toBe("RETEST_MISSING");
    expect(refusalOf(high, "ada", close("entry.functional"))).toBe("RETEST_NOT_PASSED");
    const before = acted(answered(opened(), "entry.functional"), "eli", issue("high"));
    expect(refusalOf(minutesOn(before, 1), "ada", close("entry.functional"))).toBe("RETEST_NOT_PASSED");
    const retested = answered(minutesOn(high, 5), "entry.functional");
    const closed = acted(retested, "eli", close("entry.functional"));
    expect(issueOf(closed)).toMatchObject({ state: "closed" });
    expect(refusalOf(closed, "ada", started(closed, "production.deploy"))).not.toBe("INCIDENTS_OPEN");
  });
  test("outlives the build that it was found on, and needs a retest of the new one", () => {
    const retested = answered(minutesOn(high, 5), "entry.functional");
    const fixed = { ...build, version: "1.1.1", digest: digestOf("shop 1.1.1") };
    const rebuilt = acted(minutesOn(retested, 5), "ada", { type: "ReplaceBuild", build: fixed, reason: "mended" });
    expect(issueOf(rebuilt)).toMatchObject({ state: "open", build: build.digest });
    expect(refusalOf(rebuilt, "eli", close("entry.functional"))).toBe("RETEST_NOT_PASSED");
    const again = answered(minutesOn(rebuilt, 5), "entry.functional");
    expect(issueOf(acted(again, "eli", close("entry.functional")))).toMatchObject({ state: "closed" });
  });
});

describe("a smaller issue", () => {
  const medium = acted(opened(), "eli", issue("medium"));
  test("is put off by the product owner with a workaround and a plan, and by nobody else", () => {
    expect(refusalOf(medium, "ada", defer())).toBe("ROLE_MISSING");
    expect(refusalOf(medium, "bo", defer("", " "))).toBe("FIELDS_MISSING");
    const deferred = acted(medium, "bo", defer());
    expect(issueOf(deferred)).toMatchObject({ state: "deferred", deferral: { plan: "1.2.0" } });
    expect(requirementOf(deferred, "issue-1").state).toBe("pass");
  });
  test("is closed by a note, but not by its reporter's own", () => {
    expect(refusalOf(medium, "eli", close(""))).toBe("RETEST_MISSING");
    expect(issueOf(acted(medium, "cy", close("")))).toMatchObject({ state: "closed" });
  });
});

describe("R206: what an agent reports", () => {
  const told = acted(live(), "bot", issue("critical", "production"));
  test("starts no clock, and counts until a person has graded it", () => {
    expect(told.release.triggers).toEqual([]);
    expect(refusalOf(told, "eli", signature(told, "A18"))).toBe("INCIDENTS_OPEN");
    expect(refusalOf(told, "bo", defer())).toBe("ISSUE_UNGRADED");
  });
});

test("R85: a bug that a person grades as a main feature broken arms the high clock, and is rolled back within the hour", () => {
  const told = acted(live(), "bot", issue("medium", "production"));
  const grade = { type: "GradeIssue", issue: "issue-1", severity: "high", reason: "a main feature is broken" } as const;
  const graded = acted(told, "eli", grade);
  expect(graded.release.triggers).toMatchObject([{ severity: "high", source: "issue", issue: "issue-1" }]);
  expect(phaseOf(kept(minutesOn(graded, 59)))).toBe("promoted");
  expect(phaseOf(kept(minutesOn(graded, 60)))).toBe("rolling-back");
});

test("R119: while a high issue is open the approvals at the end of validation are refused", () => {
  const high = acted(live(), "eli", issue("high", "production"));
  for (const [by, id] of [
    ["cy", "A17"],
    ["eli", "A18"],
    ["fay", "A19"],
    ["bo", "A20"],
  ] as const)
    expect(refusalOf(high, by, signature(high, id))).toBe("INCIDENTS_OPEN");
  const low = acted(live(), "eli", issue("low", "production"));
  expect(refusalOf(low, "eli", signature(low, "A18"))).not.toBe("INCIDENTS_OPEN");
});

test("the same reference is the same issue", () => {
  const first = acted(opened(), "eli", issue("medium", "staging", "SHOP-7"));
  expect(refusalOf(first, "cy", issue("high", "staging", "SHOP-7"))).toBe(
    "accepted: SHOP-7 is known already, as issue-1",
  );
});
