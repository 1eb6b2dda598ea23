import { leave } from "../domain/environment-queue.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import type { Release } from "../domain/release/release.ts";
import { againOnConflict } from "./again-on-conflict.ts";
import type { Deps } from "./deps.ts";
import { readEnvironment, readRollout, writeEnvironment } from "./environment-store.ts";
import type { Handled } from "./handle.ts";
import { system } from "./operator.ts";

type Store = Pick<Deps, "journal" | "now">;
type Event<Type extends ReleaseEvent["type"]> = Extract<ReleaseEvent, { type: Type }>;

/**
 * Those who wait stand in the order in which people started them, not in the order in which somebody came to conduct
 * them (T35); and who was ended while it waited is gone at once (T40). Lost to a crash, the first is done with the first
 * question for the hold, and the second by its `free` effect or by whoever comes next.
 */
export const keepQueue = async (deps: Store, { id, service }: Pick<Release, "id" | "service">, handled: Handled) => {
  if (!handled.ok) return;
  for (const event of handled.events) {
    if (event.type === "RolloutRequested") await againOnConflict(() => enter(deps, service, id, event));
    if (event.type === "RolloutRolledBack") await againOnConflict(() => goAway(deps, service, id, event));
  }
};

const enter = async (
  deps: Store,
  service: string,
  release: string,
  { environment, rollout }: Event<"RolloutRequested">,
): Promise<void> => {
  const { heldBy, waiting, version } = await readEnvironment(deps, service, environment);
  // Its conductor may have been faster.
  if (heldBy?.rollout === rollout || waiting.some((one) => one.rollout === rollout)) return;
  const event = { type: "EnvironmentQueued", at: deps.now(), release, rollout } as const;
  await writeEnvironment(deps, service, environment, version, system, event);
};

const goAway = async (
  deps: Store,
  service: string,
  release: string,
  { rollout: id }: Event<"RolloutRolledBack">,
): Promise<void> => {
  const ended = await readRollout(deps, release, id);
  if (ended === null) return;
  const { environment } = ended;
  const state = await readEnvironment(deps, service, environment);
  const events = leave(state, release, ended, deps.now());
  await writeEnvironment(deps, service, environment, state.version, system, ...events);
};
