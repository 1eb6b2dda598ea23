import {
  type EnvironmentEvent,
  type EnvironmentState,
  emptyEnvironment,
  environmentStream,
  evolveEnvironment,
} from "../domain/environment.ts";
import type { Actor } from "../journal/port.ts";
import type { Deps } from "./deps.ts";
import { toEntry, toEvent } from "./entries.ts";

export const readEnvironment = async (
  { journal }: Pick<Deps, "journal">,
  service: string,
  name: string,
): Promise<EnvironmentState> =>
  (await journal.read(environmentStream(service, name)))
    .map((entry) => toEvent<EnvironmentEvent>(entry))
    .reduce(evolveEnvironment, emptyEnvironment);

/** Appends to the environment's stream as it was read; somebody who was faster makes it reject with a conflict. */
export const writeEnvironment = async (
  { journal }: Pick<Deps, "journal">,
  service: string,
  name: string,
  expected: number,
  actor: Actor,
  event: EnvironmentEvent,
): Promise<EnvironmentState> => {
  await journal.append(environmentStream(service, name), expected, [toEntry(actor)(event)]);
  return readEnvironment({ journal }, service, name);
};
