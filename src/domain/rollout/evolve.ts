import { evolveOwnStep } from "../runbook/evolve-own-step.ts";
import type { Millis, Percent } from "../units.ts";
import type { RolloutEvent } from "./events.ts";
import { held, leftBehind, released, spent, unanswered } from "./executing.ts";
import { grownBy, judgedWindow } from "./judged-window.ts";
import { loseHold, nextStep, revert, start, startRollback } from "./moves.ts";
import { requested } from "./requested.ts";
import { capacityWanted, currentLeg, currentStep, type Rollback, type Rollout } from "./rollout.ts";
import { watch } from "./watched.ts";
import { wayBack } from "./way-back.ts";

/** Windows judged together after promotion; the days before them are only summed. */
const keptWindows = 120;

/** Fold one fact into the rollout. Never refuses and never looks outside: the fact already happened. */
export const evolveRollout = (before: Rollout | undefined, event: RolloutEvent): Rollout => {
  if (event.type === "RolloutRequested") return requested(event);
  if (before === undefined) throw new RangeError(`${event.type} of ${event.rollout} before it was requested`);
  const changed = change(before, event);
  return { ...before, ...changed, ...(changed.failure === null ? { failures: {} } : {}) };
};

const rolledBackWith = ({ rollback }: Rollout, change: Partial<Rollback>): Partial<Rollout> =>
  rollback === null ? {} : { rollback: { ...rollback, ...change } };

