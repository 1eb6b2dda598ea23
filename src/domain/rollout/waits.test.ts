import { describe, expect, test } from "vitest";
import { acted, type Case, openCase, refusalOf } from "../../../test/support/case.ts";
import { minutesLater, order, promote, report, types } from "../../../test/support/moments.ts";
import { driven, effectsOf, harm, isOver, reported, rolloutOf, seen, turn } from "../../../test/support/obey.ts";
import { step } from "../../../test/support/release.ts";
import { rolloutTo, tinyProcess } from "../../../test/support/tiny-process.ts";
import { started } from "../../../test/support/walk.ts";
import { type Instant, millis, since } from "../units.ts";
import type { Answer } from "./person-waits.ts";
import { personWaits } from "./person-waits.ts";
import type { Rollout } from "./rollout.ts";

const bake = millis(60_000);
const half = millis(1_800_000);

/** A canary whose step of 25 % waits for the go of the product owner; a pause lasts an hour at most. */
const canary = (answer: Answer, pauses: Answer = { within: millis(3_600_000), unanswered: "hold" }): Case => {
  const steps = [
    step(5, 1, { bake }),
    step(25, 1, { bake, gates: ["approval"], asks: "product-owner", answer }),
    step(100, 4, { bake }),
  ];
  const opened = openCase(tinyProcess([rolloutTo({ id: "deploy" })]), {
    plan: { environments: { production: { steps, count: 4 } }, interval: millis(20_000), pauses },
  });
  return acted(opened, "ada", started(opened, "deploy"));
};

const holding = canary({ within: half, unanswered: "hold" });
const isAsked = ({ asked }: Rollout): boolean => asked !== null;
const asked = driven(holding, isAsked);
const untilOf = (at: Case, wait: string): Instant =>
  personWaits(rolloutOf(at), at.release.plan.pauses).find((one) => one.wait === wait)!.until;

/** Healthy windows go on being judged, while nobody answers. */
const quietly = (before: Case, minutes: number): Case => {
  let now = before;
  while (now.at < minutesLater(before, minutes).at) now = turn(now);
  return now;
};

describe("R87: the go at a canary stage", () => {
  test("canary 25 % awaits the product owner's go; no answer in 30 minutes = hold, and people are told", () => {
    expect(personWaits(rolloutOf(asked), undefined)).toMatchObject([
      { wait: "go", role: "product-owner", otherwise: "hold", isOver: false },
    ]);
    const later = quietly(asked, 120);
    expect(rolloutOf(later)).toMatchObject({ phase: "progressing", step: 1, weight: 25, approved: false });
    expect(rolloutOf(later).asked?.lateAt).toEqual(expect.any(Number));
    expect(since(rolloutOf(later).asked!.at, rolloutOf(later).asked!.lateAt!)).toBeLessThan(half + 30_000);
    expect(types(report(minutesLater(asked, 31), { type: "ExpireWait", wait: "go" }))).toEqual([
      "StepUnanswered",
      "RolloutEscalated",
    ]);
    expect(types(report(later, { type: "ExpireWait", wait: "go" }))).toEqual([]);
  });

  test("is given by the product owner, and by nobody who only conducts it; a late one still counts", () => {
    expect(refusalOf(asked, "ada", promote(1))).toBe("ROLE_MISSING");
    expect(refusalOf(asked, "bot", promote(1))).toBe("AGENT_FORBIDDEN");
    const late = quietly(asked, 45);
    const gone = driven(acted(late, "bo", promote(1)), ({ phase }) => phase === "promoted");
    expect(rolloutOf(gone).weight).toBe(100);
  });

  test("no answer rolls back where that was settled", () => {
    const there = driven(canary({ within: half, unanswered: "roll back" }), isAsked);
    const back = driven(quietly(there, 31), isOver);
    expect(rolloutOf(back)).toMatchObject({
      phase: "rolled-back",
      weight: 0,
      rollback: {
        by: "headgate",
        severity: "high",
        reason: expect.stringContaining("nobody (product-owner) gave the go"),
      },
    });
  });

  test("is asked for only when nothing else keeps the step", () => {
    const baking = driven(holding, ({ step, weightAt }) => step === 1 && weightAt !== null);
    expect(types(report(baking, { type: "AskForGo", step: 1 }))).toEqual([]);
    expect(since(rolloutOf(asked).weightAt!, rolloutOf(asked).asked!.at)).toBeGreaterThanOrEqual(bake);
  });
});

