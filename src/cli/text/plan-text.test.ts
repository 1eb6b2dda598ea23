import { expect, test } from "vitest";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { fullHeadgate } from "../../../test/support/headgate-yaml.ts";
import { smallProcess } from "../../../test/support/small-process.ts";
import { settledBy, toPlanAnswer } from "../../api/to-plan-answer.ts";
import { loadConfig } from "../../config/load.ts";
import { instant } from "../../domain/units.ts";
import { paint } from "./paint.ts";
import { planText } from "./plan-text.ts";

const process = smallProcess();
const reading = loadConfig("headgate.yaml", fullHeadgate, process);
if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
const settled = settledBy(reading.value);
const names = { service: "shop", version: "1.1.0" };
const now = instant(Date.UTC(2026, 10, 1));
const layout = { paint: paint(false), columns: 100 };

test("steps with weight, instances, bake and gates; staging bakes by its own factor", () => {
  const { environments } = toPlanAnswer(names, process, settled, now);

  expect(environments.map(({ name, least }) => [name, least])).toEqual([
    ["staging", 930_000],
    ["production", 9_300_000],
  ]);
  expect(environments[1]?.steps[2]).toEqual({
    weight: 100,
    candidate: 2,
    bake: 9_000_000,
    gates: ["analysis", "approval"],
  });
});

test("messages get their time from the date of production, and say so without one", () => {
  const productionAt = instant(Date.UTC(2026, 10, 24, 8));

  expect(toPlanAnswer(names, process, settled, now).messages[0]).toMatchObject({ leadTime: 14 * 86_400_000, at: null });
  expect(toPlanAnswer(names, process, { ...settled, productionAt }, now).messages[0]?.at).toBe(
    "2026-11-10T08:00:00.000Z",
  );
  expect(planText(toPlanAnswer(names, process, settled, now), layout)).toContain("14d before production");
});

test("what is missing is named: roles without a person, checks without a machine, audiences without anybody", () => {
  const bare = { ...settled, people: [], bound: ["entry.security#sast"], audiences: {} };

  expect(toPlanAnswer(names, process, bare, now).missing).toEqual({
    roles: ["lead"],
    checks: [
      { id: "entry.tests", part: "", formats: ["junit"] },
      { id: "entry.security", part: "sca", formats: ["sarif"] },
    ],
    audiences: ["stakeholders"],
  });
  expect(planText(toPlanAnswer(names, process, bare, now), layout)).toContain("role lead: nobody holds it");
});

test("an agent does not fill a role, for it answers for nothing", () => {
  const agents = settled.people.map((one) => ({ ...one, kind: "agent" as const }));

  expect(toPlanAnswer(names, process, { ...settled, people: agents }, now).missing.roles).toEqual(["lead"]);
});

test("nothing missing is said, not left blank", () => {
  const audiences = { stakeholders: ["board@example.test"] };

  expect(planText(toPlanAnswer(names, process, { ...settled, audiences }, now), layout)).toContain(
    "Nothing is missing.",
  );
});

test("R16: a date in five days comes too late for the notices of two weeks and of one, and the planner says so", () => {
  const day = 86_400_000;
  const productionAt = instant(now + 5 * day);

  const answer = toPlanAnswer(names, defaultProcess, { ...settled, productionAt }, now);

  expect(answer.messages.filter(({ missed }) => missed).map(({ id }) => id)).toEqual(["scheduled", "staging-complete"]);
  expect(answer.timetable.find(({ stage }) => stage === "staging")?.end).toBe(new Date(productionAt).toISOString());
  // Entry, strategy, checklist and staging have a week each; checklist and staging run side by side.
  expect(answer.noticeNeeded).toBe(21 * day);
  const text = planText(answer, layout);
  expect(text).toMatch(/scheduled +2026-10-23 00:00 UTC: missed/);
  expect(text).toMatch(/imminent +2026-11-05 00:00 UTC {2,}/);
  expect(text).toContain("it takes 21d from opening to production");
});
