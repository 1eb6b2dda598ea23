import type { Process } from "../process/process.ts";
import { stageOfProduction } from "../process/stage-of-production.ts";
import type { ReleaseEvent } from "../release/events.ts";

type Told = { readonly event: ReleaseEvent };

/** Windows of a judge come by the second and clocks by themselves: the log has them, a reader of the story does not. */
const quiet: ReadonlySet<ReleaseEvent["type"]> = new Set(["VerdictRecorded", "BecameDue", "OverdueTold"]);

/**
 * What everybody in the war room sees: from the first word that somebody is there, or wants to begin, or the first
 * request for production, whichever came first; in order.
 */
export const timeline = <Line extends Told>(process: Process, history: readonly Line[]): readonly Line[] => {
  const stage = stageOfProduction(process);
  const own = process.requirements.filter((one) => one.kind === "rollout" && one.stage === stage);
  const ids = new Set(own.map(({ id }) => id));
  const first = history.findIndex(({ event }) => begins(event, ids));
  return first < 0 ? [] : history.slice(first).filter(({ event }) => !quiet.has(event.type));
};

const begins = (event: ReleaseEvent, requirements: ReadonlySet<string>): boolean =>
  (event.type === "PresenceConfirmed" && requirements.has(event.requirement)) ||
  (event.type === "ChecksAskedAgain" && requirements.has(event.recheck)) ||
  (event.type === "RolloutRequested" && event.environment === "production");
