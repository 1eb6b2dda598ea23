import { toEvent } from "../conductor/entries.ts";
import { describe } from "../domain/release/describe.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import type { Entry } from "../journal/port.ts";

/** Lines of the history that a watcher wants to see at once; the rest is told by `headgate history`. */
const shown: ReadonlySet<ReleaseEvent["type"]> = new Set([
  "ReleaseOpened",
  "RolloutRequested",
  "CandidateReady",
  "SmokePassed",
  "SmokeFailed",
  "WeightConfirmed",
  "StepCompleted",
  "InstancesLost",
  "RolloutPaused",
  "RolloutPromoted",
  "RollbackStarted",
  "TrafficReturned",
  "RolloutRolledBack",
  "RollbackEscalated",
  "BaselineRetired",
  "MessageDelivered",
  "ReleaseClosed",
  "RecordSealed",
  "EffectFailed",
]);

export const clock = (at: number): string => new Date(at).toISOString().slice(11, 23);

/** History lines as the demo prints them. */
export const tell = (entries: readonly Entry[], print: (line: string) => void): void => {
  for (const entry of entries) {
    const event = toEvent<ReleaseEvent>(entry);
    if (shown.has(event.type)) print(`${clock(entry.at)}  ${describe(event)}`);
  }
};
