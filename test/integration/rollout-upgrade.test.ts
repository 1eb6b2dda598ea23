import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { livingIn } from "../support/instance-processes.ts";
import { startService } from "../support/service.ts";
import { startHeadgate } from "../support/start-headgate.ts";
import { steadyLoad } from "../support/steady-load.ts";

test("T49: another Headgate that takes over starts, stops and routes nothing anew", async () => {
  await using service = await startService({ config: { waits: { "rollback-window": "60s" } } });
  await using load = steadyLoad(service.url, 2);
  {
    await using _conductor = service.conduct();
    await service.start();
    await service.phase("promoted");
  }
  const before = [await livingIn(service.folder("production")), await service.routes()];
  const looks = (await service.rollout()).windows.length;

  await using next = startHeadgate(service.shell.path, "run", service.id, "--wait");
  await service.event("VerdictRecorded", looks + 2, 40_000);
  for (let look = 0; look < 20; look++, await sleep(50))
    expect([await livingIn(service.folder("production")), await service.routes()]).toEqual(before);

  await next.signal("SIGTERM");
  await next.exit;
  expect([await livingIn(service.folder("production")), await service.routes()]).toEqual(before);
  expect((await load.stop()).failed).toEqual([]);
});
