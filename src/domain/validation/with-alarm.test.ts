import { describe, expect, test } from "vitest";
import { acted, type Case, later } from "../../../test/support/case.ts";
import { minutes, openRelease, given as releaseOf } from "../../../test/support/release.ts";
import { promoted } from "../../../test/support/rollout.ts";
import { check, rolloutTo, stage, tinyProcess } from "../../../test/support/tiny-process.ts";
import { evidenceOf } from "../../../test/support/walk.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import { reconcile } from "../release/reconcile.ts";
import { type Instant, millis } from "../units.ts";

const [hour, day] = [3_600_000, 86_400_000];
const every = [{ for: millis(day), every: millis(hour) }, { every: millis(day) }];

const process = tinyProcess(
  [
    rolloutTo({ id: "deploy", stage: "live" }),
    check({ id: "smoke", stage: "watch", reports: [], probe: "smoke", every, raises: "medium" }),
  ],
  { stages: [stage("live"), stage("watch", { after: ["live"], period: millis(7 * day) })] },
);
const release = releaseOf(openRelease(), ...promoted({ at: minutes(0) }));
const live: Case = { process, release, at: release.rollouts[0]?.promotedAt as Instant };
const looked = (at: Case, failed: number): Case =>
  acted(at, "headgate", evidenceOf(at, "smoke", { figures: { failed } }));
const due = (at: Case) =>
  reconcile(process, at.release, at.at, openCalendar).filter(({ kind }) => kind === "ask").length;

describe("R94: smoke tests by schedule", () => {
  test("hourly on the first day, and then daily", () => {
    const first = looked(later(live, 3), 0);
    expect([due(later(first, 0.9)), due(later(first, 1))]).toEqual([0, 1]);
    const second = looked(later(live, 30), 0);
    expect([due(later(second, 1)), due(later(second, 23.9)), due(later(second, 24))]).toEqual([0, 0, 1]);
  });
  test("T39: a conductor that was away for a day makes one look, not 24", () => {
    const back = later(looked(later(live, 1), 0), 22);
    expect(due(back)).toBe(1);
    expect(due(looked(back, 0))).toBe(0);
  });
  test("a fail at day 2 is an alert and an issue, in the append of its evidence", () => {
    const failed = looked(later(looked(live, 0), 48), 1);
    expect(failed.release.triggers).toMatchObject([
      { id: "trigger-1", severity: "medium", source: "check", key: "smoke", environment: "production", settled: null },
    ]);
    expect(failed.release.issues).toMatchObject([
      { id: "issue-1", source: "tests", reference: "smoke", state: "open", title: "smoke: 1 failed" },
    ]);
  });
  test("a second fail is the same alert; a pass clears it and leaves the issue to people; then it may be raised anew", () => {
    const failed = looked(later(live, 48), 1);
    const twice = looked(later(failed, 1), 2);
    expect(twice.release.triggers).toHaveLength(1);
    const passed = looked(later(twice, 1), 0);
    expect(passed.release.triggers[0]?.settled?.how).toBe("cleared");
    expect(passed.release.issues[0]?.state).toBe("open");
    const again = looked(later(passed, 1), 1);
    expect(again.release.triggers.map(({ id, issue }) => [id, issue])).toEqual([
      ["trigger-1", "issue-1"],
      ["trigger-2", "issue-1"],
    ]);
  });
  test("what somebody raised under the same name neither stands for its alarm nor ends with its pass", () => {
    const told = acted(later(live, 40), "cy", {
      type: "RaiseTrigger",
      severity: "low",
      source: "person",
      says: "a comma is missing",
      environment: "production",
      key: "smoke",
    });
    const failed = looked(later(told, 8), 1);
    expect(failed.release.triggers.map(({ id, severity }) => `${id} ${severity}`)).toEqual([
      "trigger-1 low",
      "trigger-2 medium",
    ]);
    const passed = looked(later(failed, 1), 0);
    expect(passed.release.triggers.map(({ settled }) => settled?.how)).toEqual([undefined, "cleared"]);
  });
  test("before the build is in service, and once it was rolled back, a failure is red and alarms nobody", () => {
    const before: Case = { ...live, release: releaseOf(openRelease()) };
    expect(looked(before, 1).release.triggers).toEqual([]);
  });
});
