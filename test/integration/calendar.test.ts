import { readFile } from "node:fs/promises";
import { join } from "node:path";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import type { Shell } from "../support/headgate.ts";
import { anotherRelease } from "../support/second-release.ts";
import { startService, stepsOf } from "../support/service.ts";
import { deployOnly, deployRollout, processText, stageText } from "../support/service-process.ts";
import { until } from "../support/until.ts";

const hour = 3_600_000;
const inHours = (n: number): string => new Date(Date.now() + n * hour).toISOString();
const roles = "calendar-roles: [lead]\n";
const common = "owner: lead, why: Somebody has to care.";
const windowCheck = `{ id: window, kind: check, title: Ours alone, ${common}, waivable: true, probe: schedule, rules: [
    { text: conflicts, one-of: [none], otherwise: "{value}" }, { text: window, one-of: [inside], otherwise: "{value}" } ] }`;
const agreed = `{ id: agreed, kind: approval, title: Agreed, ${common}, after: [window], statement: The window is ours., shows: [window] }`;
const planned = processText(
  [stageText("checklist", [], [windowCheck, agreed]), stageText("production", ["checklist"], [deployRollout])],
  ["deploy"],
  roles,
);
const ok = async (said: ReturnType<Shell["headgate"]>): Promise<string> => {
  const { exit, out, err } = await said;
  expect({ exit, err }).toEqual({ exit: 0, err: "" });
  return out;
};

test("R49: a freeze that is added after the approval turns the item red, and the deploy is refused", async () => {
  await using service = await startService({ process: planned });
  const { shell, id } = service;
  const { headgate } = shell;
  await ok(headgate("reschedule", id, "--production-at", inHours(1), "--reason", "tonight", "--as", "ada"));
  await headgate("run", id);
  expect(await ok(headgate("status", id, "--all"))).toMatch(/window +pass/);
  await ok(headgate("approve", id, "agreed", "--yes", "--as", "ada"));

  const add = ["freeze", "add", "--title", "Audit", "--to", inHours(48), "--reason", "auditors"] as const;
  expect(await headgate(...add, "--as", "bot")).toMatchObject({ exit: 4, err: expect.stringContaining("is an agent") });
  expect(await ok(headgate(...add, "--as", "ada"))).toContain(`Planned time judged anew: ${id}`);

  expect(await ok(headgate("status", id, "--all"))).toMatch(/window +fail +.*freeze F1, Audit \(auditors\)/);
  const refused = await headgate("run", id, "deploy", "--as", "ada");
  expect(refused).toMatchObject({ exit: 4, err: expect.stringContaining("freeze F1, Audit") });
  expect(await ok(headgate("history", id))).toContain("FROZEN");
  expect((await service.release()).rollouts).toEqual([]);

  await ok(headgate("freeze", "lift", "F1", "--reason", "they are gone", "--as", "ada"));
  expect(await ok(headgate("status", id, "--all"))).toMatch(/window +pass/);
});

test("R33: what overlaps with a planned time is named, and the export is read by a stock reader", async () => {
  await using service = await startService({
    process: planned,
    config: {
      freezes: { audit: { reason: "auditors", zone: "Europe/Berlin", rrule: "FREQ=DAILY", at: "00:00", for: "1d" } },
    },
  });
  const { shell, id } = service;
  await anotherRelease(service, "1.2.0");
  const plan = (one: string) =>
    ok(shell.headgate("reschedule", one, "--production-at", inHours(2), "--reason", "both", "--as", "ada"));
  expect(await plan("shop-1.2.0")).toContain("Conflict: freeze audit, audit (auditors)");
  expect(await plan(id)).toContain("Conflict: release shop-1.2.0 has production");
  await shell.headgate("run", id);
  const status = await ok(shell.headgate("status", id, "--all"));
  expect(status).toContain("freeze audit, audit (auditors)");
  expect(status).toContain("release shop-1.2.0 has production");
  expect(status).toMatch(/Europe\/Berlin \(.*UTC\)/);

  const seen = JSON.parse(await ok(shell.headgate("calendar", "--days", "2", "--json")));
  expect(seen.clashes).toContain(`shop-1.2.0 and ${id}`);
  await ok(shell.headgate("calendar", "--days", "2", "--ics", "shop.ics"));
  const events = new ICAL.Component(
    ICAL.parse(await readFile(join(shell.path, "shop.ics"), "utf8")),
  ).getAllSubcomponents("vevent");
  expect(events.map((one) => new ICAL.Event(one).summary)).toContain(`Release: ${id}`);
});

