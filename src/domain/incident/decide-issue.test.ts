import { describe, expect, test } from "vitest";
import { type Asked, acted, ask, type Case, fold, refusalOf } from "../../../test/support/case.ts";
import { issue, kept, live, minutesOn, opened, phaseOf, raise } from "../../../test/support/incident.ts";
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
  test("is not closed by a note of the person for whom an agent reported it", () => {
    const told = acted(opened(), "bot", issue("low"));
    expect(refusalOf(told, "ada", close(""))).toBe("RETEST_MISSING");
    expect(issueOf(acted(told, "cy", close("")))).toMatchObject({ state: "closed" });
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

describe("the same reference", () => {
  const first = acted(opened(), "eli", issue("medium", "staging", "SHOP-7"));
  test("is the same issue, and no worse by an agent's word", () => {
    const known = "accepted: SHOP-7 is known already, as issue-1 (medium, open)";
    expect(refusalOf(first, "cy", issue("medium", "staging", "SHOP-7"))).toBe(known);
    expect(refusalOf(first, "bot", issue("high", "staging", "SHOP-7"))).toBe(known);
  });
  test("is graded by whoever says that it is worse, also when it was put off", () => {
    const deferred = acted(first, "bo", defer());
    const worse = acted(deferred, "cy", issue("high", "staging", "SHOP-7"));
    expect(issueOf(worse)).toMatchObject({ id: "issue-1", severity: "high", state: "open", deferral: null });
    expect(refusalOf(worse, "ada", started(worse, "production.deploy"))).toBe("INCIDENTS_OPEN");
  });
  test("in another environment is another issue: users have it now, and its clock runs", () => {
    const at = live();
    const rehearsed = acted(at, "eli", issue("medium", "staging", "SHOP-7"));
    const met = acted(rehearsed, "eli", issue("high", "production", "SHOP-7"));
    expect(met.release.issues).toHaveLength(2);
    expect(met.release.triggers).toMatchObject([{ issue: "issue-2", severity: "high" }]);
  });
});

describe("R60, R85: to call severe harm slight", () => {
  const grade = (severity: "high" | "medium" | "low") =>
    ({ type: "GradeIssue", issue: "issue-1", severity, reason: "it is not so bad" }) as const;
  test("is not everybody's: it would open production", () => {
    const high = acted(opened(), "gil", issue("high"));
    expect(refusalOf(high, "gil", grade("low"))).toBe("ROLE_MISSING");
    expect(issueOf(acted(high, "eli", grade("low")))).toMatchObject({ severity: "low" });
    expect(issueOf(acted(high, "ada", grade("medium")))).toMatchObject({ severity: "medium" });
  });
  test("is for those who decide about triggers where it stops a clock; to call it worse is anybody's", () => {
    const high = acted(live(), "gil", issue("high", "production"));
    expect(refusalOf(high, "eli", grade("low"))).toBe("ROLE_MISSING");
    expect(acted(high, "di", grade("low")).release.triggers).toMatchObject([{ severity: "low" }]);
    const medium = acted(live(), "gil", issue("medium", "production"));
    expect(acted(medium, "gil", grade("high")).release.triggers).toMatchObject([{ severity: "high" }]);
  });
  test("of an agent's word is anybody's: it was no grade", () => {
    const told = acted(opened(), "bot", issue("high"));
    expect(issueOf(acted(told, "gil", grade("low")))).toMatchObject({ severity: "low", graded: true });
  });
  test("counts for what was put off: put off was something of another severity", () => {
    const deferred = acted(acted(opened(), "eli", issue("medium")), "bo", defer());
    const worse = acted(deferred, "gil", grade("high"));
    expect(issueOf(worse)).toMatchObject({ state: "open", deferral: null });
    expect(refusalOf(worse, "ada", started(worse, "production.deploy"))).toBe("INCIDENTS_OPEN");
  });
});

describe("R122, R125: a trigger that an issue armed", () => {
  const high = acted(live(), "eli", issue("high", "production"));
  const retested = answered(minutesOn(high, 5), "entry.functional");
  test("stays open when somebody closes the issue who may not decide about triggers", () => {
    const decision = ask(retested, "gil", close("entry.functional"));
    expect(decision).toMatchObject({ ok: true, note: expect.stringContaining("trigger-1 stays open") });
    const closed = acted(retested, "gil", close("entry.functional"));
    expect(issueOf(closed)).toMatchObject({ state: "closed" });
    expect(phaseOf(kept(minutesOn(closed, 60)))).toBe("rolling-back");
  });
  test("ends with the issue when somebody closes it who may", () => {
    const closed = acted(retested, "ada", close("entry.functional"));
    expect(closed.release.triggers).toMatchObject([{ settled: { how: "cleared" } }]);
  });
  test("and was graded worse than its issue is not mended later with it", () => {
    const medium = acted(live(), "eli", issue("medium", "production"));
    const grade = { type: "GradeTrigger", trigger: "trigger-1", severity: "high", reason: "it spreads" } as const;
    const deferred = acted(acted(medium, "ada", grade), "bo", defer());
    expect(deferred.release.triggers).toMatchObject([{ severity: "high", settled: null }]);
    expect(
      refusalOf(acted(medium, "ada", grade), "gil", {
        type: "GradeIssue",
        issue: "issue-1",
        severity: "low",
        reason: "r",
      }),
    ).toBe("ROLE_MISSING");
  });
});

test("an environment that the release does not know is refused: nothing there has a clock or a way back", () => {
  expect(refusalOf(live(), "eli", issue("high", "prod"))).toBe("ENVIRONMENT_UNKNOWN");
  expect(refusalOf(live(), "eli", { ...raise("critical"), environment: "prod" } as Asked)).toBe("ENVIRONMENT_UNKNOWN");
});

describe("R60: a retest", () => {
  const reported = acted(answered(opened(), "entry.functional"), "eli", issue("high"));
  const again = (n: number): Case =>
    fold(minutesOn(reported, n), [
      {
        type: "CheckHeld",
        at: minutesOn(reported, n).at,
        recheck: "production.deploy",
        requirement: "entry.functional",
        part: "",
        source: "a probe",
        raw: digestOf("looked at again"),
      },
    ]);
  test("may be a later look that found the same: it was seen since", () => {
    expect(refusalOf(minutesOn(reported, 5), "ada", close("entry.functional"))).toBe("RETEST_NOT_PASSED");
    expect(issueOf(acted(again(5), "ada", close("entry.functional")))).toMatchObject({ state: "closed" });
  });
});
