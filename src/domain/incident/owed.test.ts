import { describe, expect, test } from "vitest";
import { acted, type Case, later, openCase } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { climbing, issue, kept, live, minutesOn, opened, raise } from "../../../test/support/incident.ts";
import { digestOf } from "../../../test/support/release.ts";
import { requirementOf, stageOf, walked } from "../../../test/support/walk.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import { reconcile } from "../release/reconcile.ts";
import { whereSeen } from "./where-seen.ts";

describe("an issue that is found while users have the build", () => {
  const watched = walked(openCase(defaultProcess), (now) => stageOf(now, "validation") === "open");
  test.each(["production", "staging"])("in %s keeps the release from closing, and nobody from looking on", (where) => {
    const found = acted(watched, "cy", issue("medium", where));
    expect(requirementOf(found, "issue-1")).toMatchObject({ state: "fail", stage: "closure" });
    expect(stageOf(found, "validation")).toBe("open");
  });
});

test("R60: one that is found in staging is settled before anybody goes on", () => {
  const staging = walked(openCase(defaultProcess), (now) => stageOf(now, "staging") === "open");
  expect(requirementOf(acted(staging, "cy", issue("medium")), "issue-1").stage).toBe("staging");
});

describe("what is wrong and nobody deals with", () => {
  const noted = (at: Case): Case => acted(at, "headgate", { type: "NoteDue" });
  const dueOf = ({ release }: Case, id: string) => release.due[id];
  test("falls due as everything does that people owe, and those who answer for it hear of it", () => {
    const found = noted(acted(live(), "cy", issue("medium")));
    expect(dueOf(found, "issue-1")?.until).toBe(later(found, 24).at);
    const late = later(found, 24.1);
    const { tell } = Object.groupBy(reconcile(late.process, late.release, late.at, openCalendar), ({ kind }) => kind);
    expect(tell).toContainEqual(expect.objectContaining({ requirement: "issue-1", to: "eli" }));
    expect(
      dueOf(acted(found, "ada", { type: "CloseIssue", issue: "issue-1", note: "none", retest: "" }), "issue-1"),
    ).toBe(undefined);
  });
  test("keeps its moment when the build is replaced", () => {
    const found = noted(acted(opened(), "cy", issue("medium")));
    const build = { ...found.release.build, version: "1.1.1", digest: digestOf("shop 1.1.1") };
    const rebuilt = acted(later(found, 20), "ada", { type: "ReplaceBuild", build, reason: "mended" });
    expect(dueOf(noted(rebuilt), "issue-1")).toEqual(dueOf(found, "issue-1"));
  });
  test("R123: a trigger has the clock of its severity first; escalated, or decided and not settled, it falls due too", () => {
    const medium = acted(live(), "cy", raise("medium"));
    expect(dueOf(noted(medium), "trigger-1")).toBeUndefined();
    const silent = noted(kept(minutesOn(medium, 241)));
    expect(dueOf(silent, "trigger-1")?.until).toBe(later(silent, 24).at);
    const answers = { critical: "no", workaround: "yes" };
    const decided = acted(medium, "bo", { type: "DecideTrigger", trigger: "trigger-1", answers, reason: "seen" });
    expect(dueOf(noted(decided), "trigger-1")?.until).toBe(later(decided, 24).at);
    const critical = acted(live(), "cy", raise("critical"));
    expect(dueOf(noted(critical), "trigger-1")).toBeUndefined();
  });
});

test("what can be done about a trigger is what leads on, and is never refused", () => {
  const fix = { name: "no-upsell", kind: "flag", does: "d", verifiedBy: "production.smoke" } as const;
  const at = live({ plannedFixes: [fix] });
  const act = (now: Case): string => requirementOf(now, "trigger-1").act.replace(/ --as.*/, "");
  const low = acted(at, "cy", raise("low"));
  expect(requirementOf(low, "trigger-1").act).toBe(
    "headgate trigger settle shop-1.1.0 trigger-1 --reason TEXT --as <devops-lead> --later",
  );
  const medium = acted(at, "cy", raise("medium"));
  const decide = (answers: Readonly<Record<string, string>>) =>
    acted(medium, "ada", { type: "DecideTrigger", trigger: "trigger-1", answers, reason: "we looked" });
  expect(act(medium)).toBe("headgate decide shop-1.1.0 trigger-1");
  expect(act(decide({ critical: "no", workaround: "yes" }))).toBe(
    "headgate trigger settle shop-1.1.0 trigger-1 --reason TEXT",
  );
  const mending = decide({ critical: "no", workaround: "no", "quick-fix": "no-upsell" });
  expect(act(mending)).toBe("headgate fix shop-1.1.0 trigger-1 no-upsell");
  const applied = acted(mending, "ada", { type: "ApplyFix", trigger: "trigger-1", fix: "no-upsell" });
  expect(act(applied)).toBe("headgate run shop-1.1.0");
  expect(act(acted(at, "cy", raise("critical")))).toBe("headgate run shop-1.1.0");
});

test("who does not say where an issue was seen saw it where users are", () => {
  expect([opened(), climbing(), live()].map(({ release }) => whereSeen(release))).toEqual([
    "staging",
    "production",
    "production",
  ]);
});
