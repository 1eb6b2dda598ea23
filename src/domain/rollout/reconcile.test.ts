import { describe, expect, test } from "vitest";
import { acted, type Case, openCase } from "../../../test/support/case.ts";
import { driven, effectsOf, good, reported, rolloutOf, seen, turn, upAndRunning } from "../../../test/support/obey.ts";
import { step } from "../../../test/support/release.ts";
import { rolloutTo, tinyProcess } from "../../../test/support/tiny-process.ts";
import { started } from "../../../test/support/walk.ts";
import { millis, plus } from "../units.ts";
import type { RolloutOrder } from "./commands.ts";

const bake = millis(60_000);
const steps = [step(5, 1, { bake }), step(100, 4, { bake })];
const opened = openCase(tinyProcess([rolloutTo({ id: "deploy" })]), {
  plan: { environments: { production: { steps, count: 4 } }, interval: millis(20_000) },
});
const waiting = acted(opened, "ada", started(opened, "deploy"));
const begun = driven(waiting, ({ phase }) => phase === "progressing");
const baking = driven(begun, ({ weightAt }) => weightAt !== null);
const live = driven(baking, upAndRunning);

const past = (at: Case, seconds: number): Case => ({ ...at, at: plus(at.at, millis(1_000 * seconds)) });
const asks = (at: Case) =>
  effectsOf(at).map((effect) => ("side" in effect ? `${effect.kind} ${effect.side}` : effect.kind));
const ordered = (at: Case, order: RolloutOrder) =>
  acted(at, "ada", { type: "Order", environment: "production", order });
const pause = { type: "Pause", reason: "lunch" } as const;
const rollBack = { type: "RollBack", reason: "harm", severity: "critical" } as const;

describe("up", () => {
  test("one act at a time: hold, instances, smoke, weight", () => {
    const acts = [waiting];
    while (acts.length < 5) acts.push(turn(acts.at(-1)!));
    expect(acts.map((at) => asks(at))).toEqual([
      ["hold"],
      ["measure-baseline", "bring candidate"],
      ["smoke"],
      ["route"],
      [],
    ]);
  });
  test("T6: a step that is not ready within its deadline is given up, whatever its instances do", () => {
    expect(asks(past(begun, 119))).toEqual(["measure-baseline", "bring candidate"]);
    expect(effectsOf(past(begun, 120))).toMatchObject([{ kind: "report", report: { type: "FailStep", step: 0 } }]);
    expect(asks(past(ordered(begun, pause), 999))).toEqual(["measure-baseline", "bring candidate"]);
  });
  test("T9: during a pause nothing is routed and everything is still watched", () => {
    expect(asks(past(ordered(baking, pause), 300))).toEqual(["measure", "bring baseline", "route"]);
    const ready = driven(begun, ({ smoked }) => smoked);
    expect(asks(ordered(ready, pause))).toEqual([]);
  });
  test("T5: while a step's own weight is on its way nothing else touches the routes", () => {
    const next = driven(baking, (rollout) => rollout.step === 1);
    expect(asks(past(next, 60))).toEqual(["measure", "bring candidate"]);
  });
  test("T24: a good verdict of long ago is no reason to go on: it is looked at again first", () => {
    const judged = past(baking, 61);
    const passed = reported(judged, seen(rolloutOf(judged), judged.at, good));
    expect(effectsOf(past(passed, 1))).toMatchObject([{ report: { type: "CompleteStep", step: 0 } }]);
    expect(asks(past(passed, 3_600))).toEqual(["measure", "bring baseline", "route"]);
    const { id } = rolloutOf(passed);
    const late = acted(past(passed, 3_600), "headgate", {
      type: "Report",
      rollout: id,
      report: { type: "CompleteStep", step: 0 },
    });
    expect(rolloutOf(late).step).toBe(0);
  });
});

describe("live", () => {
  test("T8, R117: both sides are kept until the rollback window ends, then the old one goes", () => {
    const { keepUntil } = rolloutOf(live);
    expect((keepUntil ?? 0) - live.at).toBeLessThanOrEqual(opened.process.rollbackWindow);
    expect(asks({ ...live, at: plus(keepUntil ?? live.at, millis(0)) })).toEqual(["retire baseline"]);
    expect(asks(past(live, 60))).toEqual(["measure", "bring baseline", "route"]);
  });
  test("R117: a rollback works to the last second of the window", () => {
    const edge = { ...live, at: plus(live.at, millis(opened.process.rollbackWindow - 5_000)) };
    expect(rolloutOf(driven(ordered(edge, rollBack), ({ freed }) => freed)).phase).toBe("rolled-back");
  });
});

describe("back", () => {
  test("T4, T5: capacity, then traffic, then proof, and only then the teardown", () => {
    const acts = [ordered(baking, rollBack)];
    while (acts.length < 6) acts.push(turn(acts.at(-1)!));
    expect(acts.map((at) => asks(at))).toEqual([
      ["bring baseline"],
      ["bring baseline", "route"],
      ["smoke"],
      ["retire candidate"],
      ["free"],
      [],
    ]);
    expect(effectsOf(acts[4]!)).toMatchObject([{ runs: { version: "1.0.0" } }]);
  });
  test("T2: a baseline that is lost after it was confirmed is brought up again, else nothing could be routed to it", () => {
    const restored = turn(ordered(baking, rollBack));
    expect(rolloutOf(restored).rollback?.restored).toBe(true);
    expect(asks(restored)).toContain("bring baseline");
  });
  test("T37: one that takes longer than the target is escalated, once, and goes on", () => {
    const slow = past(ordered(baking, rollBack), 15 * 60 + 1);
    expect(asks(slow)).toEqual(["report", "bring baseline"]);
    expect(asks(turn(slow))).toEqual(["bring baseline", "route"]);
  });
  test("T37: one that ended while it waited gives back the hold that it may have", () => {
    expect(effectsOf(ordered(waiting, rollBack))).toMatchObject([{ kind: "free", runs: null }]);
  });
});
