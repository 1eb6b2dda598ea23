import { describe, expect, test } from "vitest";
import { acted, ask, type Case, later, openCase, refusalOf } from "../../../test/support/case.ts";
import {
  driven,
  good,
  harm,
  isOver,
  reported,
  rolloutOf,
  seen,
  turn,
  upAndRunning,
} from "../../../test/support/obey.ts";
import { inService, step } from "../../../test/support/release.ts";
import { rolloutTo, tinyProcess } from "../../../test/support/tiny-process.ts";
import { started } from "../../../test/support/walk.ts";
import { instant, millis, percent, plus } from "../units.ts";
import type { RolloutOrder, RolloutReport } from "./commands.ts";
import { closedGates } from "./gates.ts";
import { rollbackPlan } from "./rollback-plan.ts";
import type { Rollout } from "./rollout.ts";
import type { Verdict } from "./verdict.ts";

const bake = millis(60_000);
const steps = [step(5, 1, { bake }), step(50, 2, { bake, gates: ["analysis", "approval"] }), step(100, 4, { bake })];
const process = tinyProcess([rolloutTo({ id: "deploy" })]);
const opened = openCase(process, {
  plan: { environments: { production: { steps, count: 4 } }, interval: millis(20_000) },
});
const waiting = acted(opened, "ada", started(opened, "deploy"));
const begun = driven(waiting, ({ phase }) => phase === "progressing");
const isBaking =
  (n: number) =>
  ({ step: at, weightAt }: Rollout) =>
    at === n && weightAt !== null;
const first = driven(begun, isBaking(0));
const second = driven(first, isBaking(1));
const awaitsGo = driven(second, (rollout, at) => closedGates(rollout, at).every((gate) => gate.startsWith("approval")));
const order = (order: RolloutOrder) => ({ type: "Order", environment: "production", order }) as const;
const promote = (step: number) => order({ type: "Promote", step });
const rollBack = order({ type: "RollBack", reason: "it harms", severity: "critical" });
const last = driven(acted(awaitsGo, "bo", promote(1)), isBaking(2));
const live = driven(last, upAndRunning);
const over = driven(acted(live, "ada", rollBack), isOver);

const minutes = (at: Case, n: number): Case => ({ ...at, at: plus(at.at, millis(60_000 * n)) });
const report = (at: Case, said: RolloutReport) =>
  ask(at, "headgate", { type: "Report", rollout: rolloutOf(at).id, report: said });
const types = (decision: ReturnType<typeof ask>) =>
  decision.ok ? decision.events.map(({ type }) => type) : [decision.refusal.code];
const window = (at: Case, verdict: Verdict, ready?: number) => {
  const now = minutes(at, 0.5);
  return { now, said: seen(rolloutOf(now), now.at, verdict, ready) };
};
const states = { waiting, begun, first, second, awaitsGo, last, live };

