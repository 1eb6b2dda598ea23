import { describe, expect, test } from "vitest";
import { acted, ask, type Case } from "../../../test/support/case.ts";
import {
  awaitsGo,
  begun,
  first,
  last,
  live,
  minutesLater,
  nextWindow,
  opened,
  order,
  over,
  report,
  rollBack,
  second,
  types,
} from "../../../test/support/moments.ts";
import { driven, good, harm, reported, rolloutOf, turn } from "../../../test/support/obey.ts";
import { inService } from "../../../test/support/release.ts";
import { instant, percent } from "../units.ts";
import type { RolloutReport } from "./commands.ts";
import { closedGates } from "./gates.ts";
import type { Target } from "./target.ts";

describe("a verdict", () => {
  test.each(Object.entries({ first, second, awaitsGo, last, live }))(
    "R121, T1: of harm in %s starts the rollback in the same decision",
    (_, at) => {
      const { now, said } = nextWindow(at, harm);
      expect(report(now, said)).toMatchObject({
        events: [
          { type: "VerdictRecorded" },
          { type: "TriggerRaised", severity: "critical", source: "verdict", says: harm.reason },
          { type: "TriggerDecided", choice: "roll-back", by: "headgate" },
          { type: "RollbackStarted", by: "headgate", severity: "critical", reason: harm.reason },
        ],
      });
    },
  );
  test("T9: of harm counts during a pause and while the go is awaited", () => {
    const paused = acted(first, "ada", order({ type: "Pause", reason: "lunch" }));
    for (const at of [paused, awaitsGo]) {
      const { now, said } = nextWindow(at, harm);
      expect(types(report(now, said))).toEqual([
        "VerdictRecorded",
        "TriggerRaised",
        "TriggerDecided",
        "RollbackStarted",
      ]);
    }
  });
  test.each(["inconclusive", "error"] as const)("T17, T18: %s never opens the gate", (outcome) => {
    const { now, said } = nextWindow(first, { outcome, reason: "cannot tell", figures: {} });
    const after = minutesLater(reported(now, said), 5);
    expect(closedGates(rolloutOf(after), after.at)).toContain("analysis: cannot tell");
    expect(types(report(after, { type: "CompleteStep", step: 0 }))).toEqual([]);
  });
  test("that could not be measured pauses the rollout", () => {
    const { now, said } = nextWindow(first, { outcome: "error", reason: "no counts", figures: {} });
    expect(types(report(now, said))).toEqual(["VerdictRecorded", "RolloutPaused"]);
  });
  describe("that asks for people", () => {
    const asking = { outcome: "inconclusive", reason: "No traffic", figures: {}, pauses: true } as const;
    const then = (at: Case, verdict: Parameters<typeof nextWindow>[1] = asking) => {
      const { now, said } = nextWindow(at, verdict);
      return { seen: types(report(now, said)), after: reported(now, said) };
    };
    test("T24, R75: pauses once, however often it is said", () => {
      const once = then(first);
      expect(once.seen).toEqual(["VerdictRecorded", "RolloutPaused"]);
      expect(rolloutOf(once.after).paused).toMatchObject({ by: "headgate", reason: "No traffic" });
      const twice = then(once.after);
      expect(twice.seen).toEqual(["VerdictRecorded"]);
      expect(then(twice.after, { ...asking, outcome: "error" }).seen).toEqual(["VerdictRecorded"]);
    });
    test("pauses again after a person let it go on, if it is still said", () => {
      const resumed = acted(then(first).after, "ada", order({ type: "Resume" }));
      expect(rolloutOf(resumed).resumes).toBe(1);
      expect(then(resumed).seen).toEqual(["VerdictRecorded", "RolloutPaused"]);
    });
    test("leaves a pause of a person as it is", () => {
      const paused = acted(first, "ada", order({ type: "Pause", reason: "lunch" }));
      expect(then(paused).seen).toEqual(["VerdictRecorded"]);
      expect(rolloutOf(then(paused).after).paused).toMatchObject({ by: "ada", reason: "lunch" });
    });
    test("pauses nothing after the promotion: there is nothing left to hold up", () => {
      expect(then(live).seen).toEqual(["VerdictRecorded"]);
    });
    test("does not ask where it can only wait", () => {
      expect(then(first, { outcome: "inconclusive", reason: "not yet", figures: {} }).seen).toEqual([
        "VerdictRecorded",
      ]);
    });
    test("keeps the step closed while it is paused, also when the next verdict is good", () => {
      const later = minutesLater(then(then(first).after, good).after, 5);
      expect(types(report(later, { type: "CompleteStep", step: 0 }))).toEqual([]);
    });
  });
  test.each([
    ["of another step", { step: 1 }],
    ["of a window that is known", { window: { from: first.at, to: instant(0), candidate: null, baseline: null } }],
  ])("%s changes nothing, however bad", (_, change) => {
    const { now, said } = nextWindow(first, harm);
    expect(types(report(now, { ...said, ...change } as RolloutReport))).toEqual([]);
  });
  test("that arrives during the way back changes nothing", () => {
    const back = acted(first, "ada", rollBack);
    const { now, said } = nextWindow(back, harm);
    expect(types(report(now, said))).toEqual([]);
  });
  test("R74: of before the promotion is not counted again after it", () => {
    const { window: known } = nextWindow(last, good).said as Extract<RolloutReport, { type: "RecordVerdict" }>;
    const late = {
      type: "RecordVerdict",
      step: 2,
      window: known,
      verdict: good,
      candidateReady: 4,
      answers: "",
    } as const;
    expect(known.to).toBeLessThan(rolloutOf(live).promotedAt ?? 0);
    expect(types(report(live, late))).toEqual([]);
  });
});

