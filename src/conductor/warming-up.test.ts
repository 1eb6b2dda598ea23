import { expect, test } from "vitest";
import { acted, type Case, openCase } from "../../test/support/case.ts";
import { report } from "../../test/support/release.ts";
import { check, rolloutTo, tinyProcess } from "../../test/support/tiny-process.ts";
import { evidenceOf, fulfilled, requirementOf } from "../../test/support/walk.ts";
import { type Instant, millis, plus } from "../domain/units.ts";
import { warmingUp } from "./warming-up.ts";

const rules = [{ kind: "figure", figure: "failed", max: 0, otherwise: "{value} failed: {which}" }] as const;
const deploy = rolloutTo({ id: "deploy", environment: "production", purpose: "deploy" });
const process = tinyProcess([deploy, check({ id: "cache", rules, reports: ["figures"] })]);
const deployed = fulfilled(openCase(process), "deploy");
const promotedAt = deployed.release.rollouts.at(-1)!.promotedAt!;

const cold = { figures: { checked: 1, failed: 1 }, findings: [], texts: {}, lists: { failed: ["hit ratio: is 0.2"] } };
const warm = { ...cold, figures: { checked: 1, failed: 0 }, lists: { failed: [] } };
const binding = { warmUp: millis(15 * 60_000) };

/** What the check comes to, so many minutes after production ran the build. */
const after = (minutes: number, seen: typeof cold, from: Case = deployed, given = binding) => {
  const at = plus(promotedAt, millis(minutes * 60_000)) as Instant;
  const told = warmingUp(from.release, "production", given, at, seen);
  const looked = acted({ ...from, at }, "headgate", evidenceOf({ ...from, at }, "cache", report(told)));
  return requirementOf(looked, "cache");
};

test("R104: a cold cache is waited for within its stated time, and flagged after it", () => {
  const end = new Date(promotedAt + 15 * 60_000).toISOString();
  expect(after(1, cold)).toMatchObject({
    state: "missing",
    reason: `it may warm up until ${end}; so far: hit ratio: is 0.2`,
  });
  expect(after(14.9, cold)).toMatchObject({ state: "missing" });
  expect(after(15, cold)).toMatchObject({ state: "fail", reason: "1 failed: hit ratio: is 0.2" });
});

test("what is well is well at once, and nothing is waited for where no time is stated or nothing went out", () => {
  expect(after(1, warm)).toMatchObject({ state: "pass" });
  expect(warmingUp(deployed.release, "production", {}, promotedAt, cold)).toBe(cold);
  expect(warmingUp(openCase(process).release, "production", binding, promotedAt, cold)).toBe(cold);
});
