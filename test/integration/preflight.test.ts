import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { fakePrometheus } from "../support/fake-prometheus.ts";
import { anotherRelease } from "../support/second-release.ts";
import { type Service, startService } from "../support/service.ts";
import { deployRollout, processText, stageText } from "../support/service-process.ts";
import { strategyFirst } from "../support/strategy-stage.ts";

type Config = { readonly environments: Readonly<Record<"staging" | "production", object>> };

/** What `headgate status` and `headgate show` say of the preflight once the machine has looked. */
const lookedAt = async ({
  shell,
  id,
}: Pick<Service, "shell" | "id">): Promise<{ readonly status: string; readonly detail: string }> => {
  await shell.headgate("run", id);
  return {
    status: (await shell.headgate("status", id, "--all")).out,
    detail: (await shell.headgate("show", id, "strategy.preflight")).out,
  };
};

describe("before a strategy is approved", () => {
  test("R29: a canary behind the splitter has its figures by version, and its least duration is shown", async () => {
    await using service = await startService({ process: strategyFirst });
    await (await fetch(service.url)).arrayBuffer();

    const { status, detail } = await lookedAt(service);

    expect(status).toMatch(/strategy\.compatibility +not applicable/);
    expect(status).toMatch(/strategy\.preflight +pass/);
    expect(detail).toMatch(/note +errors and latency by version: \d+ requests counted/);
    expect(detail).toMatch(/note +it takes at least/);
  });

  test("R29: a metrics source that does not tell versions apart refuses the canary with that reason", async () => {
    await using prometheus = await fakePrometheus();
    const metrics = {
      driver: "prometheus",
      url: prometheus.url,
      requests: "all",
      errors: "failed",
      latency: "seconds",
    };
    await using service = await startService({ process: strategyFirst });
    const { shell } = service;
    const config = parse(await readFile(join(shell.path, "headgate.yaml"), "utf8")) as Config;
    const { staging, production } = config.environments;
    const environments = { staging, production: { ...production, metrics } };
    await shell.write("headgate.yaml", stringify({ ...config, environments }));
    const { id } = await anotherRelease(service, "1.2.0", "1.1.0");

    const { status } = await lookedAt({ shell, id });

    expect(status).toMatch(/strategy\.preflight +fail .*the metrics source has nothing of 1\.0\.0/);
    expect(await shell.headgate("approve", id, "A1", "--yes", "--as", "ada")).toMatchObject({ exit: 3 });
  });

  test("R28: a blue-green shows what two full sides cost; a migration that was not tried with both versions stops it", async () => {
    const strategy = { "blue-green": {} };
    await using plain = await startService({ process: strategyFirst, config: { strategy } });
    const { status, detail } = await lookedAt(plain);
    expect(status).toMatch(/strategy\.preflight +pass/);
    expect(detail).toContain("2 x 2 = 4 instances run");

    const hooks = { "before-traffic": { command: ["./migrate"], change: "reversible" } };
    await using migrating = await startService({ process: strategyFirst, config: { strategy, hooks } });
    expect((await lookedAt(migrating)).status).toMatch(/strategy\.compatibility +missing .*old-app-new-schema missing/);
    expect((await migrating.shell.headgate("approve", migrating.id, "A1", "--yes", "--as", "ada")).exit).toBe(3);
  });

  test("R30: a rolling has to show that both versions get along, and says when its way back takes too long", async () => {
    const same = `console.log('<testsuite name="api" tests="1" failures="0"><testcase name="nothing was taken away"/></testsuite>')`;
    const parts = [{ part: "api-diff", command: [process.execPath, "-e", same], format: "junit" }];
    const rolling = (checks: object): Promise<Service> =>
      startService({
        process: strategyFirst,
        config: { strategy: { rolling: {} }, checks },
        instances: { count: 4, "ready-within": "4m" },
      });
    await using unproven = await rolling({});
    expect((await lookedAt(unproven)).status).toMatch(/strategy\.compatibility +missing .*api-diff missing/);

    await using service = await rolling({ "strategy.compatibility": parts });
    const { status, detail } = await lookedAt(service);
    expect(status).toMatch(/strategy\.preflight +pass/);
    expect(detail).toMatch(/warning +the way back takes about .+: 4 batches x .+; the target is 15 min/);
  });

  test("R31: a recreate without a window is refused, and says what to write", async () => {
    const strategy = { recreate: { downtime: "1m", bake: "0s", gates: [] } };
    await using service = await startService({ process: strategyFirst, config: { strategy } });

    expect((await lookedAt(service)).status).toMatch(/strategy\.preflight +fail .*no window is booked/);
  });
});

test("R27: production starts only inside the booked window, staging at any time", async () => {
  const rehearsal = deployRollout.replace("id: deploy", "id: rehearse").replace("production", "staging");
  const strategy = { recreate: { downtime: "1m", window: "2h", bake: "0s", gates: [] } };
  await using service = await startService({
    process: processText([stageText("all", [], [rehearsal, deployRollout])]),
    config: { strategy },
    adopted: ["staging", "production"],
  });
  const { shell, id } = service;
  const book = (hours: number) => {
    const at = new Date(Date.now() + hours * 3_600_000).toISOString();
    return shell.headgate("reschedule", id, "--production-at", at, "--reason", "the window", "--as", "ada");
  };

  expect(await shell.headgate("run", id, "deploy", "--as", "ada")).toMatchObject({
    exit: 4,
    err: expect.stringContaining("production is not dated"),
  });
  for (const hours of [1, -3]) {
    expect(await book(hours)).toMatchObject({ exit: 0 });
    const refused = await shell.headgate("run", id, "deploy", "--as", "ada");
    expect(refused).toMatchObject({ exit: 4, err: expect.stringMatching(/only inside the booked window: 20.+ to 20/) });
    expect(refused.err).toContain(`headgate reschedule ${id} --production-at TIME`);
  }
  expect((await shell.headgate("history", id)).out).toContain("OUTSIDE_WINDOW");
  expect(await shell.headgate("run", id, "rehearse", "--as", "ada")).toMatchObject({ exit: 0 });

  expect(await book(-1)).toMatchObject({ exit: 0 });
  expect(await shell.headgate("run", id, "deploy", "--as", "ada")).toMatchObject({ exit: 0 });
  expect(await service.shares()).toEqual({ "1.1.0": 100 });
});
