import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { seenAt } from "../../src/domain/release/evidence.ts";
import { evidenceKey } from "../../src/domain/release/release.ts";
import { type Alertmanager, alertmanager, hasAlertmanager } from "../support/alertmanager.ts";
import { checkText } from "../support/default-check.ts";
import { page } from "../support/probe-world.ts";
import { sarif } from "../support/sarif.ts";
import { ada, type Service, startService } from "../support/service.ts";
import { deployRollout, processText, stageText } from "../support/service-process.ts";
import { until } from "../support/until.ts";

/** Looks at the checks once more when the rollout begins, where the last look is older than this. */
const within = 3_000;

/** This check as it ships, before a rollout that has it looked at again. */
const processOf = (id: string, changes: object = {}): string =>
  processText([
    stageText("checklist", [], [checkText(id, changes)]),
    stageText(
      "production",
      ["checklist"],
      [deployRollout.replace("}", `, recheck: { within: 3s, checks: [${id}] } }`)],
    ),
  ]);

const stateOf = async ({ engine, id }: Service, check: string) =>
  (await engine.status(id)).view.requirements.find((one) => one.id === check)!;

const settled = async (service: Service, check: string, state: string) => {
  await until(`${check} is ${state}`, async () => (await stateOf(service, check)).state === state, 20_000);
  return (await stateOf(service, check)).reason;
};

/** Started when the last look is too long ago: it is looked at once more, and does not begin. */
const startedLate = async (service: Service, key: string): Promise<void> => {
  const last = seenAt((await service.release()).evidence[key]!);
  await until("the last look is too long ago", async () => Date.now() - last > within, 10_000);
  await service.start();
  expect((await service.release()).rollouts).toEqual([]);
  const answered = async () => seenAt((await service.release()).evidence[key]!) > last;
  await until("it was looked at once more", answered, 20_000);
};

const refusal = async ({ engine, id, start }: Service): Promise<string> => {
  await expect(start()).rejects.toThrow(/GATE_CLOSED/);
  expect((await engine.load(id)).release.rollouts).toEqual([]);
  return await start().then(
    () => "it began",
    (error: Error) => error.message,
  );
};

describe.runIf(hasAlertmanager)("R71: monitoring is asked again at T-0 (apt install prometheus-alertmanager)", () => {
  const check = "checklist.monitoring";
  const hour = 3_600_000;
  const iso = (at: number): string => new Date(at).toISOString();
  const rules = [
    { figure: "alertsAcknowledged", min: 1, otherwise: "no test alert was acknowledged: {which}" },
    { figure: "rosterGapMinutes", max: 0, otherwise: "for {value} minutes nobody is on call: {which}" },
  ];
  const watched = (url: string): Promise<Service> =>
    startService({
      process: processOf(check, { rules }),
      config: {
        monitoring: {
          alertmanager: { url, receiver: "pager", labels: { team: "shop" }, "acknowledge-within": "30s" },
        },
        "on-call": { shifts: [{ person: "ben", from: iso(Date.now() - hour), to: iso(Date.now() + 400 * hour) }] },
      },
    });
  /** Whoever is woken is told by a page; each call is one alert that was let through. */
  const pager = async () => {
    const woken: string[] = [];
    const listening = await page((asked, answer) => {
      let text = "";
      asked.on("data", (piece) => {
        text += piece;
      });
      asked.on("end", () => {
        const { status, alerts } = JSON.parse(text);
        if (status === "firing")
          woken.push(...alerts.map((one: { labels: Record<string, string> }) => one.labels.headgate_alert));
        answer.end();
      });
    });
    const receiver = (name: string) => ({ name, webhook_configs: [{ url: listening.url }] });
    const config = {
      route: {
        receiver: "everybody",
        group_by: ["..."],
        group_wait: "0s",
        routes: [{ matchers: ['team="shop"'], receiver: "pager" }],
      },
      receivers: [receiver("everybody"), receiver("pager")],
    };
    return { woken, config, [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose]() };
  };
  const acknowledged = async (service: Service, manager: Alertmanager): Promise<void> => {
    await until("it waits for ben", async () => (await stateOf(service, check)).reason.includes("waits for ben"));
    await manager.silence((await manager.alerts())[0]!.labels.headgate_alert!, "ben");
    await settled(service, check, "pass");
  };

  test("the way of an alert still stands: it begins, what was acknowledged counts, and nobody is woken a second time", async () => {
    await using paged = await pager();
    await using manager = await alertmanager(stringify(paged.config));
    await using service = await watched(manager.url);
    await using _conductor = service.conduct();
    await acknowledged(service, manager);
    await until("somebody was woken", async () => paged.woken.length > 0);
    await startedLate(service, check);
    await service.start();

    expect((await service.events()).filter(({ type }) => type === "CheckHeld")).toHaveLength(1);
    const { alertId } = (await service.release()).evidence[check]!.report!.texts;
    expect(new Set(paged.woken)).toEqual(new Set([alertId]));
    expect(await manager.alerts()).toEqual([]);
    await service.event("RolloutRequested");
  }, 60_000);

  test("a silence since keeps alerts from everybody: refused, and monitoring is named", async () => {
    await using manager = await alertmanager();
    await using service = await watched(manager.url);
    await using _conductor = service.conduct();
    await acknowledged(service, manager);
    await manager.silence("shop", "ops", "team");
    await startedLate(service, check);
    expect(await settled(service, check, "fail")).toContain("it is muted by");
    expect(await refusal(service)).toContain(`checklist (${check})`);
  }, 60_000);

  test("an Alertmanager that is gone since: refused, and monitoring is named", async () => {
    await using manager = await alertmanager();
    await using service = await watched(manager.url);
    await using _conductor = service.conduct();
    await acknowledged(service, manager);
    await manager.stop();
    await startedLate(service, check);
    expect(await settled(service, check, "error")).toContain("Alertmanager");
    expect(await refusal(service)).toContain(`checklist (${check})`);
  }, 60_000);
});

describe("R71: scans are made again at T-0", () => {
  const check = "checklist.security";
  const [key, parts] = [evidenceKey(check, "image"), ["image"]];
  const scanned = async (binding: object): Promise<Service> => {
    const service = await startService({
      process: processOf(check, { parts }),
      config: { checks: { [check]: [{ part: "image", format: "sarif", ...binding }] } },
    });
    await service.shell.write("image.sarif", sarif());
    return service;
  };

  test.each([
    ["by a command", { command: ["cat", "image.sarif"] }],
    ["from a file that the pipeline writes", { file: "image.sarif" }],
  ])(
    "%s: the same again begins it; what became known since stops it, and is named",
    async (_, binding) => {
      await using service = await scanned(binding);
      await using _conductor = service.conduct();
      await settled(service, check, "pass");
      await startedLate(service, key);
      expect((await service.release()).evidence[key]!.again).toBeDefined();

      await service.shell.write("image.sarif", sarif("CVE-2026-4711"));
      await startedLate(service, key);
      expect(await settled(service, check, "fail")).toContain("CVE-2026-4711");
      expect(await refusal(service)).toContain(`checklist (${check})`);

      await service.shell.write("image.sarif", sarif());
      await service.engine.command(service.id, ada, { type: "RequestCheck", requirement: check });
      await settled(service, check, "pass");
      await service.start();
      await service.event("RolloutRequested");
    },
    60_000,
  );
});
