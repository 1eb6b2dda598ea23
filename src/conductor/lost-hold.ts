import type { Config } from "../config/config.ts";
import type { EnvironmentState } from "../domain/environment.ts";
import type { RolloutReport } from "../domain/rollout/commands.ts";
import type { RolloutEffect } from "../domain/rollout/effects.ts";
import type { Deps } from "./deps.ts";
import { readEnvironment } from "./environment-store.ts";

/** What it needs of a `RolloutContext`. */
type LostContext = { readonly deps: Pick<Deps, "journal">; readonly config: Pick<Config, "service"> };

type Lost = Extract<RolloutReport, { type: "LoseHold" }>;

/** What a rollout has to report whose hold a person took away; null while it may act. */
export const takenAway = ({ unstuck }: EnvironmentState, rollout: string): Lost | null => {
  const taken = unstuck.find((one) => one.rollout === rollout);
  return taken === undefined ? null : { type: "LoseHold", by: taken.by, reason: taken.reason };
};

/** Asked before every act on the world; between the question and the act stands the fence of the router. */
export const lostHold = async (
  { deps, config }: LostContext,
  { kind, rollout, environment }: RolloutEffect,
): Promise<Lost | null> =>
  // These ask by themselves, or act on nothing.
  kind === "hold" || kind === "free" || kind === "report"
    ? null
    : takenAway(await readEnvironment(deps, config.service, environment), rollout);
