import { longer, type OwnStepState, runningStep } from "../runbook/own-step.ts";
import { type Instant, type Millis, plus, since } from "../units.ts";
import type { RolloutEvent } from "./events.ts";
import { isHeldUp, type Rollout } from "./rollout.ts";

/**
 * Time spent doing, up to now: from the step's beginning to its weight, without what was waited for people, the calendar
 * or a step of the service's own, whose time is counted by itself (T29, R179).
 */
export const spent = (rollout: Rollout, at: Instant): Millis => {
  const { phase, weightAt, reverting, stepSince, executing } = rollout;
  const isWaiting = (isHeldUp(rollout) && !reverting) || runningStep(rollout) !== null;
  return phase === "progressing" && weightAt === null && !isWaiting
    ? plusMillis(executing, since(stepSince, at))
    : executing;
};

const plusMillis = (a: Millis, b: Millis): Millis => (a + b) as Millis;

/** From now on nothing may advance. */
export const held = (rollout: Rollout, at: Instant): Partial<Rollout> => ({
  heldAt: rollout.heldAt ?? at,
  executing: spent(rollout, at),
});

/** A pause or a freeze is over. While the other one lasts nothing advances yet; then every wait is longer by what it took. */
export const released = (rollout: Rollout, other: "paused" | "frozen", at: Instant): Partial<Rollout> => {
  const { paused, frozen, heldAt, asked, ownStates } = rollout;
  if (rollout[other] !== null)
    return other === "paused" && paused !== null && frozen !== null
      ? { paused: { ...paused, stood: plusMillis(paused.stood ?? (0 as Millis), since(frozen.at, at)) } }
      : {};
  const length = since(heldAt ?? at, at);
  return {
    heldAt: null,
    asked: asked === null ? null : { ...asked, until: plus(asked.until, length) },
    ownStates: longer(ownStates, length),
  };
};

/** A wait is told of once. */
export const unanswered = (
  { asked, paused }: Rollout,
  { wait, at }: Extract<RolloutEvent, { type: "StepUnanswered" }>,
): Partial<Rollout> =>
  wait === "go"
    ? { asked: asked === null ? null : { ...asked, lateAt: at } }
    : { paused: paused === null ? null : { ...paused, lateAt: at } };

/** Nobody is asked any more for what a way back has overtaken (T40). */
export const leftBehind = ({ ownStates }: Rollout, at: Instant): Rollout["ownStates"] =>
  Object.fromEntries(
    Object.entries(ownStates).map(([number, one]) => [number, one.state === "running" ? overtaken(one, at) : one]),
  );

const overtaken = (one: OwnStepState, at: Instant): OwnStepState => ({
  ...one,
  state: "failed",
  endedAt: at,
  by: "headgate",
  output: "the rollout went back first",
});
