import { describe, expect, test } from "vitest";
import { acted, ask, later, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { check, tinyProcess } from "../../../test/support/tiny-process.ts";
import { answered, requirementOf, stateOf } from "../../../test/support/walk.ts";

const at = answered(
  openCase(tinyProcess([check({ id: "c", owner: "sre" }), check({ id: "never", waivable: false })])),
  "c",
  {
    figures: { failed: 3 },
  },
);
const request = {
  type: "RequestWaiver",
  requirement: "c",
  reason: "known",
  risk: "small",
  control: "watched",
  expires: later(at, 24).at,
} as const;
const grant = { type: "GrantWaiver", requirement: "c" } as const;
const asked = acted(at, "ada", request);
const waived = acted(asked, "cy", grant);

describe("R52: a waiver", () => {
  test("opens the gate with its reason, its control and its signer", () => {
    expect(requirementOf(waived, "c")).toMatchObject({
      state: "waived",
      reason: "known (control: watched; granted by cy; was: 3 failed)",
    });
  });
  test("that was only asked for opens nothing", () => {
    expect(stateOf(asked, "c")).toBe("fail");
  });
  test("is not granted by whoever asked for it, even with the role", () => {
    const own = acted(at, "cy", request);
    expect(refusalOf(own, "cy", grant)).toBe("WAIVER_OWN");
  });
  test("is granted by the owner's role, or by the owner of the release under the own role", () => {
    expect(refusalOf(asked, "bo", grant)).toBe("ROLE_MISSING");
    expect(ask(asked, "cy", grant)).toMatchObject({ events: [{ by: "cy", role: "sre" }] });
    const other = acted(at, "bo", request);
    expect(ask(other, "ada", grant)).toMatchObject({ events: [{ by: "ada", role: "devops-lead" }] });
  });
  test("never covers what may not be waived", () => {
    expect(refusalOf(at, "ada", { ...request, requirement: "never" })).toBe("NOT_WAIVABLE");
    expect(refusalOf(at, "ada", { ...grant, requirement: "never" })).toBe("NOT_WAIVABLE");
  });
  test("ends: the item is red again", () => {
    expect(stateOf(later(waived, 23.9), "c")).toBe("waived");
    expect(requirementOf(later(waived, 24), "c")).toMatchObject({
      state: "fail",
      reason: "3 failed; its waiver expired",
    });
    expect(refusalOf(later(asked, 24), "cy", grant)).toBe("WAIVER_EXPIRED");
    expect(refusalOf(later(at, 24), "ada", request)).toBe("WAIVER_EXPIRED");
  });
  test.each(["reason", "risk", "control"])("needs a %s", (name) => {
    expect(ask(at, "ada", { ...request, [name]: " " })).toMatchObject({
      refusal: { code: "FIELDS_MISSING", detail: { fields: name } },
    });
  });
  test("is granted once, and only after it was asked for", () => {
    expect(refusalOf(at, "cy", grant)).toBe("WAIVER_NOT_REQUESTED");
    expect(refusalOf(waived, "cy", grant)).toBe("accepted: cy granted it already");
    expect(refusalOf(at, "cy", { ...grant, requirement: "unknown" })).toBe("UNKNOWN_REQUIREMENT");
  });
  test("that is asked for anew has to be granted anew", () => {
    expect(stateOf(acted(waived, "ada", request), "c")).toBe("fail");
  });
  test("is void with another build", () => {
    const build = { ...at.release.build, digest: at.release.config };
    expect(stateOf(acted(waived, "ada", { type: "ReplaceBuild", build, reason: "a fix" }), "c")).toBe("stale");
  });
});

test("R52: staging, the rehearsed rollback, security and the journal may never be waived", () => {
  const opened = openCase(defaultProcess);
  const never = [
    "staging.deploy",
    "staging.drill",
    "staging.smoke",
    "checklist.rollback",
    "entry.security",
    "checklist.security",
    "closure.journal",
    "validation.compliance",
  ];
  expect(never.map((requirement) => refusalOf(opened, "ada", { ...request, requirement }))).toEqual(
    never.map(() => "NOT_WAIVABLE"),
  );
});
