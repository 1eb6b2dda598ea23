import { describe, expect, test } from "vitest";
import { acted, ask, later, openCase, refusalOf } from "../../../test/support/case.ts";
import { digestOf } from "../../../test/support/release.ts";
import { approval, check, record, tinyProcess } from "../../../test/support/tiny-process.ts";
import { signature, stateOf } from "../../../test/support/walk.ts";

const at = openCase(
  tinyProcess([
    check({ id: "c" }),
    check({ id: "never", waivable: false }),
    record({ id: "r" }),
    approval({ id: "A" }),
  ]),
);
const propose = (requirement: string, draft: object, note = "please") =>
  ({ type: "Propose", requirement, note, draft }) as Extract<Parameters<typeof ask>[2], { type: "Propose" }>;
const waiver = { kind: "waiver", reason: "late", risk: "small", control: "watched", expires: later(at, 24).at };
const filled = { kind: "record", fields: { answer: "42" }, raw: digestOf("r") };
const takeUp = (requirement: string) => ({ type: "TakeUp", requirement }) as const;

describe("R206: what an agent proposes", () => {
  test("changes nothing, and says on whose behalf", () => {
    expect(ask(at, "bot", propose("c", waiver))).toMatchObject({
      events: [{ type: "ProposalMade", by: "bot", delegator: "ada" }],
    });
    const proposed = acted(acted(at, "bot", propose("c", waiver)), "bot", propose("r", filled));
    expect([stateOf(proposed, "c"), stateOf(proposed, "r")]).toEqual(["missing", "missing"]);
    expect(proposed.release.waivers).toEqual({});
  });
  test("becomes the act of the person who takes it up, by the same rules", () => {
    const proposed = acted(acted(at, "bot", propose("c", waiver)), "bot", propose("r", filled));
    const taken = acted(acted(proposed, "ada", takeUp("c")), "bo", takeUp("r"));
    expect(taken.release.waivers.c).toMatchObject({ requestedBy: "ada", reason: "late" });
    expect(taken.release.records.r).toMatchObject({ by: "bo", fields: { answer: "42" } });
    expect(taken.release.proposals).toEqual({});
    // Whoever took it up asked for it, and does not grant it too.
    expect(refusalOf(taken, "ada", { type: "GrantWaiver", requirement: "c" })).toBe("WAIVER_OWN");
    expect(refusalOf(later(proposed, 25), "ada", takeUp("c"))).toBe("WAIVER_EXPIRED");
  });
  test("is never taken up by an agent, nor signed unseen", () => {
    const proposed = acted(acted(at, "bot", propose("c", waiver)), "bot", propose("A", { kind: "sign" }));
    expect(refusalOf(proposed, "bot", takeUp("c"))).toBe("AGENT_FORBIDDEN");
    expect(refusalOf(proposed, "ada", takeUp("A"))).toBe("TO_BE_SIGNED");
    expect(acted(proposed, "ada", signature(proposed, "A")).release.proposals).toEqual({
      c: expect.objectContaining({ by: "bot" }),
    });
  });
  test("is refused where the act would be", () => {
    expect(refusalOf(at, "bot", propose("never", waiver))).toBe("NOT_WAIVABLE");
    expect(refusalOf(at, "bot", propose("c", { ...waiver, risk: "" }))).toBe("FIELDS_MISSING");
    expect(refusalOf(at, "bot", propose("r", { ...filled, fields: {} }))).toBe("FIELDS_MISSING");
    expect(refusalOf(at, "bot", propose("c", { kind: "sign" }))).toBe("WRONG_KIND");
    expect(refusalOf(at, "bot", propose("x", waiver))).toBe("UNKNOWN_REQUIREMENT");
    expect(refusalOf(at, "bot", propose("c", waiver, " "))).toBe("REASON_MISSING");
    expect(refusalOf(at, "ada", takeUp("c"))).toBe("NO_PROPOSAL");
  });
});
