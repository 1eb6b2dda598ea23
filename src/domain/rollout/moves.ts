import type { Instant } from "../units.ts";
import type { RolloutEvent } from "./events.ts";
import { leftBehind } from "./executing.ts";
import type { Rollback, Rollout } from "./rollout.ts";
import type { Step } from "./step.ts";

export const nextStep = ({ step, steps }: Rollout, at: Instant): Partial<Rollout> => {
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
  asked: null,
  failure: null,
});

/** Somebody has given the baseline more instances than were planned: every side grows alike, and none is cut back (T12). */
export const start = (
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
export const revert = ({ step, reverts }: Rollout, at: Instant): Partial<Rollout> => ({
  ...anew(at),
  step: step - 1,
  reverting: true,
  regrown: false,
  reverts: reverts + 1,
  ready: true,
});

type Fate = Pick<Extract<RolloutEvent, { type: "RollbackStarted" }>, "at" | "by" | "reason" | "severity" | "legs">;

export const startRollback = ({ at, by, reason, severity, legs }: Fate): Rollback => ({
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
export const loseHold = (
  rollout: Rollout,
  { at, by, reason }: Extract<RolloutEvent, { type: "HoldLost" }>,
): Partial<Rollout> => ({
  phase: "rolled-back",
  endedAt: at,
  freed: true,
  paused: null,
  frozen: null,
  heldAt: null,
  asked: null,
  ownStates: leftBehind(rollout, at),
  failure: null,
  rollback: startRollback({
    at,
    by,
    severity: "high",
    legs: [],
    reason: `its hold was taken away by ${by}: ${reason}; what it left behind was not undone`,
  }),
});
