import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import type { Digest } from "../../src/domain/units.ts";
import { livingIn, processesBelow } from "./instance-processes.ts";
import type { Service } from "./service.ts";
import { type Running, startHeadgate } from "./start-headgate.ts";
import { until } from "./until.ts";

/** When the conductor is killed: as soon as the nth event of a type is written, or so many ms after its own first one. */
export type Moment = readonly [ReleaseEvent["type"], nth: number] | number;

/** A conductor of the release, which begins the rollout unless somebody has. */
export const begin = async ({ shell, id, release }: Service, ...options: readonly string[]): Promise<Running> => {
  const isRequested = (await release()).rollouts.length > 0;
  return startHeadgate(shell.path, "run", id, ...(isRequested ? [] : ["deploy", "--as", "ada"]), ...options);
};

/** One conductor after the other, each killed at its moment. */
export const killAt = async (service: Service, moments: readonly Moment[], ...options: string[]): Promise<void> => {
  for (const moment of moments) {
    await using conductor = await begin(service, ...options);
    await reach(service, moment, conductor);
    await conductor.signal("SIGKILL");
  }
};

const reach = async (service: Service, moment: Moment, { exit }: Running): Promise<void> => {
  if (typeof moment !== "number") return void (await service.event(moment[0], moment[1], 40_000));
  const before = (await service.events()).length;
  // Until then it only waits for the lease of the one before it.
  const isAtWork = until("it is at work", async () => (await service.events()).length > before, 20_000);
  await Promise.race([isAtWork.then(() => sleep(moment)), exit]);
};

/** Beside each other; every one has ended and left nothing running before a failure is told. */
export const together = async (...stories: readonly Promise<void>[]): Promise<void> => {
  const ended = await Promise.allSettled(stories);
  const failures = ended.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  if (failures.length > 0) throw failures[0];
};

/** What a conductor that nobody kills comes to. */
export const conductOn = async (service: Service, ...options: readonly string[]): Promise<number | null> => {
  await using last = await begin(service, ...options);
  const exit = await last.exit;
  expect([0, 3], last.said()).toContain(exit);
  return exit;
};

/**
 * Every fact once, exactly these instances, and a journal that is whole.
 *
 * @param routers processes of Headgate's own router; none where another one carries the traffic
 */
export const expectOnce = async (service: Service, instances: readonly Digest[], routers = 1): Promise<void> => {
  const { shell, events, folder } = service;
  expect(repeated(await events())).toEqual([]);
  const living = await livingIn(folder("production"));
  expect(living.map(({ build }) => build).sort()).toEqual(instances.toSorted());
  const all = await processesBelow(`${shell.path}/.headgate`);
  if (all !== null) expect(all).toHaveLength(instances.length + routers);
  expect((await shell.headgate("verify")).exit).toBe(0);
};

/** Facts that stand twice in the history, but for what is done once on the way there and once on the way back. */
const repeated = (events: readonly ReleaseEvent[]): readonly string[] => {
  const turn = events.findIndex(({ type }) => type === "RollbackStarted");
  const facts = events.map(({ at: _, ...fact }, i) => JSON.stringify({ ...fact, isBack: turn !== -1 && i >= turn }));
  return facts.filter((fact, i) => facts.indexOf(fact) < i);
};
