import { describe, expect, test } from "vitest";
import { acted, ask, later, refusalOf } from "../../../test/support/case.ts";
import {
  awaitsGo,
  begun,
  first,
  live,
  minutesLater,
  moments,
  opened,
  order,
  over,
  promote,
  report,
  rollBack,
  second,
  types,
} from "../../../test/support/moments.ts";
import { driven, isOver, rolloutOf } from "../../../test/support/obey.ts";
import { rollbackPlan } from "./rollback-plan.ts";

describe("R77, T7: rolling back", () => {
  test.each(Object.entries(moments))("from %s it starts at once, and ends in the old build", (_, at) => {
    const back = driven(acted(at, "eli", rollBack), isOver);
    expect(rolloutOf(back)).toMatchObject({
      phase: "rolled-back",
      weight: 0,
      rollback: { by: "eli", severity: "critical" },
    });
  });
  test("with nothing in progress it changes nothing, and says so", () => {
    const none = {
      ok: true,
      events: [],
      note: "nothing to roll back: no rollout of shop-1.1.0 is in progress in production",
    };
    expect([ask(opened, "ada", rollBack), ask(over, "ada", rollBack)]).toEqual([none, none]);
  });
  test("twice is once", () => {
    const back = acted(first, "ada", rollBack);
    expect(ask(back, "ada", rollBack)).toMatchObject({ events: [], note: "a rollback is in progress already" });
  });
  test("needs a reason", () => {
    expect(refusalOf(first, "ada", order({ type: "RollBack", reason: " ", severity: "high" }))).toBe("REASON_MISSING");
  });
  test.each(Object.entries(moments))("R20: from %s the plan of it can be read before anybody decides", (_, at) => {
    expect(rollbackPlan(rolloutOf(at)).length).toBeGreaterThan(0);
    expect(rollbackPlan(rolloutOf(at)).join(" ")).not.toContain("nothing of it runs");
  });
  test("R20: after the end the plan says why there is none", () => {
    expect(rollbackPlan(rolloutOf(over))).toEqual([expect.stringContaining("is rolled-back: nothing of it runs")]);
  });
});

describe("orders of people", () => {
  test("R87: the go is for the step that was seen, once its other gates are open", () => {
    expect(refusalOf(awaitsGo, "ada", promote(0))).toBe("STEP_OVER");
    expect(refusalOf(second, "ada", promote(1))).toBe("STEP_NOT_READY");
    expect(refusalOf(awaitsGo, "ada", promote(1))).toBe("accepted: StepApproved");
    const gone = acted(awaitsGo, "ada", promote(1));
    expect(refusalOf(gone, "ada", promote(1))).toBe("accepted: the go for this step was given already");
  });
  test("the go is given by the role that answers for the rollout; holding it and going back are anybody's", () => {
    const pause = order({ type: "Pause", reason: "look at the cart" });
    expect(refusalOf(awaitsGo, "eli", promote(1))).toBe("ROLE_MISSING");
    expect([pause, rollBack].map((asked) => ask(awaitsGo, "eli", asked).ok)).toEqual([true, true]);
  });
  test("without the go the step stays, for however long", () => {
    expect(types(report(later(awaitsGo, 100), { type: "CompleteStep", step: 1 }))).toEqual([]);
  });
  test("a paused step is not left, and its deadline does not run (T29)", () => {
    const paused = acted(begun, "ada", order({ type: "Pause", reason: "lunch" }));
    expect(types(report(later(paused, 10), { type: "FailStep", step: 0 }))).toEqual([]);
    const resumed = acted(later(paused, 10), "ada", order({ type: "Resume" }));
    expect(types(report(resumed, { type: "FailStep", step: 0 }))).toEqual([]);
    const back = ["TriggerRaised", "TriggerDecided", "RollbackStarted"];
    expect(types(report(minutesLater(resumed, 3), { type: "FailStep", step: 0 }))).toEqual(back);
  });
  test("pausing twice is once; resuming what moves is refused", () => {
    const paused = acted(first, "ada", order({ type: "Pause", reason: "lunch" }));
    expect(refusalOf(paused, "bo", order({ type: "Pause", reason: "dinner" }))).toBe("accepted: paused already: lunch");
    expect(refusalOf(first, "ada", order({ type: "Resume" }))).toBe("NOT_PAUSED");
    expect(refusalOf(paused, "ada", promote(0))).toBe("STEP_NOT_READY");
  });
  test("anybody holds it; only who answers for it lets it go on", () => {
    const paused = acted(first, "bo", order({ type: "Pause", reason: "the cart looks odd" }));
    expect(refusalOf(paused, "bo", order({ type: "Resume" }))).toBe("ROLE_MISSING");
    expect(refusalOf(paused, "ada", order({ type: "Resume" }))).toBe("accepted: RolloutResumed");
  });
  test("on the way back nothing but the way back is taken", () => {
    const back = acted(first, "ada", rollBack);
    const others = [promote(0), order({ type: "Pause", reason: "wait" }), order({ type: "Resume" })];
    expect(others.map((other) => refusalOf(back, "ada", other))).toEqual(Array(3).fill("ROLLING_BACK"));
    expect(others.map((other) => refusalOf(live, "ada", other))).toEqual(Array(3).fill("NO_ROLLOUT"));
  });
});
