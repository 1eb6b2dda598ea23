import type { Config } from "../config/config.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";
import { readEnvironment, writeEnvironment } from "./environment-store.ts";
import type { Handled } from "./handle.ts";
import { system } from "./operator.ts";

/**
 * Those who wait stand in the order in which they were started, not in the order in which somebody came to conduct them
 * (T35). Lost to a crash, the place is taken with the first question for the hold.
 */
export const queueUp = async (
  deps: Pick<Deps, "journal" | "now">,
  { service }: Pick<Config, "service">,
  release: string,
  handled: Handled,
): Promise<void> => {
  if (!handled.ok) return;
  for (const event of handled.events)
    if (event.type === "RolloutRequested") await queueOne(deps, service, release, event);
};

const queueOne = async (
  deps: Pick<Deps, "journal" | "now">,
  service: string,
  release: string,
  { environment, rollout }: Extract<ReleaseEvent, { type: "RolloutRequested" }>,
): Promise<void> => {
  for (let tries = 0; tries < 5; tries++) {
    const { heldBy, waiting, version } = await readEnvironment(deps, service, environment);
    // Its conductor may have been faster.
    if (heldBy?.rollout === rollout || waiting.some((one) => one.rollout === rollout)) return;
    const event = { type: "EnvironmentQueued", at: deps.now(), release, rollout } as const;
    try {
      return void (await writeEnvironment(deps, service, environment, version, system, event));
    } catch (error) {
      if (!(error instanceof AppError && error.code === "JOURNAL_CONFLICT")) throw error;
    }
  }
};
