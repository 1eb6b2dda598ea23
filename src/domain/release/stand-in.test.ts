import { describe, expect, test } from "vitest";
import { acted, ask, openCase, refusalOf } from "../../../test/support/case.ts";
import { people } from "../../../test/support/release.ts";
import { approval, check, rolloutTo, tinyProcess } from "../../../test/support/tiny-process.ts";
import { requirementOf, signature, started } from "../../../test/support/walk.ts";
import { describe as inWords } from "./describe.ts";
import { rolesOf } from "./stand-in.ts";

/** `zoe` holds no role and stands in for ada and cy; the deputy of a deputy is nobody's. */
const plan = {
  people: [
    ...people.map((one) => {
      const deputies = { ada: ["zoe"], cy: ["zoe"], bo: ["bot"] }[one.id];
      return deputies === undefined ? one : { ...one, deputies };
    }),
    { id: "zoe", name: "Zoe Zander", kind: "human" as const, roles: [], emails: ["zoe@x.org"], deputies: ["eve"] },
    { id: "eve", name: "Eve", kind: "human" as const, roles: [], emails: ["eve@x.org"] },
  ],
};
const process = tinyProcess([
  approval({ id: "A" }),
  approval({ id: "B", owner: "sre", duties: [{ notSignerOf: "A" }] }),
  approval({ id: "C", duties: [{ not: "author" }] }),
  check({ id: "c", owner: "devops-lead" }),
  rolloutTo({ id: "deploy" }),
]);
const at = openCase(process, { plan, build: { authors: ["zoe@x.org"] } });

describe("a deputy", () => {
  test("signs in the stead of who holds the role, and it is said so", () => {
    const decision = ask(at, "zoe", signature(at, "A"));
    expect(decision).toMatchObject({ events: [{ type: "ApprovalGiven", by: "zoe", for: "ada", role: "devops-lead" }] });
    expect(decision.ok && inWords(decision.events[0]!)).toMatch(/^A signed by zoe for ada as devops-lead/);
    expect(requirementOf(acted(at, "zoe", signature(at, "A")), "A").reason).toBe("signed by zoe for ada");
  });
  test("is not one for roles of others, and passes nothing on", () => {
    expect(refusalOf(at, "eve", signature(at, "A"))).toBe("ROLE_MISSING");
    expect(refusalOf(at, "bo", signature(at, "A"))).toBe("ROLE_MISSING");
  });
  test("is bound by the own duties", () => {
    expect(ask(at, "zoe", signature(at, "C"))).toMatchObject({
      refusal: { code: "DUTY_CONFLICT", detail: { duty: "zoe wrote code of this build" } },
    });
    const signed = acted(at, "zoe", signature(at, "A"));
    expect(refusalOf(signed, "zoe", signature(signed, "B"))).toBe("DUTY_CONFLICT");
  });
  test("binds whoever they signed for: two approvals are not one person by proxy", () => {
    const both = {
      ...at,
      release: {
        ...at.release,
        plan: {
          ...at.release.plan,
          people: at.release.plan.people.map((one) =>
            one.id === "ada" ? { ...one, roles: ["devops-lead", "sre"] } : one,
          ),
        },
      },
    };
    const signed = acted(both, "zoe", signature(both, "A"));
    expect(refusalOf(signed, "ada", signature(signed, "B"))).toBe("DUTY_CONFLICT");
  });
  test("may reject, with the stead in the history", () => {
    expect(ask(at, "zoe", { type: "Reject", requirement: "A", reason: "no" })).toMatchObject({
      events: [{ type: "ApprovalRejected", by: "zoe", for: "ada" }, { type: "ReleaseEnded" }],
    });
  });
  test("never grants in the name of whoever asked", () => {
    const expires = (at.at + 3_600_000) as typeof at.at;
    const ask = { type: "RequestWaiver", requirement: "c", reason: "r", risk: "r", control: "c", expires } as const;
    const grant = { type: "GrantWaiver", requirement: "c" } as const;
    expect(refusalOf(acted(at, "ada", ask), "zoe", grant)).toBe("WAIVER_OWN");
    expect(refusalOf(acted(at, "bo", ask), "zoe", grant)).toBe("accepted: WaiverGranted");
  });
  test("an agent is none, whatever the plan says", () => {
    expect(refusalOf(at, "bot", signature(at, "A"))).toBe("AGENT_FORBIDDEN");
  });
});

test("R82: who holds the role, or their deputy, starts the rollout; nobody else", () => {
  expect(["ada", "zoe", "bo", "cy", "eve", "bot"].map((by) => refusalOf(at, by, started(at, "deploy")))).toEqual([
    "accepted: RolloutRequested",
    "accepted: RolloutRequested",
    "ROLE_MISSING",
    "ROLE_MISSING",
    "ROLE_MISSING",
    "AGENT_FORBIDDEN",
  ]);
});

test("all roles in which somebody acts are those to which they have a right, one by one", () => {
  const some = [
    { id: "ada", kind: "human", roles: ["devops-lead", "sre"], deputies: ["bo", "bot"] },
    { id: "bo", kind: "human", roles: ["product-owner"] },
    { id: "bot", kind: "agent", roles: ["sre"] },
  ] as const;
  expect(rolesOf(some, "bo")).toEqual(["devops-lead", "sre", "product-owner"]);
  expect(rolesOf(some, "ada")).toEqual(["devops-lead", "sre"]);
  expect(rolesOf(some, "bot")).toEqual([]);
  expect(rolesOf(some, "nobody")).toEqual([]);
});
