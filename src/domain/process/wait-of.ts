import { lastRollout, type Release } from "../release/release.ts";
import { type PersonWait, personWaits } from "../rollout/person-waits.ts";
import { isLive } from "../rollout/rollout.ts";
import type { RolloutRequirement } from "./process.ts";

type Asked = Pick<RolloutRequirement, "environment" | "purpose">;

/** Whom the rollout of this requirement waits for now, and for what; null while it waits for nobody. */
export const waitOf = (release: Release, { environment, purpose }: Asked): PersonWait | null => {
  const rollout = lastRollout(release, environment, purpose);
  return rollout !== undefined && isLive(rollout) ? (personWaits(rollout, release.plan.pauses)[0] ?? null) : null;
};

/** `waits for step 2 of the runbook: Ask the warehouse`; "" where only its pause is left to tell. */
export const waitInWords = (wait: PersonWait | null): string => {
  switch (wait?.wait) {
    case undefined:
    case "pause":
      return "";
    case "go":
      return "waits for the go";
    case "runbook":
      return `waits for step ${wait.own?.number} of the runbook: ${wait.own?.title}`;
  }
};