const change = (rollout: Rollout, event: Exclude<RolloutEvent, { type: "RolloutRequested" }>): Partial<Rollout> => {
  if ("own" in event) return { executing: spent(rollout, event.at), ...evolveOwnStep(rollout, event) };
  switch (event.type) {
    case "RolloutStarted":
      return start(rollout, event);
    case "StartAnnounced":
      // The deadline of the first step, and the time that is measured, begin with the work.
      return { announced: "done", stepSince: event.at };
    case "HoldLost":
      return loseHold(rollout, event);
    case "TrafficClosed":
      return { closedAt: event.at, failure: null };
    case "TrafficShifted":
      return { weight: event.weight, shifted: true, failure: null };
    case "SideShrunk":
      return event.side === "candidate"
        ? { candidateCount: event.instances, failure: null }
        : { baselineCount: event.instances, failure: null };
    case "HookStarted":
      return { hooksRun: [...rollout.hooksRun, event.point] };
    case "HookPassed":
      return { hooksPassed: [...rollout.hooksPassed, event.point], failure: null };
    case "HookFailed":
      return { hooksFailed: [...rollout.hooksFailed, event.point], failure: event.reason };
    case "DataRead":
      return event.phase === "before"
        ? { dataBefore: event.answer }
        : rolledBackWith(rollout, { dataAfter: event.answer });
    case "BaselineMeasured":
      return { before: { signals: event.signals, problem: event.problem } };
    case "CandidateReady":
      return { ready: true, failure: null };
    case "SmokePassed":
      return event.target === "candidate"
        ? { smoked: true }
        : rolledBackWith(rollout, { smoke: { passed: event.checks, failed: 0 }, healthyAt: event.at });
    case "SmokeFailed":
      return event.target === "candidate"
        ? {}
        : rolledBackWith(rollout, { smoke: { passed: 0, failed: event.problems.length } });
    case "WeightConfirmed":
      return {
        weight: event.weight,
        weightAt: event.at,
        closedAt: null,
        downtime: (rollout.downtime + event.downtime) as Millis,
        reverting: false,
        grownAt: grownBy(rollout, event),
        // No window mixes two weights.
        lastWindowAt: event.at,
        verdict: null,
        executing: spent(rollout, event.at),
        failure: null,
      };
    case "VerdictRecorded":
      return {
        lastWindowAt: event.window.to,
        verdict: event.verdict,
        served: rollout.served + (event.window.candidate?.requests ?? 0),
        // Only a window that saw every instance ready ends a row of bad ones: a crash loop is ready in between.
        unhealthy: event.candidateReady >= capacityWanted(rollout) ? 0 : rollout.unhealthy,
        ...(rollout.phase === "promoted"
          ? {
              watched: watch(rollout.watched, event.window),
              windows: [...rollout.windows, judgedWindow(rollout, event.window)].slice(-keptWindows),
            }
          : { windows: [...rollout.windows, judgedWindow(rollout, event.window)] }),
      };
    case "InstancesLost":
      // A window in which the candidate was smaller than planned proves nothing good of it (T20).
      return {
        unhealthy: rollout.unhealthy + 1,
        ready: false,
        stepSince: event.at,
        windows: rollout.windows.slice(0, -1),
        // Whatever takes its place starts cold.
        grownAt: event.at,
        verdict: null,
      };
    case "GoAsked":
      return { asked: { at: event.at, until: event.until, lateAt: null } };
    case "StepUnanswered":
      return unanswered(rollout, event);
    case "StepApproved":
      return { approved: true };
    case "StepCompleted":
      return nextStep(rollout, event.at);
    case "StepReverted":
      return revert(rollout, event.at);
    case "RolloutPaused":
      return { paused: { at: event.at, by: event.by, reason: event.reason }, ...held(rollout, event.at) };
    case "RolloutResumed":
      // The deadline of the step does not run while people decide (T29).
      // What paused it is not held against it again, or the next window would pause it at once.
      return {
        paused: null,
        executing: spent(rollout, event.at),
        stepSince: event.at,
        verdict: null,
        resumes: rollout.resumes + 1,
        ...released(rollout, "frozen", event.at),
      };
    case "RolloutFrozen":
      return { frozen: { at: rollout.frozen?.at ?? event.at, reason: event.reason }, ...held(rollout, event.at) };
    case "RolloutThawed":
      // As with a pause: the deadline of the step does not run meanwhile.
      return { frozen: null, stepSince: event.at, ...released(rollout, "paused", event.at) };
    case "EffectFailed":
      return { failure: event.reason, failures: { ...rollout.failures, [event.effect]: event.reason } };
    case "RolloutPromoted":
      return {
        phase: "promoted",
        promotedAt: event.at,
        keepUntil: event.keepUntil,
        windows: [],
        lastWindowAt: event.at,
      };
    case "RollbackStarted":
      return {
        phase: "rolling-back",
        // An event of 0.1 says nothing of its legs.
        rollback: startRollback(event.legs.length === 0 ? { ...event, legs: wayBack(rollout) } : event),
        paused: null,
        frozen: null,
        heldAt: null,
        asked: null,
        ownStates: leftBehind(rollout, event.at),
        shifted: false,
        failure: null,
      };
    case "BaselineRestored":
      return rollout.phase === "rolling-back"
        ? { ...rolledBackWith(rollout, { restored: true }), baselineCount: currentLeg(rollout).baseline, failure: null }
        : { regrown: true, baselineCount: currentStep(rollout).baseline, failure: null };
    case "LegCompleted":
      return {
        ...rolledBackWith(rollout, { leg: event.leg + 1, restored: false }),
        weight: event.weight,
        shifted: false,
        closedAt: null,
        failure: null,
      };
    case "TrafficReturned":
      return {
        ...rolledBackWith(rollout, { zeroAt: event.at }),
        weight: 0 as Percent,
        downtime: (rollout.downtime + event.downtime) as Millis,
        closedAt: null,
        failure: null,
      };
    case "CandidateRemoved":
      return rolledBackWith(rollout, { removed: true });
    case "RollbackEscalated":
      return rolledBackWith(rollout, { escalatedAt: event.at });
    case "RolloutEscalated":
      return event.over === undefined ? { escalatedAt: event.at } : {};
    case "RolloutRolledBack":
      return { phase: "rolled-back", endedAt: event.at };
    case "RollbackWindowClosed":
      return { keepUntil: event.at };
    case "BaselineRetired":
      return { phase: "closed", endedAt: event.at };
    case "EnvironmentFreed":
      return { freed: true };
  }
};
