import type { EnvironmentEvent } from "./environment.ts";
import type { Digest } from "./units.ts";

/**
 * The release whose rollout brought this build into the environment last; null when none did: it was adopted, or never
 * ran there.
 */
export const putBy = (events: readonly EnvironmentEvent[], build: Digest): string | null => {
  const holders = new Map<string, string>();
  let [runs, by]: [Digest | null, string | null] = [null, null];
  for (const event of events)
    if (event.type === "EnvironmentHeld") holders.set(event.rollout, event.release);
    else if (event.type === "EnvironmentAdopted") {
      if (event.build.digest === build && runs !== build) by = null;
      runs = event.build.digest;
    } else if (event.type === "EnvironmentFreed" && event.runs !== null) {
      // A rollback leaves what ran before, which somebody else had brought.
      if (event.runs.digest === build && runs !== build) by = holders.get(event.rollout) ?? null;
      runs = event.runs.digest;
    }
  return by;
};
