import { closedGates } from "../rollout/gates.ts";
import { isHeldUp, type Rollout } from "../rollout/rollout.ts";
import type { Instant } from "../units.ts";
import { type OwnStep, pendingAt } from "./own-step.ts";

/** The step of the service's own whose turn it is, begun or not; null when it is none's. They come in their order. */
export const dueOwnStep = (rollout: Rollout, now: Instant): OwnStep | null => {
  switch (rollout.phase) {
    case "progressing":
      return isHeldUp(rollout) || rollout.reverting ? null : onTheWay(rollout, now);
    case "promoted":
      return isHeldUp(rollout) ? null : pendingAt(rollout, "after-promote");
    case "rolling-back":
      return isBack(rollout) ? pendingAt(rollout, "on-rollback") : null;
    case "waiting":
    case "rolled-back":
    case "closed":
      return null;
  }
};

const onTheWay = (rollout: Rollout, now: Instant): OwnStep | null => {
  const { step, weightAt, ready, smoked } = rollout;
  if (weightAt === null)
    return step === 0
      ? (pendingAt(rollout, "before-rollout") ?? (ready && smoked ? pendingAt(rollout, "before-traffic") : null))
      : null;
  const others = closedGates(rollout, now).filter(
    (gate) => !gate.startsWith("approval") && !gate.startsWith("runbook"),
  );
  return others.length === 0 ? pendingAt(rollout, "after-step", step) : null;
};

/** Users come first; and where nothing was done there is nothing to clear up. */
const isBack = ({ rollback, grownAt, ownStates }: Rollout): boolean =>
  rollback !== null &&
  rollback.zeroAt !== null &&
  rollback.smoke !== null &&
  (grownAt !== null || Object.values(ownStates).some(({ state }) => state === "done"));
