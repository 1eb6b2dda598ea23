import type { RolloutEvent } from "./events.ts";
import { currentStep, type Rollout } from "./rollout.ts";
import type { JudgedWindow, Window } from "./window.ts";

/** A window that just closed, with where the rollout stands. */
export const judgedWindow = (
  { weight, weightAt, grownAt, resumes }: Pick<Rollout, "weight" | "weightAt" | "grownAt" | "resumes">,
  window: Window,
): JudgedWindow => ({ ...window, weight, confirmedAt: weightAt, grownAt: grownAt ?? window.from, resumes });

/** Whether this weight gave traffic to instances that had none: the first weight, or more instances than before. */
export const grownBy = (
  rollout: Rollout,
  { at }: Extract<RolloutEvent, { type: "WeightConfirmed" }>,
): Rollout["grownAt"] => {
  const { weight, step, steps, grownAt } = rollout;
  const isMore = currentStep(rollout).candidate > (steps[step - 1]?.candidate ?? 0);
  return grownAt === null || weight === 0 || isMore ? at : grownAt;
};
