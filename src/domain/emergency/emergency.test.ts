import { describe, expect, test } from "vitest";
import { acted, actor, later, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess as process } from "../../../test/support/default-process.ts";
import { digestOf, openRelease, people } from "../../../test/support/release.ts";
import {
  answered,
  fulfilled,
  requirementOf,
  signature,
  started,
  stateOf,
  statusOf,
} from "../../../test/support/walk.ts";
import { decide } from "../release/decide.ts";
import type { Plan } from "../release/plan.ts";

const emergency = { reason: "payments fail since 09:40", by: "ada" };
const case_ = openCase(process, { plan: { emergency } });

const opening = (by: string, plan: Partial<Plan> = { emergency }, of = process): string => {
  const { type: _, by: __, ...rest } = openRelease({ plan });
  const decision = decide(of, undefined, { ...rest, type: "OpenRelease", by: actor(by) });
  return decision.ok ? "opened" : decision.refusal.code;
};

describe("R202: who may open an emergency", () => {
  test("a person with a reason, in their own name", () => {
    expect(opening("ada")).toBe("opened");
    expect(opening("ada", { emergency: { reason: " ", by: "ada" } })).toBe("REASON_MISSING");
    expect(opening("bo")).toBe("UNKNOWN_PERSON");
  });

  test("no agent, though an agent may open an ordinary release", () => {
    expect(opening("bot", { emergency: { ...emergency, by: "bot" } })).toBe("AGENT_FORBIDDEN");
    expect(opening("bot", {})).toBe("opened");
  });

  test("nobody where the process knows no emergency, or nobody else could review it", () => {
    const { emergency: _, ...without } = process;
    expect(opening("ada", { emergency }, without)).toBe("NO_EMERGENCY");
    const alone = people.filter(({ id }) => !["hal", "ivy"].includes(id));
    expect(opening("ada", { emergency, people: alone })).toBe("NO_REVIEWER");
    expect(opening("ada", { emergency, people: alone, smallTeamReviewer: "bo" })).toBe("opened");
  });
});

describe("R202: what is asked", () => {
  test("the minimum set is asked; the rest is not applicable, and owed to a review by somebody else", () => {
    const { requirements } = statusOf(case_);
    const asked = requirements.filter(({ state }) => state !== "not applicable").map(({ id }) => id);
    for (const id of process.emergency?.requires ?? []) expect(asked, id).toContain(id);
    expect(stateOf(case_, "A1")).toBe("not applicable");
    expect(requirementOf(case_, "A1").reason).toContain("emergency");
    expect(requirementOf(case_, "review.emergency")).toMatchObject({ state: "missing", people: ["hal", "ivy"] });
  });

  test("an ordinary release is asked everything", () => {
    expect(stateOf(openCase(process), "A1")).toBe("missing");
  });

  test("what is known to be bad stays red, asked for or not", () => {
    const red = answered(case_, "entry.functional", { figures: { total: 9, passed: 8, failed: 1, blocked: 0 } });
    expect(stateOf(red, "entry.functional")).toBe("fail");
    const weak = answered(case_, "entry.security", { figures: { critical: 1, high: 0 } }, "sast");
    expect(stateOf(weak, "entry.security")).toBe("fail");
  });

  test("R67: staging is not skipped, and the one who opened it signs nothing", () => {
    expect(refusalOf(case_, "ada", started(case_, "production.deploy"))).toBe("GATE_CLOSED");
    const ready = fulfilled(fulfilled(case_, "entry.security"), "strategy.rollback-plan");
    expect(refusalOf(ready, "ada", started(ready, "production.deploy"))).toBe("GATE_CLOSED");
    const owner = { plan: { emergency: { ...emergency, by: "bo" }, smallTeamReviewer: "hal" } };
    const own = openCase(process, owner);
    expect(refusalOf(own, "bo", signature(own, "A12"))).not.toContain("accepted");
  });
});

describe("R202: the review of an emergency", () => {
  const review = {
    type: "FileRecord",
    requirement: "review.emergency",
    fields: { note: "it was right" },
    raw: digestOf("r"),
  } as const;
  const mended = { ...case_.release.build, version: "1.1.2", digest: digestOf("shop 1.1.2") };
  const replace = { type: "ReplaceBuild", build: mended, reason: "the first one was not enough" } as const;
  test("is about the emergency, and stands when the build is replaced: nothing else was left out", () => {
    const reviewed = acted(acted(later(case_, 5), "ivy", review), "cy", replace);
    expect(requirementOf(reviewed, "review.emergency")).toMatchObject({ state: "pass", reason: "reviewed by ivy" });
  });
  test("is owed by its first moment, whatever build comes, and by somebody else than who opened it", () => {
    const noted = acted(case_, "headgate", { type: "NoteDue" });
    const rebuilt = acted(later(noted, 5), "cy", replace);
    expect(rebuilt.release.due["review.emergency"]).toEqual(noted.release.due["review.emergency"]);
    expect(stateOf(later(rebuilt, 44), "review.emergency")).toBe("fail");
    expect(refusalOf(case_, "ada", review)).toBe("ROLE_MISSING");
  });
});
