import { describe, expect, test } from "vitest";
import { acted, ask, type Case, openCase, refusalOf } from "../../../test/support/case.ts";
import { minutesLater, order, report, rollBack, types } from "../../../test/support/moments.ts";
import { driven, effectsOf, isOver, reported, rolloutOf, turn } from "../../../test/support/obey.ts";
import { digestOf, inService, plan } from "../../../test/support/release.ts";
import { rolloutTo, tinyProcess } from "../../../test/support/tiny-process.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { type AddedStep, planRunbook, type RunbookStep } from "../rollout/runbook.ts";
import { millis } from "../units.ts";
import { dueOwnStep } from "./due-own-step.ts";

const added = (title: string, place: AddedStep["place"], overrides: Partial<AddedStep> = {}): AddedStep => ({
  title,
  place,
  after: null,
  by: "manual",
  owner: "sre",
  within: millis(1_800_000),
  unanswered: "hold",
  expected: "it is done",
  verify: "look at it",
  reversible: true,
  ...overrides,
});

const command = { by: "automated", runs: ["node", "warm.mjs"], proves: ["node", "is-warm.mjs"] } as const;
const all: readonly AddedStep[] = [
  added("Tell the warehouse", "before-rollout"),
  added("Warm the cache", "before-traffic", command),
  added("Look at the queue", "after-step", { after: 1 }),
  added("Look at the partner's page", "after-step", { after: 1 }),
  added("Turn the old feed off", "after-promote"),
  added("Tell the warehouse again", "on-rollback"),
];

const runbookOf = (steps: readonly AddedStep[]): readonly RunbookStep[] =>
  planRunbook({
    recipe: { kind: "canary", steps: plan.environments.production!.steps, cohort: null },
    hooks: [],
    owner: "devops-lead",
    smoke: [],
    added: steps,
  });
const runbook = runbookOf(all);
const numberOf = (title: string): number => runbook.find(({ own }) => own?.title === title)!.number;

const process = tinyProcess([
  rolloutTo({ id: "drill", environment: "staging", purpose: "drill" }),
  rolloutTo({ id: "deploy", environment: "production", purpose: "deploy" }),
]);

const asked = (requirement: string, steps = all): Case => {
  const digest = digestOf("runbook");
  const opened = openCase(process, {
    plan: { runbook: { digest, steps: runbookOf(steps) }, pauses: { within: millis(3_600_000), unanswered: "hold" } },
  });
  const start = { requirement, runbook: digest, runs: inService, heldBack: null, calendar: openCalendar } as const;
  return acted(opened, "ada", { type: "StartRollout", ...start });
};

/** Somebody of the role says that all is well, as soon as it is the turn of a manual step; the lead gives nothing else. */
const confirming = (before: Case, until: (rollout: Rollout) => boolean): Case => {
  let now = before;
  for (let turns = 0; turns < 600; turns++) {
    if (until(rolloutOf(now))) return now;
    const due = dueOwnStep(rolloutOf(now), now.at);
    const isAsked = due?.by === "manual" && rolloutOf(now).ownStates[due.number]?.state === "running";
    now = isAsked ? acted(now, "cy", confirm(due.number, true, "seen", rolloutOf(now).environment)) : turn(now);
  }
  throw new Error(JSON.stringify(rolloutOf(now)));
};

const confirm = (number: number, isDone = true, note = "seen", environment = "production") =>
  ({
    type: "Order",
    environment,
    order: { type: "ConfirmStep", number, isDone, note },
  }) as const;

const waiting = (title: string) => (rollout: Rollout) => rollout.ownStates[numberOf(title)]?.state === "running";
const deploy = asked("deploy");
const first = driven(deploy, waiting("Tell the warehouse"));

