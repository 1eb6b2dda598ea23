import { describe, expect, test } from "vitest";
import { acted, type Case } from "../../../test/support/case.ts";
import { noticing, openWith } from "../../../test/support/notified.ts";
import { rolloutOf, turn } from "../../../test/support/obey.ts";
import { digestOf, inService, step } from "../../../test/support/release.ts";
import { heardBy, type Telling, told, toldUntil } from "../../../test/support/told.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { type AddedStep, planRunbook } from "../rollout/runbook.ts";
import { millis } from "../units.ts";

const bake = millis(60_000);
const half = millis(1_800_000);
const look: AddedStep = {
  ...{ title: "Look at the queue", place: "before-traffic", after: null, by: "manual", owner: "tech-lead" },
  ...{ within: half, unanswered: "hold", expected: "it is short", verify: "look at it", reversible: true },
};
const digest = digestOf("runbook");

/** A step of 25 % waits for the go of the Product Owner; the runbook has these steps besides. */
const begun = (unanswered: "hold" | "roll back" = "hold", added: readonly AddedStep[] = []): Telling => {
  const answer = { within: half, unanswered };
  const gated = step(25, 1, { bake, gates: ["approval"], asks: "product-owner", answer });
  const steps = [step(5, 1, { bake }), gated, step(100, 4, { bake })];
  const runbook = planRunbook({
    recipe: { kind: "canary", steps, cohort: null },
    ...{ hooks: [], owner: "devops-lead", smoke: [], added },
  });
  const pauses = { within: half, unanswered: "hold" } as const;
  const opened = openWith(steps, { plan: { pauses, runbook: { digest, steps: runbook } } });
  const start = { requirement: "deploy", runbook: digest, runs: inService, heldBack: null, calendar: openCalendar };
  return { now: acted(opened, "ada", { type: "StartRollout", ...start }), sent: [] };
};

const order = (
  order: { readonly type: "Promote"; readonly step: number } | { readonly type: "Pause"; readonly reason: string },
) => ({ type: "Order", environment: "production", order }) as const;
const isAsked = ({ asked }: Rollout): boolean => asked !== null;
const isLate = ({ asked }: Rollout): boolean => asked?.lateAt != null;
/** Who was told this, once each. */
const toldOf = ({ sent }: Telling, notice: string): readonly string[] =>
  sent.filter((one) => one.notice === notice).map(({ to }) => to);

describe("R87: a go that is waited for", () => {
  const asked = told(toldUntil(begun(), isAsked));
  const late = told(toldUntil(asked, isLate));

  test("is told to whoever owes it, with until when and what happens else", () => {
    expect(toldOf(asked, "asked")).toEqual(["bo"]);
    const { subject, body } = asked.sent.find(({ notice }) => notice === "asked")!;
    expect(subject).toBe("shop 1.1.0 in production waits for you");
    expect(body).toMatch(/It waits for the go for step 2 until .* UTC\. Without an answer it stays where it is\./);
  });
  test("that nobody gave is told to whoever owes it and to whoever leads, once", () => {
    expect(toldOf(asked, "unanswered")).toEqual([]);
    expect(toldOf(late, "unanswered")).toEqual(["bo", "ada"]);
    expect(late.sent.at(-1)?.body).toContain("It waited for the go for step 2 until");
    expect(toldOf(told({ ...late, now: turn(late.now) }), "unanswered")).toHaveLength(2);
    // The point of no return is another matter.
    expect(heardBy(late, "bo")).not.toContain("late");
  });
  test("that was given wakes nobody any more", () => {
    const given = acted(asked.now, "bo", order({ type: "Promote", step: 1 }));
    expect(told({ now: given, sent: [] }).sent).toEqual([]);
  });
  test("that leads back is told as the rollback that it is", () => {
    const back = told(toldUntil(begun("roll back"), ({ rollback }) => rollback !== null));
    expect(toldOf(back, "unanswered")).toEqual([]);
    expect(back.sent.find(({ notice }) => notice === "rollback-crew")?.body).toContain(
      "nobody (product-owner) gave the go",
    );
  });
});

describe("R74: a step of the runbook that people do", () => {
  const isWaiting = ({ ownStates }: Rollout): boolean => Object.keys(ownStates).length > 0;
  const waiting = told(toldUntil(begun("hold", [look]), isWaiting));

  test("is told to its role when its turn comes, and again when nobody did it in time", () => {
    expect(toldOf(waiting, "asked")).toEqual(["di"]);
    const isOver = ({ ownStates }: Rollout): boolean => Object.values(ownStates).some(({ lateAt }) => lateAt !== null);
    const late = told(toldUntil(waiting, isOver));
    expect(toldOf(late, "unanswered")).toEqual(["di", "ada", "bo"]);
    expect(late.sent.at(-1)?.body).toMatch(/of the runbook \(Look at the queue\) until/);
  });
  test("of a role that nobody holds is told to the owner of the release", () => {
    const nobody = told(toldUntil(begun("hold", [{ ...look, owner: "nobody" }]), isWaiting));
    expect(toldOf(nobody, "asked")).toEqual([nobody.now.release.plan.owner]);
  });
  test("that fails once users have the build is told, for it ends nothing", () => {
    const last = { ...look, title: "Turn the old feed off", place: "after-promote" } as const;
    const given = (all: Telling): Telling => ({
      ...all,
      now: acted(all.now, "bo", order({ type: "Promote", step: 1 })),
    });
    const there = told(toldUntil(given(toldUntil(begun("hold", [last]), isAsked)), isWaiting));
    const number = Number(Object.keys(rolloutOf(there.now).ownStates)[0]);
    const says = { type: "ConfirmStep", number, isDone: false, note: "the feed has no switch" } as const;
    const failed = told({
      now: acted(there.now, "di", { type: "Order", environment: "production", order: says }),
      sent: [],
    });
    expect(toldOf(failed, "hook-failed")).toEqual(["ada", "cy"]);
    expect(failed.sent.find(({ notice }) => notice === "hook-failed")?.body).toContain(
      "(Turn the old feed off) failed: the feed has no switch",
    );
  });
});

test("a pause that nobody ended in time is told; the pause itself was told already", () => {
  const moving = toldUntil(begun(), ({ weightAt }) => weightAt !== null);
  const paused: Case = acted(moving.now, "ada", order({ type: "Pause", reason: "lunch" }));
  const late = told(toldUntil({ now: paused, sent: [] }, (rollout) => rollout.paused?.lateAt != null));
  expect(toldOf(late, "asked")).toEqual([]);
  expect(toldOf(late, "paused")).toEqual(["ada", "cy"]);
  expect(toldOf(late, "unanswered")).toEqual(["ada", "bo"]);
  expect(late.sent.at(-1)?.body).toContain("a word on the pause (lunch)");
});

test("the notices that ship know both ends of a wait", () => {
  expect((noticing.notices ?? []).filter(({ on }) => on.startsWith("wait-")).map(({ on }) => on)).toEqual([
    "wait-begun",
    "wait-unanswered",
  ]);
});
