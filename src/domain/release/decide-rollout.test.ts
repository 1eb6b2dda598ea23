import { describe, expect, test } from "vitest";
import { acted, ask, later, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { driven, harm, isOver, reported, rolloutOf, seen, turn, upAndRunning } from "../../../test/support/obey.ts";
import { digestOf, inService, minutes, plan } from "../../../test/support/release.ts";
import { check, rolloutTo, tinyProcess } from "../../../test/support/tiny-process.ts";
import {
  answered,
  fulfilled,
  readyToStart,
  requirementOf,
  stageOf,
  started,
  stateOf,
  walked,
} from "../../../test/support/walk.ts";
import { instant, millis } from "../units.ts";

const planned = walked(openCase(defaultProcess), (_, { stages }) => stages[1]?.state === "done");
const ready = readyToStart(planned, "production.deploy");
const production = started(ready, "production.deploy");
const analysisFields = defaultProcess.stages.flatMap(({ analysis }) => analysis?.fields ?? []);

describe("a rollout to production", () => {
  test("is asked for with the build, the runbook and the steps of the plan", () => {
    expect(ask(ready, "ada", production)).toMatchObject({
      events: [
        {
          type: "RolloutRequested",
          rollout: "shop-1.1.0/production-deploy-1",
          attempt: 1,
          candidate: { version: "1.1.0" },
          runbook: plan.runbook.digest,
          by: "ada",
        },
      ],
    });
  });
  test("R67: is refused before staging, for everybody, with whatever role", () => {
    const everybody = planned.release.plan.people.map((one) => ({
      ...one,
      roles: defaultProcess.roles.map(({ id }) => id),
    }));
    const at = { ...planned, release: { ...planned.release, plan: { ...planned.release.plan, people: everybody } } };
    const refused = [...everybody.map(({ id }) => id), "headgate"].map((by) =>
      refusalOf(at, by, started(at, "production.deploy")),
    );
    expect(new Set(refused)).toEqual(new Set(["GATE_CLOSED", "AGENT_FORBIDDEN"]));
  });
  test("R27: outside of the booked window is refused, and staging is not bound by it", () => {
    const process = tinyProcess([rolloutTo({ id: "deploy" }), rolloutTo({ id: "rehearse", environment: "staging" })]);
    const booked = (begins: number | null) =>
      openCase(process, {
        plan: { window: millis(3_600_000), productionAt: begins === null ? null : instant(minutes(1) + begins) },
      });
    for (const begins of [null, 1, -3_600_000]) {
      const at = booked(begins);
      expect(refusalOf(at, "ada", started(at, "deploy")), `${begins}`).toBe("OUTSIDE_WINDOW");
      expect(ask(at, "ada", started(at, "rehearse")).ok).toBe(true);
    }
    for (const begins of [0, -3_599_999])
      expect(ask(booked(begins), "ada", started(booked(begins), "deploy")).ok, `${begins}`).toBe(true);
  });
  test("R53, R127: with another runbook than was rehearsed is refused", () => {
    expect(refusalOf(ready, "ada", { ...production, runbook: digestOf("another runbook") })).toBe("NOT_REHEARSED");
  });
  test("R45: with reports that were compared with another build than the one that runs is refused", () => {
    const other = { version: "1.0.1", digest: digestOf("shop 1.0.1") };
    expect(ask(ready, "ada", { ...production, runs: other })).toMatchObject({
      refusal: { code: "COMPARED_WITH_ANOTHER", detail: { checks: "checklist.security, staging.regression" } },
    });
  });
  test("is started by the role that owns it, and by no agent", () => {
    expect(["bo", "bot", "mallory"].map((by) => refusalOf(ready, by, production))).toEqual([
      "ROLE_MISSING",
      "AGENT_FORBIDDEN",
      "UNKNOWN_PERSON",
    ]);
  });
  test("T8: needs a build in service to return to, and another than its own", () => {
    expect(refusalOf(ready, "ada", { ...production, runs: null })).toBe("NO_BASELINE");
    expect(refusalOf(ready, "ada", { ...production, runs: ready.release.build })).toBe("SAME_BUILD");
  });
  test("T14: is refused while another one of this release is on its way or watched", () => {
    const moving = acted(ready, "ada", production);
    expect(refusalOf(moving, "ada", production)).toBe("ROLLOUT_IN_PROGRESS");
    expect(refusalOf(driven(moving, upAndRunning), "ada", production)).toBe("ROLLOUT_IN_PROGRESS");
  });
  test("T10: may be tried again after it was rolled back", () => {
    const failed = driven(acted(ready, "ada", production), ({ weightAt }) => weightAt !== null);
    const over = driven(reported(later(failed, 0.1), seen(rolloutOf(failed), later(failed, 0.1).at, harm)), isOver);
    expect(requirementOf(over, "production.deploy").reason).toContain("attempt 1 was rolled back: Harm in errors");
    const analysed = acted(over, "bo", {
      type: "FileRecord",
      requirement: "analysis.failure-1",
      fields: Object.fromEntries(analysisFields.map(({ name }) => [name, "known by now"])),
      raw: digestOf("analysis"),
    });
    expect(acted(analysed, "ada", started(over, "production.deploy")).release.rollouts.at(-1)?.attempt).toBe(2);
  });
  test("R49, R71: is refused as soon as an item of the checklist turned red", () => {
    const frozen = answered(ready, "checklist.window", { texts: { conflicts: "freeze F1", window: "inside" } });
    expect(ask(frozen, "ada", production)).toMatchObject({
      refusal: { code: "GATE_CLOSED", detail: { gates: "checklist (checklist.window)" } },
    });
    expect(refusalOf(later(ready, 1.1), "ada", production)).toBe("GATE_CLOSED");
  });
});

test("what is asked of no rollout is refused", () => {
  expect(refusalOf(ready, "ada", started(ready, "A1"))).toBe("WRONG_KIND");
  expect(refusalOf(ready, "ada", started(ready, "unknown"))).toBe("UNKNOWN_REQUIREMENT");
});

test("R206: an agent may start what the process lets it start", () => {
  expect(refusalOf(planned, "bot", started(planned, "staging.drill"))).toBe("accepted: RolloutRequested");
});

test("staging is deployed to only after the drill", () => {
  expect(ask(planned, "ada", started(planned, "staging.deploy"))).toMatchObject({
    refusal: { code: "AFTER_NOT_MET", detail: { first: "staging.drill" } },
  });
});

describe("R44, R127, R128: the drill", () => {
  const drilled = fulfilled(planned, "staging.drill");

  test("goes all the way up and back on purpose, and passes only then", () => {
    expect(rolloutOf(drilled)).toMatchObject({
      purpose: "drill",
      phase: "rolled-back",
      rollback: { severity: "drill" },
      step: 3,
    });
    expect(stateOf(drilled, "staging.drill")).toBe("pass");
    expect(rolloutOf(drilled).rollback?.healthyAt).not.toBeNull();
    expect(rolloutOf(drilled).dataBefore).toBe(rolloutOf(drilled).rollback?.dataAfter);
  });
  test("does not pass when a person broke it off", () => {
    const moving = driven(
      acted(planned, "ada", started(planned, "staging.drill")),
      ({ weightAt }) => weightAt !== null,
    );
    const order = { type: "RollBack", reason: "enough", severity: "low" } as const;
    const over = driven(acted(moving, "ada", { type: "Order", environment: "staging", order }), isOver);
    expect(requirementOf(over, "staging.drill")).toMatchObject({ state: "fail" });
    expect(stageOf(over, "staging")).toBe("open");
  });
  test("does not pass when the old build does not answer afterwards", () => {
    const back = driven(
      acted(planned, "ada", started(planned, "staging.drill")),
      ({ rollback }) => rollback?.zeroAt != null,
    );
    const smoke = { type: "RecordSmoke", target: "router", checks: 2, problems: ["GET / answers 500"] } as const;
    const over = driven(reported(back, smoke), isOver);
    expect(requirementOf(over, "staging.drill")).toMatchObject({
      state: "fail",
      reason: "smoke failed on the baseline after the drill",
    });
    expect(rolloutOf(over).rollback).toMatchObject({ healthyAt: null, smoke: { failed: 1 } });
    expect(rolloutOf(over).rollback?.escalatedAt).not.toBeNull();
  });
  test("that was too slow fails the time and needs a waiver; the rehearsal itself still stands", () => {
    const told = answered(drilled, "rollback.time", { figures: { seconds: 1_200 } });
    expect(requirementOf(told, "rollback.time")).toMatchObject({
      state: "fail",
      reason: "the drill took 1200 s; it must take less than 900 s",
    });
    expect(stateOf(told, "staging.drill")).toBe("pass");
  });
  test("of another runbook is a fail that cannot be waived", () => {
    const told = answered(drilled, "checklist.rollback", {
      figures: { seconds: 9, smokeFailed: 0, dataChanged: 0, sameRunbook: 0 },
    });
    expect(stateOf(told, "checklist.rollback")).toBe("fail");
  });
  test("whose data check answers with nothing ends all the same", () => {
    const moving = reported(acted(planned, "ada", started(planned, "staging.drill")), {
      type: "ConfirmHold",
      baseline: inService,
      hold: 1,
    });
    const read = reported(moving, { type: "RecordData", phase: "before", answer: "" });
    expect(rolloutOf(read).dataBefore).toBe("(an empty answer)");
    expect(
      ask(read, "headgate", {
        type: "Report",
        rollout: rolloutOf(read).id,
        report: { type: "RecordData", phase: "before", answer: "" },
      }),
    ).toMatchObject({
      events: [],
    });
    expect(rolloutOf(turn(read)).ready).toBe(true);
  });
});

test("evidence from before this attempt does not speak for it", () => {
  const process = tinyProcess([rolloutTo({ id: "deploy" }), check({ id: "c", after: ["deploy"] })]);
  const at = openCase(process);
  const before = answered(at, "c");
  expect(requirementOf(fulfilled(before, "deploy"), "c")).toMatchObject({
    state: "stale",
    reason: "it is from before this attempt",
  });
});
