import { describe, expect, test } from "vitest";
import { type Asked, acted, ask, type Case, later, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { minutesOn, phaseOf } from "../../../test/support/incident.ts";
import { driven, upAndRunning } from "../../../test/support/obey.ts";
import { answered, begun, readyToStart, requirementOf, started, walked } from "../../../test/support/walk.ts";
import { reconcilePaper } from "../release/reconcile.ts";
import type { SeverityId } from "./incident.ts";

const [deploy, before, after] = ["production.deploy", "production.telemetry", "validation.telemetry"];
const bound = [`${before}#sign-ins`, `${after}#sign-ins`];

const ready = readyToStart(openCase(defaultProcess, { plan: { bound } }), deploy);
/** On its way up, at 25 % of the traffic. */
const climbing = driven(begun(ready, "ada", deploy), ({ weight }) => weight === 25);
const promoted = driven(climbing, upAndRunning);
/** Its day is over, and the period has begun. */
const watched = walked(minutesOn(promoted, 1), (_, { stages }) =>
  stages.some(({ id, state }) => id === "validation" && state === "open"),
);

const seen = (at: Case, check: string, authFailureRatio: number): Case =>
  answered(at, check, { figures: { authFailureRatio }, lists: { authFailureRatio: ["50 against 5"] } }, "sign-ins");

const asked = ({ process, release, at }: Case): readonly string[] =>
  reconcilePaper(process, release, at).flatMap((one) =>
    one.of === "release" && one.kind === "ask" && [before, after].includes(one.requirement) ? [one.requirement] : [],
  );

const incident = (severity: SeverityId, environment = "production"): Asked => ({
  type: "ReportIssue",
  title: "somebody signs in as others",
  severity,
  source: "security",
  environment,
  reference: "",
});

describe("R86: security telemetry while users meet the build", () => {
  test("is asked every five minutes on the way up, once more with all of the traffic, and hourly in the period", () => {
    const first = seen(climbing, before, 1);
    expect([asked(minutesOn(first, 4)), asked(minutesOn(first, 5))]).toEqual([[], [before]]);
    const up = driven(first, upAndRunning);
    expect(asked(minutesOn(up, 0.1))).toEqual([before]);
    expect(requirementOf(minutesOn(up, 0.1), before).state).toBe("stale");
    const last = seen(minutesOn(up, 0.1), before, 1);
    expect([asked(later(last, 2)), requirementOf(later(last, 2), before).state]).toEqual([[], "pass"]);
    const day = seen(watched, after, 1);
    expect([asked(minutesOn(day, 59)), asked(minutesOn(day, 60))]).toEqual([[], [after]]);
  });

  test.each([
    ["on the way up", climbing, before],
    ["in the period", watched, after],
  ])("ten times as many failed sign-ins are flagged, %s: a trigger and an issue", (_, at, check) => {
    const usual = seen(at, check, 1);
    expect([usual.release.triggers, requirementOf(usual, check).state]).toEqual([[], "pass"]);
    const flagged = seen(minutesOn(usual, 5), check, 10);
    expect(requirementOf(flagged, check)).toMatchObject({
      state: "fail",
      owner: "security-lead",
      reason: expect.stringMatching(/^sign-ins: sign-ins fail 10 times as often as usual.*50 against 5/),
    });
    expect(flagged.release.triggers).toMatchObject([
      { key: check, source: "check", severity: "medium", settled: null },
    ]);
    expect(flagged.release.issues).toMatchObject([{ reference: check, state: "open" }]);
    expect(phaseOf(flagged)).toBe(phaseOf(at));
  });

  test("an export that nobody renews is no look, and flags nothing", () => {
    const figures = { authFailureRatio: 1 };
    const old = answered(climbing, before, { figures, madeAt: minutesOn(climbing, -61).at }, "sign-ins");
    expect(requirementOf(old, before)).toMatchObject({
      state: "stale",
      reason: "sign-ins: what was read ends 61 minutes before it was read",
    });
    expect(old.release.triggers).toEqual([]);
  });

  test("before anybody has the build a look is red and flags nothing", () => {
    expect(seen(ready, before, 10).release.triggers).toEqual([]);
  });
});

describe("R86: a security incident", () => {
  test.each([
    ["on the way up", climbing],
    ["in the period", watched],
  ])(
    "%s is critical whatever was typed, and goes back at once in the same append, without anybody's approval",
    (_, at) => {
      const flagged = seen(at, phaseOf(at) === "promoted" ? after : before, 10);
      const decision = ask(flagged, "fay", incident("low"));
      if (!decision.ok) throw new Error(decision.refusal.code);
      // The attempt has failed as well, which every rollback for cause says.
      expect(decision.events.slice(0, 4).map(({ type }) => type)).toEqual([
        "IssueReported",
        "TriggerRaised",
        "TriggerDecided",
        "RollbackStarted",
      ]);
      expect(decision.note).toBe("it is critical, and not low: whatever comes from security is");
      const marked = acted(flagged, "fay", incident("low"));
      expect(marked.release.issues.at(-1)).toMatchObject({ severity: "critical", source: "security", by: "fay" });
      expect(marked.release.triggers.at(-1)).toMatchObject({ severity: "critical", by: "fay" });
      expect(phaseOf(marked)).toBe("rolling-back");
    },
  );

  test("an agent's word starts nothing: a person marks it", () => {
    const told = acted(watched, "bot", incident("low"));
    expect(told.release.issues.at(-1)).toMatchObject({ severity: "critical", graded: false });
    expect(phaseOf(told)).toBe("promoted");
    const grade = { type: "GradeIssue", issue: "issue-1", severity: "critical", reason: "it is real" } as const;
    expect(phaseOf(acted(told, "fay", grade))).toBe("rolling-back");
  });

  test("before users have the build it stops production as every critical issue does", () => {
    const marked = acted(ready, "fay", incident("low", "staging"));
    expect(refusalOf(marked, "ada", started(marked, deploy))).toBe("INCIDENTS_OPEN");
  });
});
