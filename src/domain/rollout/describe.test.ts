import { expect, test } from "vitest";
import { build, digestOf, inService, minutes, seconds, step } from "../../../test/support/release.ts";
import { millis, percent } from "../units.ts";
import { describeRollout } from "./describe.ts";
import type { RolloutEvent } from "./events.ts";

type Bare<T> = T extends RolloutEvent ? Omit<T, "rollout" | "at"> : never;
/** One row for each type, or this file does not compile. */
type Table = { readonly [T in RolloutEvent["type"]]: readonly [Bare<Extract<RolloutEvent, { type: T }>>, string] };

const window = { from: minutes(1), to: minutes(2), candidate: null, baseline: null };
const verdict = { outcome: "pass", reason: "Good: 0 of 812 requests failed.", figures: {} } as const;

const table: Table = {
  RolloutRequested: [
    {
      type: "RolloutRequested",
      environment: "production",
      purpose: "deploy",
      attempt: 2,
      steps: [step(5), step(100)],
      size: 4,
      hooks: [],
      runbook: digestOf("runbook"),
      candidate: build,
      by: "ada",
    },
    "rollout of 1.1.0 to production asked for by ada: attempt 2, by way of 5 %, 100 %",
  ],
  RolloutStarted: [
    { type: "RolloutStarted", baseline: inService, hold: 3, running: 4 },
    "rollout started: 1.0.0 is in service and stays the way back",
  ],
  StartAnnounced: [{ type: "StartAnnounced" }, "people were told that it starts: the first step begins"],
  DataRead: [
    { type: "DataRead", phase: "before", answer: "orders: 12" },
    "data read before the candidate's traffic: orders: 12",
  ],
  CandidateReady: [{ type: "CandidateReady", step: 1, instances: 3 }, "candidate ready for step 2: 3 instances"],
  SmokePassed: [
    { type: "SmokePassed", target: "candidate", checks: 6 },
    "smoke passed on the candidate, before any traffic: 6 checks",
  ],
  SmokeFailed: [
    { type: "SmokeFailed", target: "router", problems: ["cart answers 500", "front page is empty"] },
    "smoke failed on what users reach: cart answers 500; front page is empty",
  ],
  WeightConfirmed: [
    { type: "WeightConfirmed", step: 1, weight: percent(25), downtime: millis(12_340) },
    "candidate at 25 %: read back from the router; the downtime was 12.3 s",
  ],
  HoldLost: [
    { type: "HoldLost", by: "ada", reason: "it hangs" },
    "hold taken away by ada: it hangs; the rollout is over, and what it left behind was not undone",
  ],
  TrafficClosed: [{ type: "TrafficClosed" }, "closed: users get the maintenance answer"],
  TrafficShifted: [
    { type: "TrafficShifted", weight: percent(100) },
    "candidate at 100 % before the other side's last instances go: read back from the router",
  ],
  SideShrunk: [
    { type: "SideShrunk", side: "baseline", instances: 8 },
    "baseline down to 8 instances: out of the routes, drained, stopped",
  ],
  HookStarted: [{ type: "HookStarted", point: "before-traffic" }, "hook before-traffic begun"],
  HookPassed: [{ type: "HookPassed", point: "before-traffic", output: "2 tables" }, "hook before-traffic done"],
  HookFailed: [
    { type: "HookFailed", point: "before-traffic", reason: "the hook before-traffic ended with 1: no table" },
    "hook failed: the hook before-traffic ended with 1: no table",
  ],
  RolloutFrozen: [
    { type: "RolloutFrozen", reason: "the line of shop was stopped by ada: fire" },
    "nothing advances: the line of shop was stopped by ada: fire",
  ],
  RolloutThawed: [{ type: "RolloutThawed" }, "the calendar lets it go on"],
  StepReverted: [{ type: "StepReverted", step: 2, reason: "2 of 6 not ready" }, "back to step 2: 2 of 6 not ready"],
  LegCompleted: [
    { type: "LegCompleted", leg: 0, weight: percent(20) },
    "on the way back: candidate at 20 %, read back from the router",
  ],
  VerdictRecorded: [
    { type: "VerdictRecorded", step: 1, window, verdict, candidateReady: 1 },
    "analysis passed: Good: 0 of 812 requests failed.",
  ],
  InstancesLost: [
    { type: "InstancesLost", ready: 1, wanted: 3, answers: "i-2: connection refused" },
    "instances lost: 1 of 3 ready (i-2: connection refused)",
  ],
  GoAsked: [
    { type: "GoAsked", step: 1, role: "product-owner", until: minutes(30), otherwise: "hold" },
    "step 2 waits for the go of product-owner until 2026-11-02 09:30:00 UTC; else it stays where it is",
  ],
  StepUnanswered: [
    { type: "StepUnanswered", step: 1, wait: "go", role: "product-owner", otherwise: "roll back" },
    "nobody gave the go for step 2 in time (product-owner): it goes back",
  ],
  OwnStepStarted: [
    { type: "OwnStepStarted", own: 4, until: minutes(30) },
    "runbook step 4 begun; it is waited for until 2026-11-02 09:30:00 UTC",
  ],
  OwnStepDone: [
    { type: "OwnStepDone", own: 4, by: "headgate", exit: 0, output: "warmed 12 pages\n" },
    "runbook step 4 done by headgate (exit 0): warmed 12 pages",
  ],
  OwnStepFailed: [
    { type: "OwnStepFailed", own: 4, by: "cy", exit: null, output: "the queue is full" },
    "runbook step 4 failed, says cy: the queue is full",
  ],
  OwnStepUnanswered: [
    { type: "OwnStepUnanswered", own: 4, role: "sre", otherwise: "hold" },
    "runbook step 4: sre did not say in time how it went; the rollout stays where it is",
  ],
  StepApproved: [{ type: "StepApproved", step: 1, by: "bo" }, "step 2: go given by bo"],
  StepCompleted: [{ type: "StepCompleted", step: 0 }, "step 1 completed"],
  RolloutPaused: [{ type: "RolloutPaused", by: "cy", reason: "an alert" }, "paused by cy: an alert"],
  RolloutResumed: [{ type: "RolloutResumed", by: "cy" }, "resumed by cy"],
  EffectFailed: [
    { type: "EffectFailed", effect: "bring", reason: "port 8080 is taken" },
    "bring did not work yet: port 8080 is taken",
  ],
  RolloutPromoted: [
    { type: "RolloutPromoted", instances: 4, keepUntil: minutes(60) },
    "promoted: 4 instances on the candidate; the baseline stays warm until 2026-11-02 10:00:00 UTC",
  ],
  RollbackStarted: [
    { type: "RollbackStarted", by: "headgate", reason: "31 of 412 requests failed", severity: "critical", legs: [] },
    "rollback started by headgate (critical): 31 of 412 requests failed",
  ],
  BaselineMeasured: [
    {
      type: "BaselineMeasured",
      signals: {
        from: minutes(0),
        to: minutes(1),
        requests: 1_200,
        errors: 3,
        measured: 1_200,
        rps: 20,
        errorRate: 0.0025,
        p95: 83.12,
      },
      problem: "",
    },
    "before the candidate's traffic: 1200 requests in 60 s (20/s), 0.25 % failed, p95 83.1 ms",
  ],
  BaselineRestored: [{ type: "BaselineRestored", instances: 1 }, "baseline ready: 1 instance"],
  TrafficReturned: [
    { type: "TrafficReturned", downtime: millis(0) },
    "all traffic back on the baseline: candidate at 0 %, read back from the router",
  ],
  CandidateRemoved: [{ type: "CandidateRemoved" }, "candidate removed: none of its instances runs"],
  RollbackEscalated: [
    { type: "RollbackEscalated", reason: "the rollback did not end in time" },
    "rollback escalated to people: the rollback did not end in time",
  ],
  RolloutEscalated: [
    { type: "RolloutEscalated", reason: "it is not promoted yet" },
    "rollout escalated to people: it is not promoted yet",
  ],
  RolloutRolledBack: [{ type: "RolloutRolledBack" }, "rollout ended: rolled back"],
  RollbackWindowClosed: [
    { type: "RollbackWindowClosed", by: "ada", for: "cy", reason: "three quiet days" },
    "rollback window closed by ada for cy: three quiet days",
  ],
  BaselineRetired: [{ type: "BaselineRetired" }, "baseline retired: the rollback window is over"],
  EnvironmentFreed: [{ type: "EnvironmentFreed" }, "environment free for the next rollout"],
};

test.each(Object.entries(table))("%s", (_, [event, sentence]) => {
  expect(describeRollout({ ...event, rollout: "shop-1.1.0/production-deploy-1", at: seconds(1) })).toBe(sentence);
});

test.each([
  ["fail", "analysis failed"],
  ["inconclusive", "analysis inconclusive"],
  ["error", "analysis could not measure"],
] as const)("a verdict %s is never told as a pass", (outcome, words) => {
  const [event] = table.VerdictRecorded;
  const said = describeRollout({ ...event, verdict: { ...verdict, outcome }, rollout: "r", at: seconds(1) });
  expect(said).toBe(`${words}: ${verdict.reason}`);
});

test("a drill is told apart from a rollout", () => {
  const [event] = table.RolloutRequested;
  expect(describeRollout({ ...event, purpose: "drill", rollout: "r", at: seconds(1) })).toContain("rollback drill of");
});

test("a long answer of the data check is cut in the sentence", () => {
  const said = describeRollout({
    type: "DataRead",
    phase: "after",
    answer: "x".repeat(500),
    rollout: "r",
    at: seconds(1),
  });
  expect(said).toBe(`data read after the rollback: ${"x".repeat(80)} …`);
});
