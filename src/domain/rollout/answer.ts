import type { Decision } from "../refusal.ts";
import type { Instant } from "../units.ts";
import type { RolloutEvent } from "./events.ts";
import type { Rollback, Rollout } from "./rollout.ts";
import { wayBack } from "./way-back.ts";

/** An event before it is known of which rollout and when. */
export type Bare = RolloutEvent extends infer E ? (E extends RolloutEvent ? Omit<E, "rollout" | "at"> : never) : never;
export type Answer = Decision<Bare>;

export const stamp = (rollout: Rollout, at: Instant, answer: Answer): Decision<RolloutEvent> =>
  answer.ok
    ? { ...answer, events: answer.events.map((event) => ({ ...event, rollout: rollout.id, at }) as RolloutEvent) }
    : answer;

export const rollBack = (rollout: Rollout, by: string, reason: string, severity: Rollback["severity"]): Bare => ({
  type: "RollbackStarted",
  by,
  reason,
  severity,
  legs: wayBack(rollout),
});

/** By the product itself: at once, for harm does not wait for a person. */
export const rollBackAtOnce = (rollout: Rollout, reason: string): Bare =>
  rollBack(rollout, "headgate", reason, "critical");
