import { describe, expect, test } from "vitest";
import { build, inService, minutes } from "../../test/support/release.ts";
import {
  type EnvironmentEvent,
  emptyEnvironment,
  environmentStream,
  evolveEnvironment,
  type HeldBack,
} from "./environment.ts";

const at = minutes(0);
const candidate = { version: build.version, digest: build.digest };
const adopted: EnvironmentEvent = {
  type: "EnvironmentAdopted",
  at,
  build: inService,
  count: 4,
  reason: "it runs",
  by: "ada",
};
const queued = (rollout: string): EnvironmentEvent => ({
  type: "EnvironmentQueued",
  at,
  release: "shop-1.1.0",
  rollout,
});
const held = (rollout: string): EnvironmentEvent => ({ type: "EnvironmentHeld", at, release: "shop-1.1.0", rollout });
const freed = (rollout: string, runs: typeof inService | null, rolledBack?: HeldBack): EnvironmentEvent => ({
  type: "EnvironmentFreed",
  at,
  rollout,
  runs,
  ...(rolledBack === undefined ? {} : { rolledBack }),
});
const unstuck = (rollout: string): EnvironmentEvent => ({
  type: "EnvironmentUnstuck",
  at: minutes(9),
  rollout,
  candidate,
  by: "ada",
  reason: "it hangs",
});
const back = (of = candidate): HeldBack => ({
  build: of,
  release: "shop-1.1.0",
  rollout: "one",
  at,
  by: "headgate",
  reason: "31 of 412 requests failed",
});
const fold = (...events: EnvironmentEvent[]) => events.reduce(evolveEnvironment, emptyEnvironment);

test("nothing is known to run before somebody said so", () => {
  expect(emptyEnvironment).toMatchObject({ runs: null, heldBy: null, waiting: [], hold: 0, version: 0 });
  expect(fold(adopted)).toMatchObject({ runs: inService, heldBy: null, version: 1 });
});

test("T38: holds are ordered: a later one always has the larger number", () => {
  const first = fold(adopted, held("one"));
  const second = fold(adopted, held("one"), freed("one", inService), held("two"));
  expect(second.hold).toBeGreaterThan(first.hold);
  expect(second.heldBy?.rollout).toBe("two");
});

test("T8: the known-good build is what the last rollout left in service, and the one before it is remembered", () => {
  expect(fold(adopted, held("one"), freed("one", candidate))).toMatchObject({ runs: candidate, lastGood: inService });
  expect(fold(adopted, held("one"), freed("one", inService))).toMatchObject({ runs: inService, lastGood: null });
});

test("a rollout that never began leaves in service what was there", () => {
  expect(fold(adopted, held("one"), freed("one", null))).toMatchObject({ runs: inService, heldBy: null });
});

test("T40: one that ends while it waits leaves the queue, and the holder is not disturbed", () => {
  const state = fold(adopted, held("one"), queued("two"), queued("three"), freed("two", null));
  expect(state).toMatchObject({ heldBy: { rollout: "one" }, runs: inService });
  expect(state.waiting.map(({ rollout }) => rollout)).toEqual(["three"]);
});

test("T42: a place that is taken twice is one place, since the first time", () => {
  const twice = fold(queued("one"), { ...queued("one"), at: minutes(5) } as EnvironmentEvent);
  expect(twice.waiting).toEqual([{ release: "shop-1.1.0", rollout: "one", since: at }]);
});

describe("T47: a build that was rolled back for cause", () => {
  const state = fold(adopted, held("one"), freed("one", inService, back()));

  test("is held back, with the reason, until a person releases it", () => {
    expect(state.heldBack).toEqual([back()]);
    const why = { by: "ada", reason: "the database was down" };
    const released = evolveEnvironment(state, { type: "EnvironmentHoldReleased", at, build: candidate, ...why });
    expect(released.heldBack).toEqual([]);
  });
  test("stands there once, with the latest reason", () => {
    const again = { ...back(), reason: "it failed again" };
    expect(fold(adopted, freed("one", inService, back()), freed("two", inService, again)).heldBack).toEqual([again]);
  });
  test("is good when a person adopts it and says so", () => {
    expect(evolveEnvironment(state, { ...adopted, build: candidate }).heldBack).toEqual([]);
  });
});

test("T11: who loses the hold is known, and every number that it had is an old one", () => {
  const before = fold(adopted, held("one"), queued("two"));
  const state = evolveEnvironment(before, unstuck("one"));
  expect(state.heldBy).toBeNull();
  expect(state.hold).toBeGreaterThan(before.hold);
  expect(state.unstuck).toEqual([{ rollout: "one", candidate, by: "ada", reason: "it hangs" }]);
  expect(state.waiting.map(({ rollout }) => rollout)).toEqual(["two"]);
});

test("R203: an unauthorised change has a beginning and an end, and looking is no change", () => {
  const seen = (findings: string[], n: number): EnvironmentEvent => ({
    type: "UnauthorisedChangeSeen",
    at: minutes(n),
    findings,
  });
  const state = fold(adopted, seen(["a"], 3), seen(["a", "b"], 4));
  expect(state).toMatchObject({ unauthorised: { since: minutes(3), findings: ["a", "b"] }, changedAt: at });
  expect(evolveEnvironment(state, { type: "UnauthorisedChangeGone", at: minutes(5) }).unauthorised).toBeNull();
});

test("T48: what was written before there was a queue is still read", () => {
  const old = fold(adopted, held("one"), { type: "EnvironmentFreed", at, rollout: "one", runs: candidate });
  expect(old).toMatchObject({ runs: candidate, heldBy: null, waiting: [], heldBack: [] });
});

test("every environment of a service has a stream of its own", () => {
  expect(environmentStream("shop", "staging")).not.toBe(environmentStream("shop", "production"));
});
