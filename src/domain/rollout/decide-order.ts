import { accept, type Decision, refuse } from "../refusal.ts";
import { confirmOwnStep } from "../runbook/decide-own-step.ts";
import type { Instant } from "../units.ts";
import { type Answer, type Bare, rollBack, stamp } from "./answer.ts";
import type { RolloutOrder } from "./commands.ts";
import type { RolloutEvent } from "./events.ts";
import { closedGates } from "./gates.ts";
import { isReversible, type Rollout } from "./rollout.ts";

/** What people ask. The caller has checked that they may. */
export const decideOrder = (rollout: Rollout, order: RolloutOrder, by: string, at: Instant): Decision<RolloutEvent> =>
  stamp(rollout, at, answerTo(rollout, order, by, at));

const answerTo = (rollout: Rollout, order: RolloutOrder, by: string, at: Instant): Answer => {
  const { phase, id } = rollout;
  if (order.type === "RollBack") return decideRollBack(rollout, order, by);
  // The turn of its steps is asked by what they come after, not by the phase.
  if (order.type === "ConfirmStep") return confirmOwnStep(rollout, order, by, at);
  if (phase === "rolling-back") return refuse("ROLLING_BACK", { rollout: id });
  if (phase !== "progressing") return refuse("NO_ROLLOUT", { phase });
  switch (order.type) {
    case "Promote":
      return promote(rollout, order.step, by, at);
    case "Pause":
      return rollout.paused === null
        ? accept<Bare>([{ type: "RolloutPaused", by, reason: order.reason }])
        : accept<Bare>([], `paused already: ${rollout.paused.reason}`);
    case "Resume":
      return rollout.paused === null ? refuse("NOT_PAUSED", {}) : accept<Bare>([{ type: "RolloutResumed", by }]);
  }
};

const promote = (rollout: Rollout, step: number, by: string, at: Instant): Answer => {
  if (step !== rollout.step) return refuse("STEP_OVER", { asked: step + 1, now: rollout.step + 1 });
  if (rollout.paused !== null)
    return refuse("STEP_NOT_READY", { step: step + 1, closed: `paused: ${rollout.paused.reason}` });
  if (rollout.frozen !== null)
    return refuse("STEP_NOT_READY", { step: step + 1, closed: `nothing advances: ${rollout.frozen.reason}` });
  const closed = closedGates(rollout, at).filter((gate) => !gate.startsWith("approval"));
  if (closed.length > 0) return refuse("STEP_NOT_READY", { step: step + 1, closed: closed.join("; ") });
  return rollout.approved
    ? accept<Bare>([], "the go for this step was given already")
    : accept<Bare>([{ type: "StepApproved", step, by }]);
};

const decideRollBack = (rollout: Rollout, order: Extract<RolloutOrder, { type: "RollBack" }>, by: string): Answer => {
  if (rollout.phase === "rolling-back") return accept<Bare>([], "a rollback is in progress already");
  if (!isReversible(rollout)) return accept<Bare>([], `nothing to roll back: ${rollout.id} is ${rollout.phase}`);
  const started = rollBack(rollout, by, order.reason, order.severity);
  // Nothing was touched while it waited for the environment: it ends at once.
  return rollout.phase === "waiting" ? accept<Bare>([started, { type: "RolloutRolledBack" }]) : accept<Bare>([started]);
};