describe("R121: health", () => {
  const looks = (at: Case, ...ready: number[]): Case =>
    ready.reduce((now, count) => {
      const { now: next, said } = nextWindow(now, good, count);
      return reported(next, said);
    }, at);

  test("three bad windows in a row roll back, two do not", () => {
    expect(rolloutOf(looks(first, 0, 0)).phase).toBe("progressing");
    expect(rolloutOf(looks(first, 0, 0, 0)).rollback?.reason).toBe(
      "health failed 3 times in a row: 0 of 1 ready (app-1: connection refused)",
    );
    expect(rolloutOf(looks(live, 3, 3, 3)).phase).toBe("rolling-back");
  });
  test("a good window in between begins anew", () => {
    expect(rolloutOf(looks(first, 0, 0, 1, 0, 0)).phase).toBe("progressing");
  });
  test("a lost instance has to be ready again before the step may be left", () => {
    const lost = looks(first, 0);
    expect(closedGates(rolloutOf(lost), lost.at)).toEqual(["instances: not all ready yet"]);
    expect(rolloutOf(turn(lost)).ready).toBe(true);
  });
  test("after the promotion too, and then it is not asked for any more", () => {
    const lost = looks(live, 3);
    expect(rolloutOf(lost).ready).toBe(false);
    expect(rolloutOf(turn(lost)).ready).toBe(true);
  });
});

test("T26: promoted is only what was read back from every instance", () => {
  const ready = driven(last, (rollout, at) => closedGates(rollout, at).length === 0);
  const read = (instances: number, strangers: string[]) =>
    types(report(ready, { type: "ConfirmVersions", instances, strangers }));
  expect(read(3, [])).toEqual(["EffectFailed"]);
  expect(read(4, ["app-9 runs another build"])).toEqual(["EffectFailed"]);
  expect(read(4, [])).toEqual(["StepCompleted", "RolloutPromoted"]);
  const again = { type: "ConfirmVersions", instances: 3, strangers: [] } as const;
  expect(types(report(reported(ready, again), again))).toEqual([]);
});

test("T19: a smoke test that never ran is not passed, and one that fails before traffic rolls back", () => {
  const ready = driven(begun, (rollout) => rollout.ready && !rollout.smoked);
  const smoke = (checks: number, problems: string[] = []): RolloutReport => ({
    type: "RecordSmoke",
    target: "candidate",
    checks,
    problems,
  });
  const back = ["SmokeFailed", "TriggerRaised", "TriggerDecided", "RollbackStarted"];
  expect(types(report(ready, smoke(0)))).toEqual(back);
  expect(types(report(ready, smoke(2, ["GET / answers 500"])))).toEqual(back);
});

test("R74: a late answer about the candidate does not stand for the smoke test after the rollback", () => {
  const back = driven(acted(first, "ada", rollBack), ({ rollback }) => rollback?.zeroAt != null);
  const late = { type: "RecordSmoke", target: "candidate", checks: 2, problems: ["GET / answers 500"] } as const;
  expect(types(report(back, late))).toEqual([]);
});

test("T20: a window in which the candidate was smaller than planned proves nothing good of it", () => {
  const { now, said } = nextWindow(first, good, 0);
  const less = reported(now, said);
  expect(rolloutOf(less)).toMatchObject({ windows: [], verdict: null, ready: false });
  const back = driven(less, ({ ready }) => ready);
  expect(closedGates(rolloutOf(back), back.at).join()).toContain("analysis: no window judged yet");
});

test("T4: a baseline that was seen ready before the decision has to be seen again", () => {
  const back = acted(first, "ada", rollBack);
  const confirm = (target: Target): RolloutReport => ({ type: "ConfirmReady", side: "baseline", target, instances: 4 });
  const [before, now] = [
    { way: "on", index: 0, try: 0 },
    { way: "back", index: 0, try: 0 },
  ] as const;
  expect(types(report(back, confirm(before)))).toEqual([]);
  expect(types(report(back, { type: "ConfirmWeight", target: now, weight: percent(0) }))).toEqual([]);
  expect(types(report(back, confirm(now)))).toEqual(["BaselineRestored"]);
});

test("T31: after the end a late failure adds nothing either", () => {
  const failure = { type: "ReportFailure", effect: "route", reason: "connection refused" } as const;
  expect(types(report(first, failure))).toEqual(["EffectFailed"]);
  expect(types(report(reported(first, failure), failure))).toEqual([]);
  expect(types(report(over, failure))).toEqual([]);
});

test("a report on a rollout that nobody knows is nothing", () => {
  const stray = {
    type: "Report",
    rollout: "other",
    report: { type: "ConfirmHold", baseline: inService, hold: 1 },
  } as const;
  expect(ask(opened, "headgate", stray)).toMatchObject({ ok: true, events: [] });
});
