import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import { livingIn } from "../support/instance-processes.ts";
import { startService, stepsOf } from "../support/service.ts";
import { startHeadgate } from "../support/start-headgate.ts";
import { steadyLoad } from "../support/steady-load.ts";
import { stopBetweenWrites } from "./crash-stop.ts";

const strategy = stepsOf([25, 50, 75, 100].map((weight) => [weight, "300ms"]));

/** A conductor that is stopped at this moment, loses its lease to another one, and wakes up when that one is done. */
const wokenAfter = async (type: ReleaseEvent["type"], nth: number, end: "back" | "on"): Promise<void> => {
  await using service = await startService({ config: { strategy } });
  const { shell, id } = service;
  await using load = steadyLoad(service.url, 1);
  await using first = startHeadgate(shell.path, "run", id, "deploy", "--as", "ada");
  await service.event(type, nth);
  await stopBetweenWrites(first, `${shell.path}/.headgate/journal.db`);

  const back = ["rollback", id, "--reason", "complaints", "--as", "ada"];
  expect(await shell.headgate(...(end === "back" ? back : ["run", id]))).toMatchObject({ exit: 0 });
  const winner = end === "back" ? "1.0.0" : "1.1.0";
  expect(await service.shares()).toEqual({ [winner]: 100 });
  const [routes, living] = [await service.routes(), await livingIn(service.folder("production"))];

  await first.signal("SIGCONT");
  for (let look = 0; look < 50; look++, await sleep(20)) expect(await service.routes()).toEqual(routes);
  expect(await first.exit, first.said()).toBe(end === "back" ? 3 : 0);
  expect(await service.routes()).toEqual(routes);
  expect(await livingIn(service.folder("production"))).toEqual(living);
  expect((await load.stop()).failed).toEqual([]);
};

test.each(["back", "on"] as const)(
  "T38: a conductor that lost its lease while it was stopped does no harm (%s)",
  async (end) => {
    await Promise.all([
      wokenAfter("RolloutStarted", 1, end),
      wokenAfter("SmokePassed", 1, end),
      wokenAfter("StepCompleted", 1, end),
      wokenAfter("CandidateReady", 3, end),
    ]);
  },
);
