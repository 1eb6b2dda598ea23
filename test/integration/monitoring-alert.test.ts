import { describe, expect, test } from "vitest";
import type { RequirementStatus } from "../../src/domain/process/status.ts";
import { type Alertmanager, alertmanager, hasAlertmanager } from "../support/alertmanager.ts";
import { processOf } from "../support/default-check.ts";
import { type Service, startService } from "../support/service.ts";
import { until } from "../support/until.ts";

const check = "checklist.monitoring";
const hour = 3_600_000;
const iso = (at: number): string => new Date(at).toISOString();

/** The whole check as it ships, but for dashboards, which are another test's. */
const rules = [
  { figure: "alertsAcknowledged", min: 1, otherwise: "no test alert was acknowledged by the person on call: {which}" },
  { figure: "rosterGapMinutes", max: 0, otherwise: "for {value} minutes nobody is on call: {which}" },
];

/** Ben is on call; Ada is not. */
const started = (url: string, within: string, labels: object = { team: "shop" }): Promise<Service> =>
  startService({
    process: processOf(check, { rules }),
    config: {
      monitoring: { alertmanager: { url, receiver: "pager", labels, "acknowledge-within": within } },
      "on-call": { shifts: [{ person: "ben", from: iso(Date.now() - hour), to: iso(Date.now() + 400 * hour) }] },
    },
  });

const seen = async ({ engine, id }: Service): Promise<RequirementStatus> =>
  (await engine.status(id)).view.requirements.find((one) => one.id === check)!;

const settled = async (service: Service, state: string, within = 15_000): Promise<string> => {
  await until(`it is ${state}`, async () => (await seen(service)).state === state, within);
  return (await seen(service)).reason;
};

/** The alert that is waited for. */
const fired = async (service: Service, { alerts }: Alertmanager): Promise<string> => {
  await until("an alert is fired", async () => (await alerts()).length > 0);
  await until("it is written down", async () => (await seen(service)).reason.includes("waits for ben"));
  return (await alerts())[0]!.labels.headgate_alert!;
};

