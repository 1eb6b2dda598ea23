import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Service, startService } from "../support/service.ts";
import { steadyLoad } from "../support/steady-load.ts";

const node = process.execPath;
/** Adds a line to `hooks.txt`: what was run, and for which builds. */
const append = (name: string): string =>
  `const { HEADGATE_VERSION: on, HEADGATE_BASELINE_VERSION: over } = process.env;
   require("node:fs").appendFileSync("hooks.txt", \`${name} \${on} over \${over}\\n\`);`;

const hooks = async (service: Service): Promise<readonly string[]> =>
  (await readFile(join(service.shell.path, "hooks.txt"), "utf8")).trim().split("\n");

test("R32: hooks are run once, before the candidate's traffic and after promotion", async () => {
  await using service = await startService({
    config: {
      hooks: {
        "before-traffic": { command: [node, "-e", append("before")], change: "expand-contract" },
        "after-promote": { command: [node, "-e", append("after")], change: "reversible" },
        "on-rollback": { command: [node, "-e", append("back")], change: "reversible" },
      },
    },
  });
  await using _conductor = service.conduct();

  await service.start();
  await service.event("HookPassed", 2);

  expect(await hooks(service)).toEqual(["before 1.1.0 over 1.0.0", "after 1.1.0 over 1.0.0"]);
  const order = (await service.events()).map(({ type }) => type);
  expect(order.indexOf("HookPassed")).toBeLessThan(order.indexOf("CandidateReady"));
  expect(order.lastIndexOf("HookStarted")).toBeGreaterThan(order.indexOf("RolloutPromoted"));
});

test("R32: a hook that fails ends the attempt before any traffic, and says what it said", async () => {
  await using service = await startService({
    config: {
      hooks: {
        "before-traffic": {
          command: [node, "-e", "console.error('no such column'); process.exit(3)"],
          change: "reversible",
        },
        "on-rollback": { command: [node, "-e", append("back")], change: "reversible" },
      },
    },
  });
  await using load = steadyLoad(service.url, 2);
  await using _conductor = service.conduct();

  await service.start();
  const { rollback } = await service.phase("rolled-back");

  expect(rollback?.reason).toMatch(/the hook before-traffic ended with 3: no such column/);
  expect(await hooks(service)).toEqual(["back 1.1.0 over 1.0.0"]);
  expect((await load.stop()).failed).toEqual([]);
});

test("R32: after an irreversible change the data is restored behind a closed router", async () => {
  await using service = await startService({
    config: {
      hooks: {
        "before-traffic": { command: [node, "-e", append("drop")], change: "irreversible" },
        "on-rollback": { command: [node, "-e", append("restore")], change: "irreversible" },
      },
    },
  });
  await using _conductor = service.conduct();
  await service.start();
  await service.phase("promoted");

  await service.order({ type: "RollBack", reason: "wrong prices", severity: "high" });
  await service.phase("rolled-back");

  const order = (await service.events()).map(({ type }) => type);
  const back = order.slice(order.indexOf("RollbackStarted"));
  const acts = ["TrafficClosed", "SideShrunk", "HookPassed", "BaselineRestored", "TrafficReturned"];
  expect(back.filter((type) => acts.includes(type))).toEqual(acts);
  expect(await hooks(service)).toEqual(["drop 1.1.0 over 1.0.0", "restore 1.1.0 over 1.0.0"]);
  expect(await service.shares()).toEqual({ "1.0.0": 100 });
});
