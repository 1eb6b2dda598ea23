import { describe, expect, test } from "vitest";
import { build, digestOf, given, inService, minutes, openRelease } from "../../test/support/release.ts";
import { climb, promoted, rolloutId } from "../../test/support/rollout.ts";
import { emptyEnvironment, evolveEnvironment } from "./environment.ts";
import { drift, type Seen } from "./environment-drift.ts";
import type { RolloutEvent } from "./rollout/events.ts";
import type { Digest } from "./units.ts";

const adopted = evolveEnvironment(emptyEnvironment, {
  type: "EnvironmentAdopted",
  at: minutes(0),
  build: inService,
  count: 2,
  reason: "it runs",
  by: "ada",
});
const held = evolveEnvironment(adopted, {
  type: "EnvironmentHeld",
  at: minutes(0),
  release: "shop-1.1.0",
  rollout: rolloutId(),
});
const holderOf = (...events: readonly RolloutEvent[]) => given(openRelease(), ...events).rollouts.at(-1)!;

const instance = (id: string, of: Digest, ready = true) => ({ id, build: of, endpoint: `127.0.0.1:${id}`, ready });
const route = (of: Digest, weight: number, ...ids: string[]) => ({
  build: of,
  weight,
  endpoints: ids.map((id) => `127.0.0.1:${id}`),
});
const old = [instance("1", inService.digest), instance("2", inService.digest)];
const quiet: Seen = { instances: old, routes: [route(inService.digest, 100, "1", "2")] };
const stranger = digestOf("built by hand");
const unknown = `build ${stranger.slice(0, 19)}`;

describe("R203: when nobody holds the environment", () => {
  test("what was released and nothing else is no finding", () => {
    expect(drift(adopted, quiet, null)).toEqual([]);
    expect(drift(emptyEnvironment, { instances: [], routes: [] }, null)).toEqual([]);
  });
  test("a build that nobody released runs", () => {
    const instances = [...old, instance("3", stranger)];
    expect(drift(adopted, { ...quiet, instances }, null)).toEqual([
      `${unknown} runs, and nobody released it here: 3 at 127.0.0.1:3`,
    ]);
  });
  test("a build that nobody released gets traffic, by weight or by a cohort", () => {
    const routes = [route(inService.digest, 80, "1", "2"), route(stranger, 20, "3")];
    const instances = [...old, instance("3", stranger)];
    expect(drift(adopted, { instances, routes }, null)).toEqual([
      `${unknown} runs, and nobody released it here: 3 at 127.0.0.1:3`,
      `${unknown} gets 20 % of the traffic, and nobody released it here`,
      "1.0.0 gets 80 % of the traffic instead of 100 %",
    ]);
    const cohort = { ...route(stranger, 0, "3"), cohort: { header: "x-team" } };
    expect(drift(adopted, { instances: old, routes: [...quiet.routes, cohort] }, null)).toContain(
      `${unknown} gets 0 % of the traffic, and nobody released it here`,
    );
  });
  test("T26: an instance in the routes runs another build than they say, or is none of ours", () => {
    const routes = [route(inService.digest, 100, "1", "3", "9")];
    const instances = [...old, instance("3", stranger)];
    expect(drift(adopted, { instances, routes }, null)).toEqual([
      `${unknown} runs, and nobody released it here: 3 at 127.0.0.1:3`,
      `127.0.0.1:3 gets requests as 1.0.0 and runs ${unknown}`,
      "127.0.0.1:9 gets requests as 1.0.0, and no instance of ours is there",
    ]);
  });
  test("the build in service does not run, or is not routed", () => {
    expect(drift(adopted, { instances: [instance("1", inService.digest, false)], routes: quiet.routes }, null)).toEqual(
      [
        "127.0.0.1:2 gets requests as 1.0.0, and no instance of ours is there",
        "no instance of 1.0.0, the build in service, is ready",
      ],
    );
    expect(drift(adopted, { instances: old, routes: [] }, null)).toEqual([
      "1.0.0 gets 0 % of the traffic instead of 100 %",
    ]);
  });
  test("T11: what a rollout left when its hold was taken away is called so", () => {
    const { version, digest } = build;
    const taken = { rollout: rolloutId(), candidate: { version, digest }, by: "ada", reason: "it hangs" };
    const free = evolveEnvironment(held, { type: "EnvironmentUnstuck", at: minutes(1), ...taken });
    expect(drift(free, { ...quiet, instances: [...old, instance("3", digest)] }, null)).toEqual([
      `1.1.0 runs, and ${rolloutId()} left it when its hold was taken away: 3 at 127.0.0.1:3`,
    ]);
  });
  test("what runs although nothing may is said by its version where that is known", () => {
    const down = evolveEnvironment(adopted, {
      type: "EnvironmentTakenDown",
      at: minutes(1),
      by: "ada",
      reason: "over",
    });
    expect(drift(down, { instances: [old[0]!], routes: [] }, null)).toEqual([
      "1.0.0 runs, and nobody released it here: 1 at 127.0.0.1:1",
    ]);
  });
});

describe("while a rollout holds it", () => {
  const both = [...old, instance("3", build.digest)];
  const baking = climb().slice(0, 5); // up to the first weight, 5 %

  test("its candidate is no stranger, and the weight that it confirmed is right", () => {
    const routes = [route(build.digest, 5, "3"), route(inService.digest, 95, "1", "2")];
    expect(drift(held, { instances: both, routes }, holderOf(...baking))).toEqual([]);
  });
  test("another weight than it confirmed is a finding on both sides", () => {
    const routes = [route(build.digest, 60, "3"), route(inService.digest, 40, "1", "2")];
    expect(drift(held, { instances: both, routes }, holderOf(...baking))).toEqual([
      "1.1.0 gets 60 % of the traffic instead of 5 %",
      "1.0.0 gets 40 % of the traffic instead of 95 %",
    ]);
    expect(drift(held, { instances: both, routes }, holderOf(...promoted()))).toHaveLength(2);
  });
  test("no weight is wrong while it is in the middle of a change", () => {
    const routes = [route(build.digest, 60, "3"), route(inService.digest, 40, "1", "2")];
    expect(drift(held, { instances: both, routes }, holderOf(...climb().slice(0, 3)))).toEqual([]);
  });
  test("a third build is a stranger even then", () => {
    const instances = [...both, instance("4", stranger)];
    expect(drift(held, { ...quiet, instances }, holderOf(...climb().slice(0, 3)))).toEqual([
      `${unknown} runs, and nobody released it here: 4 at 127.0.0.1:4`,
    ]);
  });
  test("whose history cannot be read is not called a stranger", () => {
    expect(drift(held, { instances: both, routes: [] }, null)).toEqual([]);
  });
});
