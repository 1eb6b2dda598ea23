import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadConfig } from "../../src/config/load.ts";
import { showProblem } from "../../src/config/read-document.ts";
import type { RequirementStatus } from "../../src/domain/process/status.ts";
import { alertmanager, hasAlertmanager } from "../support/alertmanager.ts";
import { processOf } from "../support/default-check.ts";
import { defaultProcess } from "../support/default-process.ts";
import { ask, hasPrometheus, newBuild, prometheus } from "../support/prometheus.ts";
import { type Service, startService } from "../support/service.ts";
import { blocksOf } from "../support/ssh-guide.ts";

const check = "checklist.monitoring";
const guide = "docs/monitoring.md";
const block = (info: string): string => {
  const [text] = blocksOf(guide, info);
  if (text === undefined) throw new Error(`the guide has no block ${info}`);
  return text;
};

const sh = async (command: string, cwd: string): Promise<void> =>
  void (await promisify(execFile)("sh", ["-euc", command], { cwd }));

const seen = async ({ engine, id }: Service): Promise<RequirementStatus> =>
  (await engine.status(id)).view.requirements.find((one) => one.id === check)!;

test("the headgate.yaml of the guide fits the process that ships", () => {
  const reading = loadConfig("headgate.yaml", block("yaml headgate.yaml"), defaultProcess);
  expect(reading.ok ? [] : reading.problems.map(showProblem)).toEqual([]);
});

describe.runIf(hasPrometheus && hasAlertmanager)("docs/monitoring.md", () => {
  test("R14, R41: who follows the guide has the check passed, by either way to acknowledge", async () => {
    await using w = await prometheus(newBuild);
    await using manager = await alertmanager(block("yaml alertmanager.yml"));
    const placed = (text: string): string =>
      text.replaceAll("http://127.0.0.1:9090", w.settings.url).replaceAll("http://127.0.0.1:9093", manager.url);
    const [one] = w.services;
    await ask(one!, 20);
    await w.scraped(one!);
    await w.scraped(one!);
    const { monitoring, "on-call": onCall } = parse(placed(block("yaml headgate.yaml"))) as Record<string, unknown>;
    await using service = await startService({ process: processOf(check), config: { monitoring, "on-call": onCall } });
    const { path } = service.shell;
    await sh(block("sh roster"), path);
    const typed = async (info: string): Promise<void> => {
      const alert = (await manager.alerts())[0]?.labels.headgate_alert ?? "";
      const line = placed(block(info)).replaceAll("ALERT", alert).replaceAll("shop-1.1.0", service.id).trim();
      if (line.startsWith("headgate ")) await service.shell.headgate(...line.split(" ").slice(1));
      else await sh(line, path);
    };

    for (const way of ["sh ack", "sh silence"]) {
      await typed("sh look");
      expect((await seen(service)).reason).toMatch(/^the test alert headgate-[0-9a-f]{12} waits for ben until/);
      await typed(way);
      await typed("sh look");
      expect(await seen(service)).toMatchObject({ state: "pass" });
      expect(await manager.alerts()).toEqual([]);
    }
  });
});