describe("R74: own steps of the runbook", () => {
  test("are done in their order, each with its start, end, actor, exit and output", () => {
    const done = confirming(
      deploy,
      ({ phase, ownStates }) => phase === "promoted" && ownStates[numberOf("Turn the old feed off")]?.state === "done",
    );
    const states = rolloutOf(done).ownStates;
    const order = Object.entries(states).toSorted(([, a], [, b]) => a.startedAt - b.startedAt);
    expect(order.map(([number]) => runbook.find((one) => one.number === Number(number))?.own?.title)).toEqual(
      all.slice(0, 5).map(({ title }) => title),
    );
    for (const [, one] of order) expect(one.endedAt).toBeGreaterThanOrEqual(one.startedAt);
    expect(states[numberOf("Warm the cache")]).toMatchObject({ by: "headgate", exit: 0, output: "done" });
    expect(states[numberOf("Look at the queue")]).toMatchObject({ by: "cy", exit: null, output: "seen" });
  });

  test("that people do are waited for: nothing is started before the first one is done", () => {
    const later = minutesLater(first, 20);
    expect(effectsOf(later)).toEqual([]);
    expect(
      rolloutOf(driven(acted(later, "cy", confirm(numberOf("Tell the warehouse"))), ({ ready }) => ready)).ready,
    ).toBe(true);
  });

  test("out of order are refused, and say whose turn it is", () => {
    const queue = numberOf("Look at the queue");
    expect(refusalOf(first, "cy", confirm(queue))).toBe("STEP_OUT_OF_ORDER");
    expect(ask(first, "cy", confirm(queue))).toMatchObject({
      refusal: { detail: { turn: `step ${numberOf("Tell the warehouse")} (Tell the warehouse)` } },
    });
    const there = confirming(deploy, waiting("Look at the queue"));
    expect(refusalOf(there, "cy", confirm(numberOf("Look at the partner's page")))).toBe("STEP_OUT_OF_ORDER");
  });

  test("are confirmed by their role alone, and no agent, machine's step or unknown number is", () => {
    const number = numberOf("Tell the warehouse");
    expect(refusalOf(first, "eli", confirm(number))).toBe("ROLE_MISSING");
    expect(refusalOf(first, "bot", confirm(number))).toBe("AGENT_FORBIDDEN");
    expect(refusalOf(first, "cy", confirm(numberOf("Warm the cache")))).toBe("STEP_NOT_MANUAL");
    expect(refusalOf(first, "cy", confirm(99))).toBe("STEP_NOT_MANUAL");
    expect(refusalOf(first, "cy", confirm(number, false, " "))).toBe("REASON_MISSING");
    const done = acted(first, "cy", confirm(number));
    expect(refusalOf(done, "cy", confirm(number))).toBe(`accepted: step ${number} was confirmed already`);
  });

  test("that fail before the promotion end the attempt", () => {
    const queue = confirming(deploy, waiting("Look at the queue"));
    const failed = acted(queue, "cy", confirm(numberOf("Look at the queue"), false, "it does not drain"));
    expect(rolloutOf(failed)).toMatchObject({
      phase: "rolling-back",
      rollback: { by: "cy", severity: "high", reason: expect.stringContaining("it does not drain") },
    });
    const number = numberOf("Warm the cache");
    const warming = confirming(deploy, waiting("Warm the cache"));
    expect(types(report(warming, { type: "RecordOwnStep", number, exit: 2, output: "no space" }))).toEqual([
      "OwnStepFailed",
      "TriggerRaised",
      "TriggerDecided",
      "RollbackStarted",
    ]);
  });

  test("that fail after the promotion take nothing back, and people are told", () => {
    const promoted = confirming(deploy, waiting("Turn the old feed off"));
    const decision = ask(promoted, "cy", confirm(numberOf("Turn the old feed off"), false, "it will not stop"));
    expect(decision.ok && decision.events.map(({ type }) => type)).toEqual(["OwnStepFailed", "RolloutEscalated"]);
  });

  test("a command's end is recorded once, and an echo after it is nothing", () => {
    const number = numberOf("Warm the cache");
    const warming = confirming(deploy, waiting("Warm the cache"));
    const done = reported(warming, { type: "RecordOwnStep", number, exit: 0, output: "warm" });
    expect(types(report(done, { type: "RecordOwnStep", number, exit: 1, output: "late" }))).toEqual([]);
    expect(types(report(done, { type: "BeginOwnStep", number }))).toEqual([]);
  });

  test("R36: are rehearsed: a drill in staging does the same ones, those of the way back included", () => {
    const drill = confirming(asked("drill"), isOver);
    const done = Object.entries(rolloutOf(drill).ownStates).flatMap(([number, { state }]) =>
      state === "done" ? [runbook.find((one) => one.number === Number(number))?.own?.title] : [],
    );
    expect(done).toEqual(all.filter(({ place }) => place !== "after-promote").map(({ title }) => title));
    expect(rolloutOf(drill).runbook).toBe(rolloutOf(first).runbook);
  });
});

