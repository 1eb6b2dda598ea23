import { describeOwnStep } from "../runbook/describe-own-step.ts";
import { utc } from "../utc.ts";
import type { RolloutEvent, SmokeTarget } from "./events.ts";
import { signalsText } from "./signals-text.ts";
import type { Verdict } from "./verdict.ts";

const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/** Steps are counted from 1 wherever people read them. */
const nth = (step: number): string => `step ${step + 1}`;

const where: Readonly<Record<SmokeTarget, string>> = {
  candidate: "on the candidate, before any traffic",
  router: "on what users reach",
};

const unanswered = { hold: "it stays where it is", "roll back": "it goes back" } as const;

const analysis: Readonly<Record<Verdict["outcome"], string>> = {
  pass: "analysis passed",
  fail: "analysis failed",
  inconclusive: "analysis inconclusive",
  error: "analysis could not measure",
};

/** Longer answers of a data check say nothing more to a reader; the whole one stays in the history. */
const brief = (answer: string): string => (answer.length > 80 ? `${answer.slice(0, 80)} …` : answer);

/** A downtime that users met, if they met one. */
const after = (downtime: number | undefined): string =>
  downtime === undefined || downtime === 0 ? "" : `; the downtime was ${(downtime / 1000).toFixed(1)} s`;

/** What happened to a rollout, in one sentence. Texts that somebody else wrote stand in it as they came. */
export const describeRollout = (event: RolloutEvent): string => {
  if ("own" in event) return describeOwnStep(event);
  switch (event.type) {
    case "RolloutRequested": {
      const { purpose, environment, attempt, by, candidate, steps } = event;
      const what = purpose === "drill" ? "rollback drill" : "rollout";
      const weights = steps.map(({ weight }) => `${weight} %`).join(", ");
      return `${what} of ${candidate.version} to ${environment} asked for by ${by}: attempt ${attempt}, by way of ${weights}`;
    }
    case "RolloutStarted":
      return `rollout started: ${event.baseline.version} is in service and stays the way back`;
    case "StartAnnounced":
      return "people were told that it starts: the first step begins";
    case "HoldLost":
      return `hold taken away by ${event.by}: ${event.reason}; the rollout is over, and what it left behind was not undone`;
    case "TrafficClosed":
      return "closed: users get the maintenance answer";
    case "TrafficShifted":
      return `candidate at ${event.weight} % before the other side's last instances go: read back from the router`;
    case "SideShrunk":
      return `${event.side} down to ${many(event.instances, "instance")}: out of the routes, drained, stopped`;
    case "HookStarted":
      return `hook ${event.point} begun`;
    case "HookPassed":
      return `hook ${event.point} done`;
    case "HookFailed":
      return `hook failed: ${event.reason}`;
    case "StepReverted":
      return `back to ${nth(event.step - 1)}: ${event.reason}`;
    case "LegCompleted":
      return `on the way back: candidate at ${event.weight} %, read back from the router`;
    case "DataRead":
      return `data read ${event.phase === "before" ? "before the candidate's traffic" : "after the rollback"}: ${brief(event.answer)}`;
    case "BaselineMeasured":
      return `before the candidate's traffic: ${event.signals === null ? `not measured: ${event.problem}` : signalsText(event.signals)}`;
    case "CandidateReady":
      return `candidate ready for ${nth(event.step)}: ${many(event.instances, "instance")}`;
    case "SmokePassed":
      return `smoke passed ${where[event.target]}: ${many(event.checks, "check")}`;
    case "SmokeFailed":
      return `smoke failed ${where[event.target]}: ${event.problems.join("; ")}`;
    case "WeightConfirmed":
      return `candidate at ${event.weight} %: read back from the router${after(event.downtime)}`;
    case "VerdictRecorded":
      return `${analysis[event.verdict.outcome]}: ${event.verdict.reason}`;
    case "InstancesLost":
      return `instances lost: ${event.ready} of ${event.wanted} ready (${event.answers})`;
    case "GoAsked":
      return `${nth(event.step)} waits for the go${event.role === "" ? "" : ` of ${event.role}`} until ${utc(event.until)}; else ${unanswered[event.otherwise]}`;
    case "StepUnanswered": {
      const what = event.wait === "go" ? `the go for ${nth(event.step)}` : `the end of the pause on ${nth(event.step)}`;
      return `nobody gave ${what} in time${event.role === "" ? "" : ` (${event.role})`}: ${unanswered[event.otherwise]}`;
    }
    case "StepApproved":
      return `${nth(event.step)}: go given by ${event.by}`;
    case "StepCompleted":
      return `${nth(event.step)} completed`;
    case "RolloutPaused":
      return `paused by ${event.by}: ${event.reason}`;
    case "RolloutResumed":
      return `resumed by ${event.by}`;
    case "RolloutFrozen":
      return `nothing advances: ${event.reason}`;
    case "RolloutThawed":
      return "the calendar lets it go on";
    case "EffectFailed":
      return `${event.effect} did not work yet: ${event.reason}`;
    case "RolloutPromoted": {
      const until = utc(event.keepUntil);
      return `promoted: ${many(event.instances, "instance")} on the candidate; the baseline stays warm until ${until}`;
    }
    case "RollbackStarted":
      return `rollback started by ${event.by} (${event.severity}): ${event.reason}`;
    case "BaselineRestored":
      return `baseline ready: ${many(event.instances, "instance")}`;
    case "TrafficReturned":
      return `all traffic back on the baseline: candidate at 0 %, read back from the router${after(event.downtime)}`;
    case "CandidateRemoved":
      return "candidate removed: none of its instances runs";
    case "RollbackEscalated":
      return `rollback escalated to people: ${event.reason}`;
    case "RolloutEscalated":
      return `rollout escalated to people: ${event.reason}`;
    case "RolloutRolledBack":
      return "rollout ended: rolled back";
    case "RollbackWindowClosed":
      return `rollback window closed by ${event.by}${event.for === undefined ? "" : ` for ${event.for}`}: ${event.reason}`;
    case "BaselineRetired":
      return "baseline retired: the rollback window is over";
    case "EnvironmentFreed":
      return "environment free for the next rollout";
  }
};
