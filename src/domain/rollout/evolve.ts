import { type Instant, type Millis, type Percent, since } from "../units.ts";
import type { RolloutEvent } from "./events.ts";
import { capacityWanted, type Rollback, type Rollout, type Watched } from "./rollout.ts";
import { watch } from "./watched.ts";

const nothingWatched: Watched = { requests: 0, errors: 0, latency: [], windows: 0, goodWindows: 0 };

/** Windows judged together after promotion; the days before them are only summed. */
const keptWindows = 120;

const begin = (event: Extract<RolloutEvent, { type: "RolloutRequested" }>): Rollout => ({
  id: event.rollout,
  environment: event.environment,
  purpose: event.purpose,
  attempt: event.attempt,
  steps: event.steps,
  runbook: event.runbook,
  candidate: event.candidate,
  requestedBy: event.by,
  requestedAt: event.at,
  phase: "waiting",
  baseline: null,
  hold: 0,
  step: 0,
  stepSince: event.at,
  ready: false,
  smoked: false,
  weightAt: null,
  weight: 0 as Percent,
  windows: [],
  lastWindowAt: null,
  verdict: null,
  approved: false,
  paused: null,
  unhealthy: 0,
  failure: null,
  dataBefore: "",
  rollback: null,
  promotedAt: null,
  keepUntil: null,
  endedAt: null,
  executing: 0 as Millis,
  watched: nothingWatched,
  freed: false,
});

const nextStep = (rollout: Rollout, at: Instant): Partial<Rollout> =>
  rollout.step + 1 < rollout.steps.length
    ? {
        step: rollout.step + 1,
        stepSince: at,
        ready: false,
        weightAt: null,
        approved: false,
        failure: null,
      }
    : {};

const startRollback = (event: Extract<RolloutEvent, { type: "RollbackStarted" }>): Rollback => ({
  at: event.at,
  by: event.by,
  reason: event.reason,
  severity: event.severity,
  restored: false,
  zeroAt: null,
  smoke: null,
  dataAfter: "",
  healthyAt: null,
  removed: false,
  escalatedAt: null,
});

/** Fold one fact into the rollout. Never refuses and never looks outside: the fact already happened. */
export const evolveRollout = (before: Rollout | undefined, event: RolloutEvent): Rollout => {
  if (event.type === "RolloutRequested") return begin(event);
  if (before === undefined) throw new RangeError(`${event.type} of ${event.rollout} before it was requested`);
  return { ...before, ...change(before, event) };
};

const rolledBackWith = ({ rollback }: Rollout, change: Partial<Rollback>): Partial<Rollout> =>
  rollback === null ? {} : { rollback: { ...rollback, ...change } };

const change = (rollout: Rollout, event: Exclude<RolloutEvent, { type: "RolloutRequested" }>): Partial<Rollout> => {
  switch (event.type) {
    case "RolloutStarted":
      return { phase: "progressing", baseline: event.baseline, hold: event.hold, stepSince: event.at, failure: null };
    case "DataRead":
      return event.phase === "before"
        ? { dataBefore: event.answer }
        : rolledBackWith(rollout, { dataAfter: event.answer });
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
        // No window mixes two weights, and a step is judged by its own windows alone.
        windows: [],
        lastWindowAt: event.at,
        verdict: null,
        executing: (rollout.executing + since(rollout.stepSince, event.at)) as Millis,
        failure: null,
      };
    case "VerdictRecorded":
      return {
        lastWindowAt: event.window.to,
        verdict: event.verdict,
        // Only a window that saw every instance ready ends a row of bad ones: a crash loop is ready in between.
        unhealthy: event.candidateReady >= capacityWanted(rollout) ? 0 : rollout.unhealthy,
        ...(rollout.phase === "promoted"
          ? {
              watched: watch(rollout.watched, event.window),
              windows: [...rollout.windows, event.window].slice(-keptWindows),
            }
          : { windows: [...rollout.windows, event.window] }),
      };
    case "InstancesLost":
      return { unhealthy: rollout.unhealthy + 1, ready: false, stepSince: event.at };
    case "StepApproved":
      return { approved: true };
    case "StepCompleted":
      return nextStep(rollout, event.at);
    case "RolloutPaused":
      return { paused: { at: event.at, by: event.by, reason: event.reason } };
    case "RolloutResumed":
      // The deadline of the step does not run while people decide (T29).
      // Windows that nobody could measure are counted anew, or the first one after them would pause it again.
      return {
        paused: null,
        stepSince: event.at,
        verdict: null,
        windows: rollout.windows.filter(({ candidate }) => candidate !== null),
      };
    case "EffectFailed":
      return { failure: event.reason };
    case "RolloutPromoted":
      return {
        phase: "promoted",
        promotedAt: event.at,
        keepUntil: event.keepUntil,
        windows: [],
        lastWindowAt: event.at,
      };
    case "RollbackStarted":
      return { phase: "rolling-back", rollback: startRollback(event), paused: null, failure: null };
    case "BaselineRestored":
      return { ...rolledBackWith(rollout, { restored: true }), failure: null };
    case "TrafficReturned":
      return { ...rolledBackWith(rollout, { zeroAt: event.at }), weight: 0 as Percent, failure: null };
    case "CandidateRemoved":
      return rolledBackWith(rollout, { removed: true });
    case "RollbackEscalated":
      return rolledBackWith(rollout, { escalatedAt: event.at });
    case "RolloutRolledBack":
      return { phase: "rolled-back", endedAt: event.at };
    case "BaselineRetired":
      return { phase: "closed", endedAt: event.at };
    case "EnvironmentFreed":
      return { freed: true };
  }
};
