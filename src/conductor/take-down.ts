import type { EnvironmentState } from "../domain/environment.ts";
import { AppError } from "../errors.ts";
import type { Deps, EnvironmentDrivers } from "./deps.ts";
import type { TakeDownRequest } from "./engine.ts";
import { readEnvironment, writeEnvironment } from "./environment-store.ts";
import { requireOperator } from "./operator.ts";

/** ms that requests in flight get; as long as the splitter gives them when it is stopped. */
const grace = 30_000;

/**
 * Stops the router and every instance of an environment, by a person's order. A router that is not ours runs on, and is
 * told to give the maintenance answer: what it would send to the ports of ended instances could reach somebody else's.
 * Said in the history first, so that what is found down later has a reason; the stopping can be repeated.
 *
 * @throws AppError `ENVIRONMENT_HELD` while a rollout holds it
 */
export const takeDown = async (
  deps: Pick<Deps, "journal" | "now" | "world">,
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
  const drivers = deps.world.environment(config, environment);
  if (drivers.stopRouter === null) await closeRouter(drivers, state.version, signal);
  else await drivers.stopRouter(signal);
  const builds = new Set((await drivers.instances.observe(signal)).map(({ build }) => build));
  for (const build of builds) await drivers.instances.remove(build, [], signal);
  return state;
};

/** From now on it answers by itself; what is in flight is finished first, at most for the grace. */
const closeRouter = async (
  { instances, traffic }: EnvironmentDrivers,
  hold: number,
  signal: AbortSignal,
): Promise<void> => {
  await traffic.set([], [hold, 0], signal);
  const endpoints = (await instances.observe(signal)).map(({ endpoint }) => endpoint);
  try {
    await traffic.drain(endpoints, AbortSignal.any([signal, AbortSignal.timeout(grace)]));
  } catch (error) {
    // What lasts longer is cut, for nobody would wait for a connection that is kept open for days.
    if (signal.aborted || !(error instanceof AppError)) throw error;
  }
};
