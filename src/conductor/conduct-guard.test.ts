import { expect, test } from "vitest";
import { build } from "../../test/support/release.ts";
import type { Route } from "../drivers/port.ts";
import { guarded } from "./conduct-guard.ts";
import type { EnvironmentDrivers } from "./deps.ts";

/** Drivers that only count what reaches them. */
const counting = () => {
  const reached: string[] = [];
  const drivers: EnvironmentDrivers = {
    instances: {
      name: "counting",
      bring: async () => {
        reached.push("bring");
        return [];
      },
      observe: async () => [],
      remove: async () => void reached.push("remove"),
      room: async () => null,
    },
    traffic: {
      name: "counting",
      set: async () => void reached.push("set"),
      read: async () => [] as readonly Route[],
      drain: async () => undefined,
    },
    metrics: { name: "counting", read: async () => ({ at: 0 as never, builds: {} }) },
    url: "http://127.0.0.1:0",
    stopRouter: null,
  };
  return { reached, drivers };
};

const acts = (drivers: EnvironmentDrivers, signal: AbortSignal) => [
  () => drivers.instances.bring(build, 1, signal),
  () => drivers.instances.remove(build.digest, [], signal),
  () => drivers.traffic.set([], [1, 1], signal),
];

test("while the lease is ours everything is let through", async () => {
  const { reached, drivers } = counting();
  const stop = new AbortController();
  for (const act of acts(
    guarded(drivers, () => true, stop, stop.signal),
    stop.signal,
  ))
    await act();

  expect(reached).toEqual(["bring", "remove", "set"]);
});

test("T38: once it may be somebody else's, nothing is done any more, and the effect is stopped", async () => {
  const { reached, drivers } = counting();
  const stop = new AbortController();
  const within = AbortSignal.any([stop.signal]);
  for (const act of acts(
    guarded(drivers, () => false, stop, within),
    within,
  ))
    await expect(act()).rejects.toMatchObject({ name: "AbortError" });

  expect(reached).toEqual([]);
  expect(stop.signal.aborted).toBe(true);
});

test("what is looked at can be looked at by anybody, and who cleans up behind an effect is let through", async () => {
  const { reached, drivers } = counting();
  const stop = new AbortController();
  const guardedDrivers = guarded(drivers, () => false, stop, stop.signal);

  expect(await guardedDrivers.instances.observe(stop.signal)).toEqual([]);
  expect(await guardedDrivers.traffic.read(stop.signal)).toEqual([]);
  await guardedDrivers.instances.remove(build.digest, [], new AbortController().signal);

  expect(reached).toEqual(["remove"]);
  expect(stop.signal.aborted).toBe(false);
});
