import type { Release } from "../domain/release/release.ts";
import { isLive, type Rollout } from "../domain/rollout/rollout.ts";

/**
 * What a run came to. `rolled-out`: a rollout of this run reached its end as planned, a drill by its rollback.
 * `ended`: rejected or cancelled. `waiting`: people have to act. `stopped`: interrupted before any of these.
 */
export type Outcome = "closed" | "rolled-out" | "rolled-back" | "ended" | "waiting" | "stopped";

export const outcomeOf = (before: Release, after: Release, interrupted: boolean): Outcome => {
  // Rollouts that were over before this run are another run's success or failure. A promoted one can still go back.
  const over = new Set(before.rollouts.filter((one) => !isLive(one)).map(({ id, phase }) => `${id} ${phase}`));
  const ours = after.rollouts.filter((one) => !isLive(one) && !over.has(`${one.id} ${one.phase}`));
  if (ours.some(isSetback)) return "rolled-back";
  if (after.phase === "closed") return "closed";
  if (after.phase !== "open") return "ended";
  if (interrupted) return "stopped";
  return ours.length > 0 ? "rolled-out" : "waiting";
};

/** Went back, and not because it was rehearsed. */
const isSetback = ({ phase, rollback }: Rollout): boolean => phase === "rolled-back" && rollback?.severity !== "drill";
