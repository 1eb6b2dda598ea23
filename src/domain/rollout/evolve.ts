import { type Instant, type Millis, type Percent, since } from "../units.ts";
import type { RolloutEvent } from "./events.ts";
import { capacityWanted, currentLeg, currentStep, type Rollback, type Rollout, type Watched } from "./rollout.ts";
import type { Step } from "./step.ts";
import { watch } from "./watched.ts";
import { wayBack } from "./way-back.ts";

const nothingWatched: Watched = { requests: 0, errors: 0, latency: [], windows: 0, goodWindows: 0 };

/** Windows judged together after promotion; the days before them are only summed. */
const keptWindows = 120;

const begin = (event: Extract<RolloutEvent, { type: "RolloutRequested" }>): Rollout => ({
  id: event.rollout,
  environment: event.environment,
  purpose: event.purpose,
  attempt: event.attempt,
  steps: event.steps,
  size: event.size,
  hooks: event.hooks,
  runbook: event.runbook,
  candidate: event.candidate,
  requestedBy: event.by,
  requestedAt: event.at,
  phase: "waiting",
  baseline: null,
  hold: 0,
  step: 0,
  stepSince: event.at,
  candidateCount: 0,
  baselineCount: event.size,
  hooksRun: [],
  hooksPassed: [],
  hooksFailed: [],
  shifted: false,
  closedAt: null,
  reverting: false,
  regrown: false,
  reverts: 0,
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
  failures: {},
  dataBefore: "",
  rollback: null,
  escalatedAt: null,
  promotedAt: null,
  keepUntil: null,
  endedAt: null,
  executing: 0 as Millis,
  watched: nothingWatched,
  freed: false,
});

const nextStep = ({ step, steps }: Rollout, at: Instant): Partial<Rollout> => {
  const next = steps[step + 1];
  return next === undefined ? {} : { step: step + 1, candidateCount: next.candidate, ...anew(at) };
};

/** What a step begins with: nothing of it is confirmed yet. */
const anew = (at: Instant): Partial<Rollout> => ({
  stepSince: at,
  ready: false,
  shifted: false,
  weightAt: null,
  approved: false,
  failure: null,
});

/** Somebody has given the baseline more instances than were planned: every side grows alike, and none is cut back (T12). */
const start = (
  { steps, size }: Rollout,
  { baseline, hold, running, at }: Extract<RolloutEvent, { type: "RolloutStarted" }>,
): Partial<Rollout> => {
  const full = Math.max(size, running);
  const grown = full === size ? steps : steps.map((step) => grow(step, full / size, full));
  return {
    phase: "progressing",
    steps: grown,
    size: full,
    baseline,
    hold,
    baselineCount: full,
    candidateCount: grown[0]?.candidate ?? 0,
    stepSince: at,
    failure: null,
  };
};

const grow = (step: Step, factor: number, most: number): Step => {
  const to = (count: number): number => Math.min(most, Math.ceil(count * factor));
  return { ...step, candidate: to(step.candidate), baseline: to(step.baseline), meanwhile: to(step.meanwhile) };
};

/** Its instances stay until the baseline's are counted again; the weight is set anew, and judged by windows of its own. */
const revert = ({ step, reverts }: Rollout, at: Instant): Partial<Rollout> => ({
  ...anew(at),
  step: step - 1,
  reverting: true,
  regrown: false,
  reverts: reverts + 1,
  ready: true,
});

type Fate = Pick<Extract<RolloutEvent, { type: "RollbackStarted" }>, "at" | "by" | "reason" | "severity" | "legs">;

const startRollback = ({ at, by, reason, severity, legs }: Fate): Rollback => ({
  at,
  by,
  reason,
  severity,
  legs,
  leg: 0,
  restored: false,
  zeroAt: null,
  smoke: null,
  dataAfter: "",
  healthyAt: null,
  removed: false,
  escalatedAt: null,
});

/** Its hold was taken away: it is over, and nothing that was confirmed of it proves anything now. */
const loseHold = ({ at, by, reason }: Extract<RolloutEvent, { type: "HoldLost" }>): Partial<Rollout> => ({
  phase: "rolled-back",
  endedAt: at,
  freed: true,
  paused: null,
  failure: null,
  rollback: startRollback({
    at,
    by,
    severity: "high",
    legs: [],
    reason: `its hold was taken away by ${by}: ${reason}; what it left behind was not undone`,
  }),
});

/** Fold one fact into the rollout. Never refuses and never looks outside: the fact already happened. */
export const evolveRollout = (before: Rollout | undefined, event: RolloutEvent): Rollout => {
  if (event.type === "RolloutRequested") return begin(event);
  if (before === undefined) throw new RangeError(`${event.type} of ${event.rollout} before it was requested`);
  const changed = change(before, event);
  return { ...before, ...changed, ...(changed.failure === null ? { failures: {} } : {}) };
};

const rolledBackWith = ({ rollback }: Rollout, change: Partial<Rollback>): Partial<Rollout> =>
  rollback === null ? {} : { rollback: { ...rollback, ...change } };

const change = (rollout: Rollout, event: Exclude<RolloutEvent, { type: "RolloutRequested" }>): Partial<Rollout> => {
  switch (event.type) {
    case "RolloutStarted":
      return start(rollout, event);
    case "HoldLost":
      return loseHold(event);
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
        reverting: false,
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
      // A window in which the candidate was smaller than planned proves nothing good of it (T20).
      return {
        unhealthy: rollout.unhealthy + 1,
        ready: false,
        stepSince: event.at,
        windows: rollout.windows.slice(0, -1),
        verdict: null,
      };
    case "StepApproved":
      return { approved: true };
    case "StepCompleted":
      return nextStep(rollout, event.at);
    case "StepReverted":
      return revert(rollout, event.at);
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
        closedAt: null,
        failure: null,
      };
    case "CandidateRemoved":
      return rolledBackWith(rollout, { removed: true });
    case "RollbackEscalated":
      return rolledBackWith(rollout, { escalatedAt: event.at });
    case "RolloutEscalated":
      return { escalatedAt: event.at };
    case "RolloutRolledBack":
      return { phase: "rolled-back", endedAt: event.at };
    case "BaselineRetired":
      return { phase: "closed", endedAt: event.at };
    case "EnvironmentFreed":
      return { freed: true };
  }
};
