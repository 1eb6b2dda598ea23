import { expect, test } from "vitest";
import { build, inService, minutes } from "../../test/support/release.ts";
import { type EnvironmentEvent, emptyEnvironment, environmentStream, evolveEnvironment } from "./environment.ts";

const at = minutes(0);
const adopted: EnvironmentEvent = {
  type: "EnvironmentAdopted",
  at,
  build: inService,
  count: 4,
  reason: "it runs",
  by: "ada",
};
const held = (rollout: string): EnvironmentEvent => ({ type: "EnvironmentHeld", at, release: "shop-1.1.0", rollout });
const freed = (rollout: string, runs: typeof inService | null): EnvironmentEvent => ({
  type: "EnvironmentFreed",
  at,
  rollout,
  runs,
});
const fold = (...events: EnvironmentEvent[]) => events.reduce(evolveEnvironment, emptyEnvironment);

test("nothing is known to run before somebody said so", () => {
  expect(emptyEnvironment).toEqual({ runs: null, heldBy: null, hold: 0, version: 0 });
  expect(fold(adopted)).toMatchObject({ runs: inService, heldBy: null, version: 1 });
});

test("T38: holds are ordered: a later one always has the larger number", () => {
  const first = fold(adopted, held("one"));
  const second = fold(adopted, held("one"), freed("one", inService), held("two"));
  expect(second.hold).toBeGreaterThan(first.hold);
  expect(second.heldBy?.rollout).toBe("two");
});

test("T8: the known-good build is what the last rollout left in service", () => {
  const { version, digest } = build;
  expect(fold(adopted, held("one"), freed("one", { version, digest })).runs).toEqual({ version, digest });
  expect(fold(adopted, held("one"), freed("one", inService)).runs).toEqual(inService);
});

test("a rollout that never began leaves in service what was there", () => {
  expect(fold(adopted, held("one"), freed("one", null))).toMatchObject({ runs: inService, heldBy: null });
});

test("every environment of a service has a stream of its own", () => {
  expect(environmentStream("shop", "staging")).not.toBe(environmentStream("shop", "production"));
});
