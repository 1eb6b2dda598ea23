import { expect, test } from "vitest";
import { checkText } from "../support/default-check.ts";
import type { Said } from "../support/headgate.ts";
import { startService, stepsOf } from "../support/service.ts";
import { deployRollout, processText, stageText } from "../support/service-process.ts";
import { until } from "../support/until.ts";

const json = ({ out }: Said) => JSON.parse(out);
const check = "production.telemetry";
const telemetry = checkText(check, { during: "deploy", every: "1s" });
/** As it ships, for a firm of one. */
const process = processText(
  [stageText("production", [], [deployRollout, telemetry])],
  ["deploy", check],
  `issues: { severe: [critical], stops: [deploy], deferred-by: [lead], by-source: { security: critical } }
triggers: { decided-by: [lead], escalate-to: [lead] }
`,
).replace("charge: Answers for all. }", `charge: Answers for all., sees: [${check}, "fact:exposure"] }`);

const hour = 3_600_000;
/** Five failed sign-ins an hour for a week, and so many in the last one. */
const signIns = (last: number, now = Date.now()): string => {
  const at = (hours: number): string => new Date(now - hours * hour).toISOString();
  const week = Array.from({ length: 7 * 24 - 1 }, (_, i) => ({ at: at(i + 1.5), event: "auth-failure", count: 5 }));
  const events = [...week, { at: at(0.5), event: "auth-failure", count: last }];
  return JSON.stringify({ from: at(7 * 24), until: at(0), watches: ["auth-failure"], events });
};

test("R86: ten times as many failed sign-ins are flagged while users meet the build; an incident by the security lead goes back at once", async () => {
  await using service = await startService({
    process,
    config: {
      strategy: stepsOf([
        [25, "0s", "approval"],
        [100, "0s"],
      ]),
      checks: { [check]: [{ part: "sign-ins", file: "sign-ins.json", format: "telemetry" }] },
    },
  });
  const { shell, id } = service;
  await shell.write("sign-ins.json", signIns(5));
  await using _conductor = service.conduct();
  await service.start();
  await until("25 % are on the build", async () => (await service.rollout()).weightAt !== null);
  expect((await service.release()).triggers).toEqual([]);

  await shell.write("sign-ins.json", signIns(50));
  const raised = await service.event("TriggerRaised");
  expect(raised).toMatchObject({ severity: "medium", source: "check", key: check });
  expect(raised.says).toContain("sign-ins fail 10 times as often as usual");

  const { out } = await shell.headgate("room", id);
  expect(out).toMatch(/Flags\n {2}medium +trigger-1 .*sign-ins fail 10 times as often/);
  expect(out).toMatch(/Lead \(ada\) sees\n {2}Security telemetry is as usual {2}.*fail/);
  expect(out).toMatch(/authFailureMean 5, authFailureRatio 10, authFailures 50/);
  expect(json(await shell.headgate("room", id, "--json")).sees).toMatchObject([
    {
      role: "lead",
      who: ["ada"],
      items: [
        { item: check, state: "fail" },
        { item: "fact:exposure", state: null },
      ],
    },
  ]);

  const marked = ["--source", "security", "--title", "somebody signs in as others", "--severity", "low"];
  const said = await shell.headgate("issue", "report", id, ...marked, "--as", "ada");
  expect(said).toMatchObject({ exit: 0, out: expect.stringContaining("it is critical, and not low") });
  const back = await service.phase("rolled-back");
  expect(back.rollback).toMatchObject({ severity: "critical", reason: "somebody signs in as others" });
  expect(await service.shares()).toEqual({ "1.0.0": 100 });
  expect(json(await shell.headgate("issue", "list", id, "--json")).issues).toMatchObject([
    { severity: "medium", reference: check },
    { severity: "critical", source: "security", environment: "production", by: "ada" },
  ]);
}, 60_000);
