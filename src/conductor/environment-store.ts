import {
  type EnvironmentEvent,
  type EnvironmentState,
  emptyEnvironment,
  environmentStream,
  evolveEnvironment,
} from "../domain/environment.ts";
import type { Rollout } from "../domain/rollout/rollout.ts";
import type { Actor } from "../journal/port.ts";
import type { Deps } from "./deps.ts";
import { toEntry, toEvent } from "./entries.ts";
import { foldEntries, releaseStream } from "./load.ts";

type Journal = Pick<Deps, "journal">;

export const readEnvironment = async ({ journal }: Journal, service: string, name: string): Promise<EnvironmentState> =>
  (await journal.read(environmentStream(service, name)))
    .map((entry) => toEvent<EnvironmentEvent>(entry))
    .reduce(evolveEnvironment, emptyEnvironment);

/** Appends to the environment's stream as it was read; somebody who was faster makes it reject with a conflict. */
export const writeEnvironment = async (
  { journal }: Journal,
  service: string,
  name: string,
  expected: number,
  actor: Actor,
  ...events: readonly EnvironmentEvent[]
): Promise<EnvironmentState> => {
  if (events.length > 0) await journal.append(environmentStream(service, name), expected, events.map(toEntry(actor)));
  return readEnvironment({ journal }, service, name);
};

/** A rollout of whatever release, by that release's own history; null when there is none. */
export const readRollout = async ({ journal }: Journal, release: string, rollout: string): Promise<Rollout | null> =>
  foldEntries(undefined, await journal.read(releaseStream(release)))?.rollouts.find(({ id }) => id === rollout) ?? null;
