import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DemoFigures } from "../../src/demo/figures.ts";
import { folder } from "../support/folder.ts";
import { processesBelow } from "../support/instance-processes.ts";
import { startHeadgate } from "../support/start-headgate.ts";

const minute = 60_000;

test("R208: the demo takes a good build to closure and a faulty one back, within five minutes", {
  timeout: 6 * minute,
}, async () => {
  await using here = await folder();
  const began = performance.now();
  await using demo = startHeadgate(here.path, "demo", "--exit", "--report", "report.json");
  const exit = await demo.exit;
  const took = performance.now() - began;

  expect(exit, demo.said()).toBe(0);
  expect(took).toBeLessThan(5 * minute);
  const figures = JSON.parse(await readFile(join(here.path, "report.json"), "utf8")) as DemoFigures & {
    problems: string[];
  };
  expect(figures).toMatchObject({
    problems: [],
    failedByHeadgate: 0,
    good: { release: "shop-1.1.0", closed: true },
    bad: { release: "shop-1.2.0", rolledBack: true, reason: expect.stringContaining("Harm in") },
    inProduction: "1.1.0",
    journalVerified: true,
    recordVerified: true,
  });
  expect(Object.keys(figures.requestsByVersion).sort()).toEqual(["1.0.0", "1.1.0", "1.2.0"]);
  for (const ms of [figures.good.drillMs, figures.bad.detectionMs, figures.bad.decisionToZeroMs])
    expect(ms).toBeGreaterThan(0);
  // Of a minute that the faulty build could be seen, users get a few per cent; and the way back takes seconds.
  expect(figures.bad.decisionToHealthyMs).toBeLessThan(15_000);
  expect(figures.bad.requestsOnCandidate).toBeLessThan(figures.requests / 10);
  const home = /Folder (\S+)/.exec(demo.said())![1]!;
  expect((await processesBelow(home)) ?? []).toEqual([]);
});
