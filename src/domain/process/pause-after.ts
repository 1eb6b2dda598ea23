import { lastRollout, type Release } from "../release/release.ts";
import { type Instant, type Millis, since } from "../units.ts";
import { periodStart } from "./dates.ts";
import type { Check, Process } from "./process.ts";
import { requirementOf, stageOf } from "./requirement-of.ts";

/** How long after a look the next one is due; null for a check that is asked once, or for the last time. */
export const pauseAfter = (
  process: Process,
  release: Release,
  { every, during, stage: id }: Check,
  look: Instant,
): Millis | null => {
  if (during !== undefined && !isInProgress(process, release, during)) return null;
  if (every === undefined || typeof every === "number") return every ?? null;
  const stage = stageOf(process, id);
  const start = stage === undefined ? null : periodStart(process, release, stage);
  // A look from before the period is followed by one as close as at its start.
  return pauseAt(every, start === null ? (0 as Millis) : since(start, look));
};

/** Before it nobody needs another look; after it one is asked for that is younger than it, and that one stands. */
const isInProgress = (process: Process, release: Release, during: string): boolean => {
  const asked = requirementOf(process, during);
  const rollout = asked?.kind === "rollout" ? lastRollout(release, asked.environment, asked.purpose) : undefined;
  return rollout?.phase === "progressing" || rollout?.phase === "rolling-back";
};

const pauseAt = (every: Exclude<NonNullable<Check["every"]>, Millis>, into: Millis): Millis | null => {
  let ends = 0;
  for (const { for: length, every: pause } of every) {
    ends += length ?? Number.POSITIVE_INFINITY;
    if (into < ends) return pause;
  }
  return every.at(-1)?.every ?? null;
};