test("T40: who rolls back while a step waits leaves nobody waiting", () => {
  const back = driven(acted(first, "eli", rollBack), isOver);
  expect(Object.values(rolloutOf(back).ownStates).map(({ state }) => state)).toEqual(["failed"]);
  expect(refusalOf(back, "cy", confirm(numberOf("Tell the warehouse")))).toBe("STEP_OUT_OF_ORDER");
});

describe("T29: waiting for a manual step", () => {
  test("costs the deadline of the step and the time of execution nothing", () => {
    const late = minutesLater(first, 25);
    expect(types(report(late, { type: "FailStep", step: 0 }))).toEqual([]);
    const done = acted(late, "cy", confirm(numberOf("Tell the warehouse")));
    expect(rolloutOf(done).executing).toBe(rolloutOf(first).executing);
    const up = confirming(done, ({ weightAt }) => weightAt !== null);
    expect(rolloutOf(up).executing).toBeLessThan(60_000);
  });

  test("ends: people are told, the rollout stays, and a late answer is still welcome", () => {
    const over = minutesLater(first, 31);
    expect(effectsOf(over)).toMatchObject([{ kind: "report", report: { type: "ExpireWait", wait: "runbook" } }]);
    const told = turn(over);
    const events = report(over, { type: "ExpireWait", wait: "runbook" });
    expect(types(events)).toEqual(["OwnStepUnanswered", "RolloutEscalated"]);
    expect(effectsOf(told)).toEqual([]);
    expect(rolloutOf(told).phase).toBe("progressing");
    expect(refusalOf(told, "cy", confirm(numberOf("Tell the warehouse")))).toBe("accepted: OwnStepDone");
  });

  test("goes back where that was settled", () => {
    const steps = [added("Tell the warehouse", "before-rollout", { unanswered: "roll back" })];
    const there = driven(asked("deploy", steps), waiting("Tell the warehouse"));
    expect(types(report(minutesLater(there, 31), { type: "ExpireWait", wait: "runbook" }))).toEqual([
      "OwnStepUnanswered",
      "TriggerRaised",
      "TriggerDecided",
      "RollbackStarted",
    ]);
  });

  test("a pause lengthens it by what the pause took", () => {
    const paused = acted(first, "ada", order({ type: "Pause", reason: "lunch" }));
    const resumed = acted(minutesLater(paused, 20), "ada", order({ type: "Resume" }));
    const until = (at: Case) => rolloutOf(at).ownStates[numberOf("Tell the warehouse")]!.until;
    expect(until(resumed) - until(first)).toBe(20 * 60_000);
  });

  test("holds up no way back: there it is gone on without an answer, and people are told", () => {
    const back = acted(confirming(deploy, waiting("Look at the queue")), "eli", rollBack);
    const asking = driven(back, waiting("Tell the warehouse again"));
    expect(rolloutOf(asking).rollback?.zeroAt).not.toBeNull();
    const ended = driven(minutesLater(asking, 31), isOver);
    expect(rolloutOf(ended)).toMatchObject({ phase: "rolled-back", rollback: { escalatedAt: expect.any(Number) } });
  });

  test("holds up no way back in a freeze either, which is nothing to it", () => {
    const back = acted(confirming(deploy, waiting("Look at the queue")), "eli", rollBack);
    const asking = driven(back, waiting("Tell the warehouse again"));
    const frozen = { start: "freeze F1", advance: "freeze F1" };
    expect(effectsOf(minutesLater(asking, 31), frozen)).toEqual(effectsOf(minutesLater(asking, 31)));
    expect(effectsOf(minutesLater(asking, 31), frozen)).toContainEqual(
      expect.objectContaining({ report: { type: "ExpireWait", wait: "runbook" } }),
    );
  });
});
