import { describe, expect, test } from "vitest";
import { acted, ask, type Case, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { diagnosis, failed, failing, fixedBuild, rolledBackFor } from "../../../test/support/failed.ts";
import { driven, isOver } from "../../../test/support/obey.ts";
import { build } from "../../../test/support/release.ts";
import { check, stage, tinyProcess } from "../../../test/support/tiny-process.ts";
import {
  answered,
  begun,
  evidenceOf,
  fulfilled,
  readyToStart,
  requirementOf,
  signature,
  stageOf,
  started,
  stateOf,
  statusOf,
  walked,
} from "../../../test/support/walk.ts";

const deployed = walked(openCase(defaultProcess), (now) => stateOf(now, "staging.deploy") === "pass");
const smokeFailed = failed(deployed, "staging.smoke");
const retry = { type: "RestartAttempt", reason: "the disk is empty again" } as const;
const failures = ({ release }: Case) => release.failures;

describe("R61: what fails in staging", () => {
  test("fails the attempt in the very append in which it fails", () => {
    expect(
      ask(deployed, "headgate", evidenceOf(deployed, "staging.smoke", failing(defaultProcess, "staging.smoke"))),
    ).toMatchObject({
      events: [
        { type: "EvidenceRecorded" },
        {
          type: "AttemptFailed",
          failure: "failure-1",
          stage: "staging",
          attempt: 1,
          requirement: "staging.smoke",
          reason: "1 smoke tests failed",
          owes: ["diagnosis"],
        },
      ],
    });
  });
  test("locks production for that build, even when the check is run to green again", () => {
    const green = answered(smokeFailed, "staging.smoke");
    expect(stateOf(green, "staging.smoke")).toBe("pass");
    for (const at of [smokeFailed, green])
      expect(ask(at, "ada", started(at, "production.deploy"))).toMatchObject({
        refusal: {
          code: "ATTEMPT_FAILED",
          detail: {
            stage: "staging",
            requirement: "staging.smoke",
            next: expect.stringContaining("headgate diagnose"),
          },
        },
      });
    const rest = walked(
      green,
      (_, { blocking }) => blocking.every(({ kind }) => kind === "failure"),
      (one) => one.kind === "failure",
    );
    expect(stageOf(rest, "staging")).toBe("open");
  });
  test("R54: stops the rest of the stage: nothing is asked, signed or started there", () => {
    expect(refusalOf(smokeFailed, "ada", signature(smokeFailed, "A9"))).toBe("ATTEMPT_FAILED");
    expect(refusalOf(smokeFailed, "ada", started(smokeFailed, "staging.drill"))).toBe("ATTEMPT_FAILED");
    expect(refusalOf(smokeFailed, "ada", { type: "RequestCheck", requirement: "staging.smoke" })).toBe(
      "ATTEMPT_FAILED",
    );
    const { blocking } = statusOf(smokeFailed);
    expect(blocking.filter(({ stage }) => stage === "staging").map(({ id }) => id)).toEqual(["failure-1"]);
    expect(requirementOf(smokeFailed, "staging.security").waitsFor).toContain("failure-1");
  });
  test("is a rollout that was rolled back for harm, too, and not a drill that went back on purpose", () => {
    const drilled = walked(openCase(defaultProcess), (now) => stateOf(now, "staging.drill") === "pass");
    expect(failures(drilled)).toEqual([]);
    const back = rolledBackFor(drilled, "staging.deploy");
    expect(failures(back)).toMatchObject([
      { requirement: "staging.deploy", rollout: "shop-1.1.0/staging-deploy-1", attempt: 1, owes: ["diagnosis"] },
    ]);
  });
  test.each([
    ["no answer that can be read", { report: null, problem: "no JUnit file" }],
    ["a figure that is not there", { figures: { checked: 1 } }],
  ])("is not %s: that is asked again", (_, content) => {
    const { report, ...evidence } = evidenceOf(deployed, "staging.smoke").evidence;
    const said =
      "report" in content ? { ...evidence, ...content } : { ...evidence, report: { ...report!, ...content } };
    const at = acted(deployed, "headgate", { type: "RecordEvidence", origin: "probe", evidence: said });
    expect(["error", "inconclusive"]).toContain(stateOf(at, "staging.smoke"));
    expect(failures(at)).toEqual([]);
  });
  test("is not a report that came before anything ran there", () => {
    const early = walked(openCase(defaultProcess), (_, { stages }) => stages[1]?.state === "done");
    expect(failures(failed(early, "staging.security"))).toEqual([]);
  });
  test("fails one attempt once, whatever else fails in it", () => {
    expect(failures(failed(smokeFailed, "staging.monitoring"))).toHaveLength(1);
  });
});

describe("R61: what fails in staging while production has begun", () => {
  const ready = readyToStart(openCase(defaultProcess), "production.deploy");
  const waiting = begun(ready, "ada", "production.deploy");
  const climbing = driven(waiting, ({ weightAt }) => weightAt !== null);
  const smokeFails = (at: Case) =>
    ask(at, "headgate", evidenceOf(at, "staging.smoke", failing(defaultProcess, "staging.smoke")));

  test("brings production back in the very append, with a trigger that says why", () => {
    const reason = "attempt 1 at staging failed: 1 smoke tests failed";
    expect(smokeFails(climbing)).toMatchObject({
      events: [
        { type: "EvidenceRecorded" },
        { type: "AttemptFailed", stage: "staging", owes: ["diagnosis"] },
        { type: "TriggerRaised", source: "check", severity: "high", environment: "production", says: reason },
        { type: "TriggerDecided", choice: "roll-back", by: "headgate" },
        { type: "RollbackStarted", rollout: "shop-1.1.0/production-deploy-1", by: "headgate", reason },
        { type: "AttemptFailed", failure: "failure-2", stage: "production", owes: ["analysis"] },
      ],
    });
  });
  test("ends at once what only waits for the environment, of which nobody noticed anything", () => {
    const events = ["EvidenceRecorded", "AttemptFailed", "RollbackStarted", "RolloutRolledBack"];
    expect(smokeFails(waiting)).toMatchObject({ events: events.map((type) => ({ type })) });
  });
  test("leaves alone what is promoted: triggers watch it there", () => {
    const live = driven(climbing, ({ phase }) => phase === "promoted");
    expect(smokeFails(live)).toMatchObject({ events: [{ type: "EvidenceRecorded" }] });
  });
  test("is tried again when production is back, from the drill on, and nothing locks anything for ever (T10)", () => {
    const known = acted(failed(climbing, "staging.smoke"), "eli", diagnosis("environment"));
    expect(refusalOf(known, "ada", retry)).toBe("ROLLOUT_IN_PROGRESS");
    const back = acted(driven(known, isOver), "ada", retry);
    expect(refusalOf(back, "ada", started(back, "staging.drill"))).toBe("accepted: RolloutRequested");
  });
});

describe("R62: why it failed", () => {
  test("is said by a person before anything is tried again", () => {
    expect(refusalOf(smokeFailed, "ada", fixedBuild("1.1.1"))).toBe("DIAGNOSIS_MISSING");
    expect(refusalOf(smokeFailed, "ada", retry)).toBe("DIAGNOSIS_MISSING");
    expect(refusalOf(smokeFailed, "bot", diagnosis("build"))).toBe("AGENT_FORBIDDEN");
    expect(refusalOf(smokeFailed, "eli", { ...diagnosis("build"), cause: " " })).toBe("REASON_MISSING");
    const known = acted(smokeFailed, "eli", diagnosis("build"));
    expect(requirementOf(known, "failure-1")).toMatchObject({
      state: "fail",
      reason: "1 smoke tests failed; the build, says eli: the cart forgot its last item",
      act: expect.stringContaining("headgate rebuild shop-1.1.0"),
    });
  });
  test("is asked of nobody where nothing failed", () => {
    expect(refusalOf(deployed, "eli", diagnosis("build"))).toBe("NO_FAILED_ATTEMPT");
    expect(refusalOf(deployed, "eli", retry)).toBe("NO_FAILED_ATTEMPT");
  });
});

const diagnosed = acted(smokeFailed, "eli", diagnosis("build"));

describe("R63: a fix", () => {
  test("is another build with a root cause and a link, from another commit", () => {
    const { fix: _, ...bare } = fixedBuild("1.1.1");
    expect(ask(diagnosed, "ada", { ...bare, build: { ...bare.build, commit: build.commit } })).toMatchObject({
      refusal: {
        code: "FIX_INCOMPLETE",
        detail: { missing: "the root cause (--cause TEXT), a link to the fix (--link URL), a new commit" },
      },
    });
    expect(refusalOf(diagnosed, "ada", { ...fixedBuild("1.1.1"), build })).toBe("NEW_BUILD_NEEDED");
    expect(refusalOf(diagnosed, "ada", fixedBuild("1.1.1"))).toBe("accepted: BuildReplaced, FixBrought");
  });
  test("that only edits the test is flagged for the QA Lead", () => {
    const files = ["test/cart.test.ts", "headgate.yaml"];
    const flagged = acted(diagnosed, "ada", fixedBuild("1.1.1", files));
    expect(flagged.release.failures[0]?.fix?.flag).toBe(
      "only tests or limits were changed: test/cart.test.ts, headgate.yaml",
    );
    expect(flagged.release.issues).toMatchObject([{ severity: "medium", graded: false, state: "open" }]);
    expect(requirementOf(flagged, "failure-1").reason).toContain("FLAGGED: only tests or limits were changed");
    expect(requirementOf(flagged, "failure-1").owner).toBe("qa-lead");
    expect(acted(diagnosed, "ada", fixedBuild("1.1.1", null)).release.failures[0]?.fix?.flag).toBe("");
  });
  test("never brings the guilty build back, not even by way of another one", () => {
    const fixed = acted(diagnosed, "ada", fixedBuild("1.1.1"));
    expect(refusalOf(fixed, "ada", { ...fixedBuild("1.1.0"), build })).toBe("NEW_BUILD_NEEDED");
  });
});

const performanceFailed = failed(
  walked(deployed, (now) => stateOf(now, "staging.smoke") === "pass"),
  "staging.performance",
);
const fixed = acted(acted(performanceFailed, "eli", diagnosis("build")), "ada", fixedBuild("1.1.1"));
const again = walked(fixed, (now) => stateOf(now, "staging.deploy") === "pass");

describe("R64: the retest", () => {
  test("comes first: everything but what it needs waits for the check that failed", () => {
    const smoked = fulfilled(again, "staging.smoke");
    const waiting = statusOf(smoked).requirements.filter(({ stage, state }) => stage === "staging" && state !== "pass");
    const waits = waiting.filter(({ waitsFor }) => waitsFor.includes("staging.performance")).map(({ id }) => id);
    expect(waits).toEqual(expect.arrayContaining(["staging.regression", "staging.security", "staging.demo", "A9"]));
    expect(refusalOf(smoked, "ada", signature(smoked, "A9"))).toBe("AFTER_NOT_MET");
    expect(requirementOf(again, "staging.smoke").waitsFor).toEqual([]);
  });
  test("without it the new build is still locked, and production with it", () => {
    const others = ["staging.smoke", "staging.regression", "staging.security", "staging.monitoring"].reduce(
      fulfilled,
      again,
    );
    expect(stageOf(others, "staging")).toBe("open");
    expect(refusalOf(others, "ada", started(others, "production.deploy"))).toBe("GATE_CLOSED");
    const passed = fulfilled(others, "staging.performance");
    expect(requirementOf(passed, "A9").waitsFor).toEqual([]);
  });
  test("that fails again is the second failure, and wants its own diagnosis", () => {
    const second = failed(fulfilled(again, "staging.smoke"), "staging.performance");
    expect(failures(second).map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(refusalOf(second, "ada", fixedBuild("1.1.2"))).toBe("DIAGNOSIS_MISSING");
  });
});

describe("R65: a new attempt", () => {
  const eight = ["deploy", "smoke", "regression", "performance", "security", "monitoring", "demo", "issues"];
  const ids = eight.map((id) => `staging.${id}`);

  test("T27: with a new build has all eight results anew, and the counter grows", () => {
    expect(ids.map((id) => stateOf(fixed, id)).filter((state) => state === "pass")).toEqual([]);
    const done = walked(again, (now) => stageOf(now, "staging") === "done");
    expect(ids.map((id) => stateOf(done, id))).toEqual(ids.map(() => "pass"));
    expect(requirementOf(done, "failure-1").reason).toContain("tried again with 1.1.1");
    expect(failures(failed(done, "staging.security")).at(-1)?.attempt).toBe(2);
  });
  test("with the same build is refused where the build was at fault", () => {
    expect(refusalOf(diagnosed, "ada", retry)).toBe("NEW_BUILD_NEEDED");
  });
  test.each(["environment", "test"] as const)(
    "with the same build, when the %s was at fault, begins at the first step too",
    (fault) => {
      const restarted = acted(acted(performanceFailed, "eli", diagnosis(fault)), "ada", retry);
      const inStaging = statusOf(restarted).requirements.filter(({ stage }) => stage === "staging");
      expect(inStaging.filter(({ state, kind }) => state === "pass" && kind !== "failure")).toEqual([]);
      expect(stateOf(restarted, "entry.functional")).toBe("pass");
      const done = walked(restarted, (now) => stageOf(now, "staging") === "done");
      expect(done.release.rollouts.filter(({ environment }) => environment === "staging")).toHaveLength(4);
      expect(requirementOf(done, "failure-1").reason).toContain("tried again with the same build");
    },
  );
});

describe("R130: after a rollback in production", () => {
  const ready = readyToStart(openCase(defaultProcess), "production.deploy");
  const back = rolledBackFor(ready, "production.deploy");
  const fields = Object.fromEntries(
    defaultProcess.stages.flatMap(({ analysis }) => (analysis?.fields ?? []).map(({ name }) => [name, "a full disk"])),
  );
  const filing = { type: "FileRecord", requirement: "analysis.failure-1", fields, raw: build.digest } as const;

  test("an analysis is owed within five days, and everybody who looks sees it", () => {
    const [failure] = failures(back);
    expect(failure).toMatchObject({
      stage: "production",
      owes: ["analysis"],
      rollout: "shop-1.1.0/production-deploy-1",
    });
    expect((failure?.until ?? 0) - (failure?.at ?? 0)).toBe(5 * 86_400_000);
    expect(requirementOf(back, "analysis.failure-1")).toMatchObject({
      state: "missing",
      owner: "devops-lead",
      act: "headgate file shop-1.1.0 analysis.failure-1 FILE.yaml --as <devops-lead>",
    });
    const late = { ...back, at: ((failure?.until ?? 0) + 1) as Case["at"] };
    expect(requirementOf(late, "analysis.failure-1")).toMatchObject({ state: "fail", overdue: true });
  });
  test("a new attempt without the analysis is refused, and one with its root cause is not", () => {
    expect(refusalOf(back, "ada", started(back, "production.deploy"))).toBe("ANALYSIS_MISSING");
    expect(requirementOf(back, "production.deploy").act).toBe("first: analysis.failure-1");
    expect(refusalOf(back, "bo", { ...filing, fields: { ...fields, "root-cause": "" } })).toBe("FIELDS_MISSING");
    expect(refusalOf(back, "bot", filing)).toBe("AGENT_FORBIDDEN");
    const analysed = acted(back, "bo", filing);
    expect(stateOf(analysed, "analysis.failure-1")).toBe("pass");
    expect(requirementOf(analysed, "production.deploy").waitsFor).toEqual([]);
    expect(refusalOf(analysed, "ada", started(back, "production.deploy"))).toBe("accepted: RolloutRequested");
  });
  test("a new build does not make it forgotten", () => {
    const replaced = acted(back, "ada", fixedBuild("1.1.1"));
    expect(statusOf(replaced).blocking.map(({ id }) => id)).toContain("analysis.failure-1");
  });
  test("one that never began, or that its release was cancelled over, owes none", () => {
    const waiting = begun(ready, "ada", "production.deploy");
    const order = { type: "RollBack", reason: "not today", severity: "low" } as const;
    expect(failures(acted(waiting, "ada", { type: "Order", environment: "production", order }))).toEqual([]);
    expect(failures(acted(waiting, "ada", { type: "Cancel", reason: "not this year" }))).toEqual([]);
  });
});

describe("R61-R65: two stages that failed", () => {
  const attempts = { owner: "sre", tests: ["**/test/**"] };
  const two = tinyProcess([check({ id: "one", stage: "a" }), check({ id: "other", stage: "b" })], {
    stages: [stage("a", { attempts }), stage("b", { attempts })],
  });
  const no = { figures: { failed: 1 } };
  const both = answered(answered(openCase(two), "one", no), "other", no);
  const locks = (at: Case) => failures(at).map(({ stage, next }) => `${stage} ${next === null ? "locked" : "open"}`);
  test("are diagnosed one by one, and no new build comes before both are", () => {
    expect(locks(both)).toEqual(["a locked", "b locked"]);
    const first = acted(both, "cy", diagnosis("build"));
    expect(refusalOf(first, "ada", fixedBuild("1.1.1"))).toBe("DIAGNOSIS_MISSING");
    const second = acted(first, "cy", diagnosis("test"));
    expect(failures(second).map((one) => one.diagnosis?.fault)).toEqual(["build", "test"]);
    const mended = acted(second, "ada", fixedBuild("1.1.1", ["shop/test/cart.ts"]));
    expect(locks(mended)).toEqual(["a open", "b open"]);
    expect(mended.release.issues.map(({ id }) => id)).toEqual(["issue-1", "issue-2"]);
  });
  test("are not both opened by trying one of them again with the same build", () => {
    const said = acted(acted(both, "cy", diagnosis("build")), "cy", diagnosis("environment"));
    const again = acted(said, "ada", retry);
    expect(locks(again)).toEqual(["a locked", "b open"]);
    expect([stateOf(again, "one"), stateOf(again, "other")]).toEqual(["fail", "missing"]);
    expect(refusalOf(again, "ada", retry)).toBe("NEW_BUILD_NEEDED");
  });
});
