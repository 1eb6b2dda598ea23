import type { Process } from "../process/process.ts";
import { backOut } from "../release/back-out.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import { isLive } from "../rollout/rollout.ts";
import { stageAndBefore } from "./lock.ts";

/**
 * The way back of what had begun on the strength of a stage that now failed: nothing goes on, and nobody could begin the
 * stage anew beside it (R61). What is promoted stays: triggers watch it there.
 */
export const undermined = (
  process: Process,
  release: Release,
  events: readonly ReleaseEvent[],
): readonly ReleaseEvent[] => {
  const failed = events.find((one) => one.type === "AttemptFailed" && one.owes.includes("diagnosis"));
  if (failed?.type !== "AttemptFailed") return [];
  const { stage, attempt, reason, at } = failed;
  const later = process.requirements.filter(
    (one) => one.kind === "rollout" && one.stage !== stage && stageAndBefore(process, one.stage).includes(stage),
  );
  const lost = release.rollouts.filter(
    (one) => isLive(one) && later.some((other) => other.kind === "rollout" && other.environment === one.environment),
  );
  return backOut({ rollouts: lost }, `attempt ${attempt} at ${stage} failed: ${reason}`, "headgate", at);
};
