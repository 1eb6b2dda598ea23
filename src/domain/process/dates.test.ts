import { describe, expect, test } from "vitest";
import { acted, type Case, later, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { driven, isOver, upAndRunning } from "../../../test/support/obey.ts";
import { answered, begun, evidenceOf, readyToStart, requirementOf, stateOf } from "../../../test/support/walk.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import { reconcile } from "../release/reconcile.ts";
import { type Instant, millis, plus } from "../units.ts";
import { judge } from "./judge.ts";

const deploy = "production.deploy";
const ready = readyToStart(openCase(defaultProcess, { plan: { bound: ["before.release#data"] } }), deploy);
const live = driven(begun(ready, "ada", deploy), upAndRunning);
const rolledBack = (at: Case): Case => {
  const order = { type: "RollBack", severity: "high", reason: "the cart is slow" } as const;
  return driven(acted(at, "ada", { type: "Order", environment: "production", order }), isOver);
};

describe("R103, R109: what production was like before it began", () => {
  const check = "before.release";
  const ask = { type: "RequestCheck", requirement: check } as const;
  const asks = (at: Case) =>
    reconcile(at.process, at.release, at.at, openCalendar).filter(
      (one) => one.kind === "ask" && one.requirement === check,
    );
  const seen = (at: Case) => ({ ...evidenceOf(at, check, {}, "data"), origin: "probe" as const });

  test("can be looked at until the rollout begins, and not from then on, by nobody and in no way", () => {
    expect(refusalOf(ready, "cy", ask)).toBe("accepted: CheckRequested");
    for (const at of [begun(ready, "ada", deploy), live, later(live, 100)]) {
      expect(stateOf(at, check)).toBe("pass");
      expect(refusalOf(at, "cy", ask)).toBe("TOO_LATE_TO_ASK");
      expect(refusalOf(at, "headgate", seen(at))).toBe("TOO_LATE_TO_ASK");
      expect(refusalOf(at, "cy", evidenceOf(at, check, {}, "data"))).toBe("TOO_LATE_TO_ASK");
    }
  });
  test("a question that was open when it began is not asked any more", () => {
    const asked = acted(ready, "cy", ask);
    expect(asks(asked)).toHaveLength(1);
    expect(asks(begun(asked, "ada", deploy))).toEqual([]);
  });
  test("a waiver that held when it began holds on: nobody could look again, or ask for another start", () => {
    const { release, process, at } = live;
    const { requestedAt } = release.rollouts.findLast(({ environment }) => environment === "production")!;
    const ended = (expires: Instant) => {
      const why = { reason: "late", risk: "small", control: "watched" };
      const waiver = { ...why, requestedBy: "cy", requestedAt: release.openedAt, expires, grantedBy: "ada" };
      const evidence = { ...release.evidence };
      delete evidence[`${check}#data`];
      const one = process.requirements.find(({ id }) => id === check)!;
      return judge(process, { ...release, evidence, waivers: { [check]: waiver } }, one, plus(at, millis(9e8))).state;
    };
    expect(ended(plus(requestedAt, millis(1)))).toBe("waived");
    expect(ended(requestedAt)).toBe("missing");
  });
  test("once it was rolled back, production is as before, and can be looked at again", () => {
    expect(refusalOf(rolledBack(live), "cy", ask)).toBe("accepted: CheckRequested");
  });
});

describe("R78, R91: a smoke test of a rollout that was rolled back", () => {
  const smoke = "production.smoke";
  test("proves nothing any more, and passes again after the next one only", () => {
    const proved = answered(later(live, 0.1), smoke);
    expect(stateOf(proved, smoke)).toBe("pass");
    const back = rolledBack(later(proved, 1));
    expect(requirementOf(back, smoke)).toMatchObject({
      state: "stale",
      reason: "the rollout that it looked at was rolled back",
    });
    // What is handed in now is about the old build, whatever it says.
    expect(stateOf(answered(later(back, 0.1), smoke), smoke)).toBe("stale");
  });
  test("a drill ends with its way back, and what it proved stands", () => {
    expect(stateOf(live, "checklist.rollback")).toBe("pass");
  });
});