test("R49: a line that is stopped while a canary is on its way holds it there, a rollback goes through, and nothing starts", async () => {
  await using service = await startService({
    process: `${deployOnly}${roles}`,
    config: {
      strategy: stepsOf([
        [25, "2s"],
        [100, "0s"],
      ]),
    },
  });
  const { shell, id } = service;
  await using _ = service.conduct();
  await service.start();
  await service.event("WeightConfirmed");
  await ok(shell.headgate("line", "stop", "--reason", "payments fail", "--as", "ada"));
  // Its bake is long over by the time at which two more looks at the calendar have come back.
  const { at } = await service.event("RolloutFrozen");
  await until("the bake is over", async () => Date.now() > at + 3_000);
  expect(await service.shares()).toEqual({ "1.0.0": 75, "1.1.0": 25 });
  const types = (await service.events()).map(({ type }) => type);
  expect(types.slice(types.indexOf("RolloutFrozen"))).not.toContain("StepCompleted");
  expect(await ok(shell.headgate("status", id))).toContain(
    "nothing advances: the line of shop was stopped by ada: payments fail",
  );

  await ok(shell.headgate("rollback", id, "production", "--reason", "it may be us", "--as", "ada"));
  await service.phase("rolled-back");
  expect(await service.shares()).toEqual({ "1.0.0": 100 });
  await ok(
    shell.headgate("env", "release-hold", "production", "--build", "1.1.0", "--reason", "it was not us", "--as", "ada"),
  );
  const refused = await shell.headgate("run", id, "deploy", "--as", "ada");
  expect(refused).toMatchObject({ exit: 4, err: expect.stringContaining("was stopped by ada: payments fail") });
  await ok(shell.headgate("line", "resume", "--reason", "mended", "--as", "ada"));
  await service.start();
  await service.phase("promoted");
  expect(await service.shares()).toEqual({ "1.1.0": 100 });
});

test("R49, T52: a rollout that a freeze stopped goes on by itself when it is lifted, or for the one release that is excepted", async () => {
  await using service = await startService({
    process: `${deployOnly}${roles}`,
    config: {
      strategy: stepsOf([
        [25, "1s"],
        [50, "1s"],
        [100, "0s"],
      ]),
    },
  });
  const { headgate } = service.shell;
  await using _ = service.conduct();
  const freeze = () =>
    ok(
      headgate(
        "freeze",
        "add",
        "--title",
        "Audit",
        "--env",
        "staging",
        "--env",
        "production",
        "--to",
        inHours(9),
        "--reason",
        "auditors",
        "--as",
        "ada",
      ),
    );
  await service.start();
  await service.event("WeightConfirmed");
  await freeze();
  await service.event("RolloutFrozen");
  await ok(headgate("freeze", "lift", "F1", "--reason", "gone", "--as", "ada"));
  await service.event("RolloutThawed");
  await service.event("WeightConfirmed", 2);
  await freeze();
  await service.event("RolloutFrozen", 2);
  await ok(
    headgate(
      "freeze",
      "override",
      "F2",
      "--release",
      service.id,
      "--env",
      "staging",
      "--env",
      "production",
      "--reason",
      "urgent",
      "--as",
      "ada",
    ),
  );
  await service.phase("promoted");
  expect(await service.shares()).toEqual({ "1.1.0": 100 });
});