describe("R77, T7: rolling back", () => {
  test.each(Object.entries(states))("from %s it starts at once, and ends in the old build", (_, at) => {
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
  test.each(Object.entries(states))("R20: from %s the plan of it can be read before anybody decides", (_, at) => {
    expect(rollbackPlan(rolloutOf(at)).length).toBeGreaterThan(0);
    expect(rollbackPlan(rolloutOf(at)).join(" ")).not.toContain("nothing of it runs");
  });
  test("R20: after the end the plan says why there is none", () => {
    expect(rollbackPlan(rolloutOf(over))).toEqual([expect.stringContaining("is rolled-back: nothing of it runs")]);
  });
});

describe("a verdict", () => {
  test.each(Object.entries({ first, second, awaitsGo, last, live }))(
    "R121, T1: of harm in %s starts the rollback in the same decision",
    (_, at) => {
      const { now, said } = window(at, harm);
      expect(report(now, said)).toMatchObject({
        events: [
          { type: "VerdictRecorded" },
          { type: "RollbackStarted", by: "headgate", severity: "critical", reason: harm.reason },
        ],
      });
    },
  );
  test("T9: of harm counts during a pause and while the go is awaited", () => {
    const paused = acted(first, "ada", order({ type: "Pause", reason: "lunch" }));
    for (const at of [paused, awaitsGo]) {
      const { now, said } = window(at, harm);
      expect(types(report(now, said))).toEqual(["VerdictRecorded", "RollbackStarted"]);
    }
  });
  test.each(["inconclusive", "error"] as const)("T17, T18: %s never opens the gate", (outcome) => {
    const { now, said } = window(first, { outcome, reason: "cannot tell", figures: {} });
    const after = minutes(reported(now, said), 5);
    expect(closedGates(rolloutOf(after), after.at)).toContain("analysis: cannot tell");
    expect(types(report(after, { type: "CompleteStep", step: 0 }))).toEqual([]);
  });
  test("that could not be measured pauses the rollout", () => {
    const { now, said } = window(first, { outcome: "error", reason: "no counts", figures: {} });
    expect(types(report(now, said))).toEqual(["VerdictRecorded", "RolloutPaused"]);
  });
  test.each([
    ["of another step", { step: 1 }],
    ["of a window that is known", { window: { from: first.at, to: instant(0), candidate: null, baseline: null } }],
  ])("%s changes nothing, however bad", (_, change) => {
    const { now, said } = window(first, harm);
    expect(types(report(now, { ...said, ...change } as RolloutReport))).toEqual([]);
  });
  test("that arrives during the way back changes nothing", () => {
    const back = acted(first, "ada", rollBack);
    const { now, said } = window(back, harm);
    expect(types(report(now, said))).toEqual([]);
  });
  test("R74: of before the promotion is not counted again after it", () => {
    const { window: known } = window(last, good).said as Extract<RolloutReport, { type: "RecordVerdict" }>;
    const late = {
      type: "RecordVerdict",
      step: 2,
      window: known,
      verdict: good,
      candidateReady: 4,
      answers: "",
    } as const;
    expect(known.to).toBeLessThan(rolloutOf(live).promotedAt ?? 0);
    expect(types(report(live, late))).toEqual([]);
  });
});

describe("R121: health", () => {
  const looks = (at: Case, ...ready: number[]): Case =>
    ready.reduce((now, count) => {
      const { now: next, said } = window(now, good, count);
      return reported(next, said);
    }, at);

  test("three bad windows in a row roll back, two do not", () => {
    expect(rolloutOf(looks(first, 0, 0)).phase).toBe("progressing");
    expect(rolloutOf(looks(first, 0, 0, 0)).rollback?.reason).toBe(
      "health failed 3 times in a row: 0 of 1 ready (app-1: connection refused)",
    );
    expect(rolloutOf(looks(live, 3, 3, 3)).phase).toBe("rolling-back");
  });
  test("a good window in between begins anew", () => {
    expect(rolloutOf(looks(first, 0, 0, 1, 0, 0)).phase).toBe("progressing");
  });
  test("a lost instance has to be ready again before the step may be left", () => {
    const lost = looks(first, 0);
    expect(closedGates(rolloutOf(lost), lost.at)).toEqual(["instances: not all ready yet"]);
    expect(rolloutOf(turn(lost)).ready).toBe(true);
  });
  test("after the promotion too, and then it is not asked for any more", () => {
    const lost = looks(live, 3);
    expect(rolloutOf(lost).ready).toBe(false);
    expect(rolloutOf(turn(lost)).ready).toBe(true);
  });
});

describe("orders of people", () => {
  test("R87: the go is for the step that was seen, once its other gates are open", () => {
    expect(refusalOf(awaitsGo, "bo", promote(0))).toBe("STEP_OVER");
    expect(refusalOf(second, "bo", promote(1))).toBe("STEP_NOT_READY");
    expect(refusalOf(awaitsGo, "bo", promote(1))).toBe("accepted: StepApproved");
    const gone = acted(awaitsGo, "bo", promote(1));
    expect(refusalOf(gone, "bo", promote(1))).toBe("accepted: the go for this step was given already");
  });
  test("without the go the step stays, for however long", () => {
    expect(types(report(later(awaitsGo, 100), { type: "CompleteStep", step: 1 }))).toEqual([]);
  });
  test("a paused step is not left, and its deadline does not run (T29)", () => {
    const paused = acted(begun, "ada", order({ type: "Pause", reason: "lunch" }));
    expect(types(report(later(paused, 10), { type: "FailStep", step: 0 }))).toEqual([]);
    const resumed = acted(later(paused, 10), "ada", order({ type: "Resume" }));
    expect(types(report(resumed, { type: "FailStep", step: 0 }))).toEqual([]);
    expect(types(report(minutes(resumed, 3), { type: "FailStep", step: 0 }))).toEqual(["RollbackStarted"]);
  });
  test("pausing twice is once; resuming what moves is refused", () => {
    const paused = acted(first, "ada", order({ type: "Pause", reason: "lunch" }));
    expect(refusalOf(paused, "bo", order({ type: "Pause", reason: "dinner" }))).toBe("accepted: paused already: lunch");
    expect(refusalOf(first, "bo", order({ type: "Resume" }))).toBe("NOT_PAUSED");
    expect(refusalOf(paused, "bo", promote(0))).toBe("STEP_NOT_READY");
  });
  test("on the way back nothing but the way back is taken", () => {
    const back = acted(first, "ada", rollBack);
    const others = [promote(0), order({ type: "Pause", reason: "wait" }), order({ type: "Resume" })];
    expect(others.map((other) => refusalOf(back, "ada", other))).toEqual(Array(3).fill("ROLLING_BACK"));
    expect(others.map((other) => refusalOf(live, "ada", other))).toEqual(Array(3).fill("NO_ROLLOUT"));
  });
});

test("T26: promoted is only what was read back from every instance", () => {
  const ready = driven(last, (rollout, at) => closedGates(rollout, at).length === 0);
  const read = (instances: number, strangers: string[]) =>
    types(report(ready, { type: "ConfirmVersions", instances, strangers }));
  expect(read(3, [])).toEqual(["EffectFailed"]);
  expect(read(4, ["app-9 runs another build"])).toEqual(["EffectFailed"]);
  expect(read(4, [])).toEqual(["StepCompleted", "RolloutPromoted"]);
});

test("T19: a smoke test that never ran is not passed, and one that fails before traffic rolls back", () => {
  const ready = driven(begun, (rollout) => rollout.ready && !rollout.smoked);
  const smoke = (checks: number, problems: string[] = []): RolloutReport => ({
    type: "RecordSmoke",
    target: "candidate",
    checks,
    problems,
  });
  expect(types(report(ready, smoke(0)))).toEqual(["SmokeFailed", "RollbackStarted"]);
  expect(types(report(ready, smoke(2, ["GET / answers 500"])))).toEqual(["SmokeFailed", "RollbackStarted"]);
});

test("R74: a late answer about the candidate does not stand for the smoke test after the rollback", () => {
  const back = driven(acted(first, "ada", rollBack), ({ rollback }) => rollback?.zeroAt != null);
  const late = { type: "RecordSmoke", target: "candidate", checks: 2, problems: ["GET / answers 500"] } as const;
  expect(types(report(back, late))).toEqual([]);
});

test("T4: a baseline that was seen ready before the decision has to be seen again", () => {
  const back = acted(first, "ada", rollBack);
  const confirm = (step: number | null): RolloutReport => ({
    type: "ConfirmReady",
    side: "baseline",
    step,
    instances: 4,
  });
  expect(types(report(back, confirm(0)))).toEqual([]);
  expect(types(report(back, { type: "ConfirmWeight", weight: percent(0) }))).toEqual([]);
  expect(types(report(back, confirm(null)))).toEqual(["BaselineRestored"]);
});

test("T31: after the end a late failure adds nothing either", () => {
  const failure = { type: "ReportFailure", effect: "route", reason: "connection refused" } as const;
  expect(types(report(first, failure))).toEqual(["EffectFailed"]);
  expect(types(report(reported(first, failure), failure))).toEqual([]);
  expect(types(report(over, failure))).toEqual([]);
});

test("a report on a rollout that nobody knows is nothing", () => {
  const stray = {
    type: "Report",
    rollout: "other",
    report: { type: "ConfirmHold", baseline: inService, hold: 1 },
  } as const;
  expect(ask(opened, "headgate", stray)).toMatchObject({ ok: true, events: [] });
});
