import type { EnvironmentState } from "../domain/environment.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";
import type { TakeDownRequest } from "./engine.ts";
import { readEnvironment, writeEnvironment } from "./environment-store.ts";
import { requireOperator } from "./operator.ts";

/**
 * Stops the router and every instance of an environment, by a person's order. Said in the history first, so that what
 * is found down later has a reason; the stopping can be repeated.
 *
 * @throws AppError `ENVIRONMENT_HELD` while a rollout holds it
 */
export const takeDown = async (
  deps: Deps,
  { config, environment, by, reason }: TakeDownRequest,
  signal: AbortSignal,
): Promise<EnvironmentState> => {
  requireOperator(config, by, `taking down ${environment}`);
  const before = await readEnvironment(deps, config.service, environment);
  if (before.heldBy !== null) throw new AppError("ENVIRONMENT_HELD", { environment, rollout: before.heldBy.rollout });
  const at = deps.now();
  const state =
    before.runs === null
      ? before
      : await writeEnvironment(deps, config.service, environment, before.version, by, {
          type: "EnvironmentTakenDown",
          at,
          by: by.id,
          reason,
        });
  const { instances, stopRouter } = deps.world.environment(config, environment);
  await stopRouter(signal);
  const builds = new Set((await instances.observe(signal)).map(({ build }) => build));
  for (const build of builds) await instances.remove(build, 0, signal);
  return state;
};
