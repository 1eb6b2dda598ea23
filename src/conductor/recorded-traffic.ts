import type { Traffic } from "../domain/calendar/quiet-hour.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import { AppError } from "../errors.ts";
import type { StreamHead } from "../journal/port.ts";
import type { Deps } from "./deps.ts";
import { toEvent } from "./entries.ts";
import { releaseStream } from "./load.ts";

/** Histories that are read for it, newest first: traffic of long ago says little of tonight. */
const most = 3;

/** What a service's promoted builds were asked for in production while they were watched, window by window. */
export const recordedTraffic = async (
  { journal }: Pick<Deps, "journal">,
  service: string,
): Promise<readonly Traffic[]> => {
  const heads = (await journal.list(releaseStream(`${service}-`))).toSorted((a, b) => b.at - a.at).slice(0, most);
  const read = async ({ stream }: StreamHead): Promise<readonly Traffic[]> => {
    try {
      return trafficOf(
        service,
        (await journal.read(stream)).map((entry) => toEvent<ReleaseEvent>(entry)),
      );
    } catch (error) {
      // A damaged history is told by `verify`, and keeps nobody from the others (T41).
      if (error instanceof AppError) return [];
      throw error;
    }
  };
  return (await Promise.all(heads.map(read))).flat();
};

/** Once it is promoted a build has all traffic, so that its counts are those of the service. */
const trafficOf = (service: string, events: readonly ReleaseEvent[]): readonly Traffic[] => {
  // `shop-` begins the releases of `shop-eu` as well.
  if (!events.some((event) => event.type === "ReleaseOpened" && event.service === service)) return [];
  const promoted = new Set<string>();
  const isProduction = new Set<string>();
  return events.flatMap((event): readonly Traffic[] => {
    if (event.type === "RolloutRequested" && event.environment === "production") isProduction.add(event.rollout);
    if (event.type === "RolloutPromoted" && isProduction.has(event.rollout)) promoted.add(event.rollout);
    if (event.type === "RollbackStarted") promoted.delete(event.rollout);
    if (event.type !== "VerdictRecorded" || !promoted.has(event.rollout)) return [];
    const { from, to, candidate } = event.window;
    return candidate === null || to <= from ? [] : [{ from, to, requests: candidate.requests }];
  });
};