describe.runIf(hasAlertmanager)(
  "a test alert through a real Alertmanager (apt install prometheus-alertmanager)",
  () => {
    test("R41: nobody acknowledges it in time: it fails, says who should have, and the alert is over", async () => {
      await using manager = await alertmanager();
      await using service = await started(manager.url, "2s");
      await using _conductor = service.conduct();

      const id = await fired(service, manager);
      const [alert] = await manager.alerts();
      const waiting = await seen(service);
      const reason = await settled(service, "fail");

      expect(waiting).toMatchObject({ state: "missing", reason: expect.stringMatching(/waits for ben until .* UTC/) });
      expect(alert).toMatchObject({ labels: { service: "shop", team: "shop" }, receivers: [{ name: "pager" }] });
      expect(alert?.annotations.description).toContain(`headgate ack ${service.id} ${id} --as YOU`);
      expect(reason).toMatch(/no test alert was acknowledged .*ben did not acknowledge it by .* UTC/);
      expect(await manager.alerts()).toEqual([]);
    });

    test("R41: the person on call silences it, under an address, and it passes; one alert was all", async () => {
      await using manager = await alertmanager();
      await using service = await started(manager.url, "30s");
      await using _conductor = service.conduct();

      const id = await fired(service, manager);
      await manager.silence(id, "Ben@Example.test");
      await settled(service, "pass");

      const { report } = (await service.release()).evidence[check]!;
      expect(report?.texts).toMatchObject({
        alertId: id,
        alert: expect.stringMatching(/^acknowledged by ben \d+ s after/),
      });
      expect(report?.figures).toMatchObject({ alertsFired: 1, alertsRouted: 1, alertsAcknowledged: 1 });
      expect(await manager.alerts()).toEqual([]);
      const ids = (await service.events()).flatMap((event) =>
        event.type === "EvidenceRecorded" ? (event.evidence.report?.texts.alertId ?? []) : [],
      );
      expect(new Set(ids)).toEqual(new Set([id]));
    });

    test("R41: somebody else acknowledges it, in both ways: it waits on, and fails", async () => {
      await using manager = await alertmanager();
      await using service = await started(manager.url, "4s");
      await using _conductor = service.conduct();

      const id = await fired(service, manager);
      await manager.silence(id, "root");
      const said = await service.shell.headgate("ack", service.id, id, "--as", "ada");
      const after = await seen(service);
      const reason = await settled(service, "fail");

      expect(said).toMatchObject({ exit: 0, out: expect.stringContaining("acknowledged by ada") });
      expect(after.state).toBe("missing");
      expect(reason).toContain("ada answered, who was not on call then");
      expect(reason).toContain("root answered, who is nobody of this release");
    });

    test("R41, R206: headgate ack is looked at at once; an agent may not, and what nobody waits for is refused", async () => {
      await using manager = await alertmanager();
      await using service = await started(manager.url, "10m");
      await using _conductor = service.conduct();

      const id = await fired(service, manager);
      const refused = await service.shell.headgate("ack", service.id, id, "--as", "bot");
      const unknown = await service.shell.headgate("ack", service.id, "another", "--as", "ben");
      const given = await service.shell.headgate("ack", service.id, id, "--as", "ben");
      await settled(service, "pass");

      expect(refused).toMatchObject({
        exit: 4,
        err: expect.stringContaining("bot is an agent, and only a person may do this"),
      });
      expect(unknown).toMatchObject({ exit: 4, err: expect.stringContaining(`it waits for: ${id}`) });
      expect(given.exit).toBe(0);
      expect(await service.shell.headgate("ack", service.id, id, "--as", "ben")).toMatchObject({ exit: 4 });
    });

    test("R41: an alert that goes to another receiver fails at once, and wakes nobody for long", async () => {
      await using manager = await alertmanager();
      await using service = await started(manager.url, "10m", {});
      await using _conductor = service.conduct();

      expect(await settled(service, "fail")).toContain("it was routed to everybody and not to pager");
      expect(await manager.alerts()).toEqual([]);
    });

    test("R41: an alert that a standing silence keeps from everybody fails at once", async () => {
      await using manager = await alertmanager();
      await manager.silence("shop", "ops", "team");
      await using service = await started(manager.url, "10m");
      await using _conductor = service.conduct();

      expect(await settled(service, "fail")).toContain("it is muted and wakes nobody");
    });

    test("an Alertmanager that is not there is an error, and never a pass; one that goes away meanwhile is waited for", async () => {
      await using manager = await alertmanager();
      await using service = await started(manager.url, "4s");
      await using _conductor = service.conduct();

      await fired(service, manager);
      await manager.stop();
      await until(
        "it was seen to be gone",
        async () =>
          (await service.release()).evidence[check]!.report?.findings.some(({ title }) =>
            title.includes("could not look"),
          ) === true,
      );
      expect(await seen(service)).toMatchObject({ state: "missing" });
      expect(await settled(service, "error")).toContain("Alertmanager");
    });
  },
);

const at = (day: number, time: string): string => `2030-01-0${day}T${time}:00Z`;

test("R41, R72: a gap in the roster is named by its times, and a stranger's shift is not counted", async () => {
  await using service = await startService({
    process: processOf(check, { rules: rules.slice(1) }).replace("budget: 1h,", "budget: 1h, period: 2d,"),
    config: { "on-call": { file: "roster.json" } },
  });
  const shifts = [
    { person: "ben", from: at(1, "00:00"), to: at(2, "03:00") },
    { person: "Ada Reyes", from: at(2, "04:00"), to: at(4, "00:00") },
    { person: "zoe", from: at(2, "03:00"), to: at(2, "04:00") },
  ];
  await service.shell.write("roster.json", JSON.stringify(shifts));
  await service.shell.headgate(
    "reschedule",
    service.id,
    "--production-at",
    at(1, "20:00"),
    "--reason",
    "so",
    "--as",
    "ada",
  );
  await using _conductor = service.conduct();

  expect(await settled(service, "fail")).toBe("for 60 minutes nobody is on call: 2030-01-02 03:00-04:00 UTC");
  expect((await service.release()).evidence[check]?.report?.findings.map(({ title }) => title)).toEqual([
    "nobody is on call 2030-01-02 03:00-04:00 UTC",
    'a shift of "zoe" is not counted: no human of this release is called so',
  ]);

  await service.shell.write("roster.json", JSON.stringify([...shifts, { ...shifts[2], person: "ada@example.test" }]));
  await service.shell.headgate("run", service.id, check, "--as", "ada");
  await settled(service, "pass");
});

test("without monitoring: and on-call: the check is an error that says what to write, and never a pass", async () => {
  await using service = await startService({ process: processOf(check) });
  await using _conductor = service.conduct();
  expect(await settled(service, "error")).toContain("headgate.yaml has neither monitoring: nor on-call:");
});
