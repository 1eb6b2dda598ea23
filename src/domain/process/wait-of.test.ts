import { describe, expect, test } from "vitest";
import { acted, type Case, openCase } from "../../../test/support/case.ts";
import { driven, rolloutOf } from "../../../test/support/obey.ts";
import { digestOf, inService, plan, step } from "../../../test/support/release.ts";
import { check, rolloutTo, stage, tinyProcess } from "../../../test/support/tiny-process.ts";
import { answered, requirementOf, stageOf, statusOf } from "../../../test/support/walk.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import { planRunbook } from "../rollout/runbook.ts";
import { millis } from "../units.ts";

const process = tinyProcess(
  [
    check({ id: "scan", stage: "entry", waivable: false }),
    rolloutTo({ id: "deploy", stage: "production", after: ["scan"], environment: "production", purpose: "deploy" }),
  ],
  { stages: [stage("entry"), stage("production", { after: ["entry"] })] },
);

const told = {
  title: "Tell the warehouse",
  place: "before-rollout",
  after: null,
  by: "manual",
  owner: "sre",
  within: millis(1_800_000),
  unanswered: "hold",
  expected: "it is done",
  verify: "look at it",
  reversible: true,
} as const;
const answer = { within: millis(60_000), unanswered: "hold" } as const;
const steps = [step(25, 1, { gates: ["approval"], answer }), step(100, 4)];
const runbook = planRunbook({
  recipe: { kind: "canary", steps, cohort: null },
  hooks: [],
  owner: "devops-lead",
  smoke: [],
  added: [told],
});
const production = { ...plan.environments.production!, steps };
const number = runbook.find(({ own }) => own !== undefined)?.number ?? 0;

const begun = ((): Case => {
  const opened = openCase(process, {
    plan: {
      environments: { ...plan.environments, production },
      runbook: { digest: digestOf("runbook"), steps: runbook },
      pauses: { within: millis(3_600_000), unanswered: "hold" },
    },
  });
  const ready = answered(opened, "scan");
  const asked = { type: "StartRollout", requirement: "deploy", runbook: digestOf("runbook") } as const;
  const start = { ...asked, runs: inService, heldBack: null, calendar: openCalendar };
  return driven(acted(ready, "ada", start), ({ ownStates }) => ownStates[number]?.state === "running");
})();
const done = acted(begun, "cy", {
  type: "Order",
  environment: "production",
  order: { type: "ConfirmStep", number, isDone: true, note: "" },
});
const onItsWay = driven(done, ({ weightAt }) => weightAt !== null);

describe("a rollout that waits for people", () => {
  test("says for which step of the runbook, whose it is, and how it is answered", () => {
    expect(requirementOf(begun, "deploy")).toMatchObject({
      reason: `step 1 of 2 (25 %) waits for step ${number} of the runbook: Tell the warehouse`,
      owner: "sre",
      people: ["cy"],
      act: `headgate step shop-1.1.0 ${number} production --done|--failed --note TEXT --as <sre>`,
    });
  });
  test("says that the go is missing", () => {
    const asked = driven(onItsWay, (rollout) => rollout.asked !== null);
    expect(requirementOf(asked, "deploy")).toMatchObject({
      reason: "step 1 of 2 (25 %) waits for the go",
      act: "headgate promote shop-1.1.0 production --as <devops-lead>",
    });
  });
  test("says why it is paused, and that there are two ways from there", () => {
    const pause = { type: "Order", environment: "production", order: { type: "Pause", reason: "lunch" } } as const;
    const paused = acted(onItsWay, "ada", pause);
    expect(requirementOf(paused, "deploy")).toMatchObject({
      reason: "step 1 of 2 (25 %) paused: lunch",
      act: expect.stringMatching(
        /^headgate resume shop-1.1.0 production .*, or: headgate rollback shop-1.1.0 production/,
      ),
    });
  });
  test("says nothing of it when nobody is waited for", () => {
    expect(requirementOf(done, "deploy")).toMatchObject({
      reason: "step 1 of 2 (25 %) in progress",
      act: "headgate run shop-1.1.0 deploy --as <devops-lead>",
    });
  });
  test("T29: is asked for though something before it went red meanwhile: it has begun", () => {
    const red = answered(begun, "scan", { figures: { failed: 3 } });
    expect(stageOf(red, "production")).toBe("waiting");
    expect(statusOf(red).blocking.map(({ id, people }) => [id, people])).toEqual([
      ["scan", ["ada"]],
      ["deploy", ["cy"]],
    ]);
    expect(rolloutOf(red).phase).toBe("progressing");
  });
});
