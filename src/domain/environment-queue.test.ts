import { describe, expect, test } from "vitest";
import { given, inService, minutes, openRelease } from "../../test/support/release.ts";
import { climb, drilled, promoted, rolledBack as rolledBackStory, rolloutId } from "../../test/support/rollout.ts";
import { type EnvironmentEvent, type EnvironmentState, emptyEnvironment, evolveEnvironment } from "./environment.ts";
import { ahead, askForHold, heldBackBuild, isOver, leave, rolledBack, whoIsBefore } from "./environment-queue.ts";
import type { RolloutEvent } from "./rollout/events.ts";
import type { Rollout } from "./rollout/rollout.ts";

const release = "shop-1.1.0";
const asker = (rollout: string) => ({ release, rollout });
const apply = (state: EnvironmentState, events: readonly EnvironmentEvent[]) => events.reduce(evolveEnvironment, state);
const asked = (state: EnvironmentState, rollout: string, at = minutes(0)) =>
  apply(state, askForHold(state, asker(rollout), at));
const types = (events: readonly EnvironmentEvent[]) => events.map(({ type }) => type);

const adopted = evolveEnvironment(emptyEnvironment, {
  type: "EnvironmentAdopted",
  at: minutes(0),
  build: inService,
  count: 4,
  reason: "it runs",
  by: "ada",
});
const rolloutOf = (...events: readonly RolloutEvent[]): Rollout => given(openRelease(), ...events).rollouts.at(-1)!;

describe("asking for an environment", () => {
  test("gives a place and the hold at once, when nobody else is there", () => {
    expect(types(askForHold(adopted, asker("one"), minutes(0)))).toEqual(["EnvironmentQueued", "EnvironmentHeld"]);
  });
  test("gives a place behind the holder, and nothing more however often it is asked", () => {
    const state = asked(asked(adopted, "one"), "two");
    expect(state).toMatchObject({ heldBy: { rollout: "one" }, waiting: [{ rollout: "two" }] });
    expect(askForHold(state, asker("two"), minutes(1))).toEqual([]);
    expect(askForHold(state, asker("one"), minutes(1))).toEqual([]);
  });
  test("T35: a free environment goes to the one who waits longest, not to the one who asks first", () => {
    const waiting = asked(asked(asked(adopted, "one"), "two"), "three");
    const free = apply(waiting, [{ type: "EnvironmentFreed", at: minutes(1), rollout: "one", runs: null }]);
    expect(asked(free, "three").heldBy).toBeNull();
    expect(asked(asked(free, "three"), "two")).toMatchObject({
      heldBy: { rollout: "two" },
      waiting: [{ rollout: "three" }],
    });
  });
});

describe("who comes before", () => {
  const state = asked(asked(asked(adopted, "one"), "two", minutes(3)), "three", minutes(4));

  test("is the holder, and then those who wait longer", () => {
    expect(ahead(state, "three").map(({ rollout }) => rollout)).toEqual(["one", "two"]);
    expect(ahead(state, "one")).toEqual([]);
  });
  test("is said in words, with the time, and the same at each look", () => {
    expect(whoIsBefore(state, "three")).toBe("one, which holds it since 2026-11-02 09:00 UTC, and 1 more: two");
    const free = apply(state, [{ type: "EnvironmentFreed", at: minutes(5), rollout: "one", runs: null }]);
    expect(whoIsBefore(free, "three")).toBe("two, which waits since 2026-11-02 09:03 UTC");
  });
});

describe("leaving", () => {
  const id = rolloutId();
  const holding = asked(adopted, id);

  test("T47: a rollback for cause says which build, when, by whom and why", () => {
    const back = rolloutOf(...rolledBackStory());
    const state = apply(holding, leave(holding, release, back, minutes(9)));
    expect(state).toMatchObject({ heldBy: null, runs: inService });
    expect(heldBackBuild(state, back.candidate.digest)).toMatchObject({
      release,
      rollout: id,
      by: "headgate",
      reason: "Harm in errors: 31 of 412 requests failed (limit 1 %).",
      build: { version: "1.1.0" },
    });
    expect(heldBackBuild(state, inService.digest)).toBeNull();
  });
  test("a drill goes back on purpose, and nothing is held back", () => {
    const drill = rolloutOf(...drilled());
    expect(isOver(drill)).toBe(true);
    expect(rolledBack(release, drill)).toEqual({});
  });
  test("T37: one that was cancelled while it waited leaves, changes nothing, and its build is not held back", () => {
    const waiting = asked(asked(adopted, "other"), id);
    const at = minutes(2);
    const cancelled = rolloutOf(
      climb()[0]!,
      {
        type: "RollbackStarted",
        rollout: id,
        at,
        by: "ada",
        reason: "cancelled: superseded",
        severity: "high",
        legs: [],
      },
      { type: "RolloutRolledBack", rollout: id, at },
    );
    expect(leave(waiting, release, cancelled, at)).toEqual([{ type: "EnvironmentFreed", at, rollout: id, runs: null }]);
  });
  test("a candidate that went through is the known-good build", () => {
    const up = promoted();
    const done = rolloutOf(...up, { type: "BaselineRetired", rollout: id, at: minutes(5_000) });
    expect(leave(holding, release, done, minutes(5_000))).toMatchObject([{ runs: { version: "1.1.0" } }]);
  });
  test("R74: who is not there any more leaves nothing", () => {
    const back = rolloutOf(...rolledBackStory());
    expect(leave(adopted, release, back, minutes(9))).toEqual([]);
  });
});