describe("T29: every wait has an end, and time in which nothing may advance is not counted", () => {
  const frozen = { start: "a freeze", advance: "a freeze" };

  test("a freeze, and a pause that overlaps it, lengthen the wait for the go by what both took together", () => {
    const iced = turn(minutesLater(asked, 5), frozen);
    const paused = acted(minutesLater(iced, 10), "ada", order({ type: "Pause", reason: "lunch" }));
    const thawed = reported(minutesLater(paused, 10), { type: "Thaw" });
    expect(types(report(minutesLater(thawed, 600), { type: "ExpireWait", wait: "go" }))).toEqual([]);
    const resumed = acted(minutesLater(thawed, 20), "ada", order({ type: "Resume" }));
    const held = since(rolloutOf(iced).heldAt!, resumed.at);
    expect(untilOf(resumed, "go") - untilOf(asked, "go")).toBe(held);
  });

  test("a pause ends after its hour: people are told, and it holds; a freeze meanwhile does not count", () => {
    const paused = acted(asked, "ada", order({ type: "Pause", reason: "lunch" }));
    expect(types(report(minutesLater(paused, 59), { type: "ExpireWait", wait: "pause" }))).toEqual([]);
    expect(types(report(minutesLater(paused, 61), { type: "ExpireWait", wait: "pause" }))).toEqual([
      "StepUnanswered",
      "RolloutEscalated",
    ]);
    const iced = turn(minutesLater(paused, 10), frozen);
    expect(types(report(minutesLater(iced, 500), { type: "ExpireWait", wait: "pause" }))).toEqual([]);
    const thawed = reported(minutesLater(iced, 500), { type: "Thaw" });
    expect(untilOf(thawed, "pause") - untilOf(paused, "pause")).toBe(since(rolloutOf(iced).frozen!.at, thawed.at));
  });

  test("a pause that nobody ends rolls back where that was settled", () => {
    const there = driven(
      canary({ within: half, unanswered: "hold" }, { within: half, unanswered: "roll back" }),
      isAsked,
    );
    const paused = acted(there, "ada", order({ type: "Pause", reason: "lunch" }));
    expect(rolloutOf(driven(quietly(paused, 31), isOver))).toMatchObject({ phase: "rolled-back", weight: 0 });
  });

  test("a pause in the middle of a step's work: what was done before and after it counts, and the pause does not", () => {
    const begun = driven(holding, ({ phase }) => phase === "progressing");
    const paused = acted(minutesLater(begun, 0.5), "ada", order({ type: "Pause", reason: "lunch" }));
    expect(rolloutOf(paused).executing).toBe(since(rolloutOf(begun).stepSince, paused.at));
    const resumed = acted(minutesLater(paused, 40), "ada", order({ type: "Resume" }));
    expect(rolloutOf(resumed).executing).toBe(rolloutOf(paused).executing);
    const up = driven(resumed, ({ weightAt }) => weightAt !== null);
    const after = since(resumed.at, rolloutOf(up).weightAt!);
    expect(rolloutOf(up).executing).toBe(rolloutOf(paused).executing + after);
  });

  test("T9: harm rolls back during the wait, before and after it ran out", () => {
    for (const there of [asked, quietly(asked, 60)]) {
      const now = minutesLater(there, 0.5);
      expect(types(report(now, seen(rolloutOf(now), now.at, harm)))).toEqual([
        "VerdictRecorded",
        "TriggerRaised",
        "TriggerDecided",
        "RollbackStarted",
      ]);
    }
  });

  test("a plan from before there was an end to waits has none", () => {
    const { pauses: _, ...plan } = asked.release.plan;
    const old: Case = { ...asked, release: { ...asked.release, plan } };
    const paused = acted(old, "ada", order({ type: "Pause", reason: "lunch" }));
    expect(effectsOf(minutesLater(paused, 5_000)).filter(({ kind }) => kind === "report")).toEqual([]);
  });
});
