import type { Config } from "../config/config.ts";
import type { EnvironmentState } from "../domain/environment.ts";
import { type Digest, percent } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Deps, EnvironmentDrivers } from "./deps.ts";
import type { AdoptRequest } from "./engine.ts";
import { readEnvironment, writeEnvironment } from "./environment-store.ts";
import { requireOperator } from "./operator.ts";

/**
 * A person states what runs in an environment and that it is good: the baseline of the first release. The statement is
 * recorded first; bringing it up, routing to it and stopping whatever else runs there can be repeated until it holds.
 * Adopting what is in service already writes nothing (T42), and makes it so again.
 *
 * @throws AppError `ENVIRONMENT_HELD` while a rollout holds it
 */
export const adopt = async (deps: Deps, request: AdoptRequest, signal: AbortSignal): Promise<EnvironmentState> => {
  const { config, environment, path, version, by, reason } = request;
  requireOperator(config, by, `adopting ${environment}`);
  const { service } = config;
  const before = await readEnvironment(deps, service, environment);
  if (before.heldBy !== null) throw new AppError("ENVIRONMENT_HELD", { environment, rollout: before.heldBy.rollout });
  const build = { digest: await deps.builds.add(path), version };
  const drivers = deps.world.environment(config, environment);
  const count = countOf(config, environment);
  const known = before.runs?.digest === build.digest;
  const state = known
    ? before
    : await writeEnvironment(deps, service, environment, before.version, by, {
        type: "EnvironmentAdopted",
        at: deps.now(),
        build,
        count,
        reason,
        by: by.id,
      });
  const views = await drivers.instances.bring(build, count, signal);
  const endpoints = views.filter((view) => view.build === build.digest && view.ready).map(({ endpoint }) => endpoint);
  await drivers.traffic.set([{ build: build.digest, endpoints, weight: percent(100) }], [state.version, 0], signal);
  await stopOthers(drivers, build.digest, signal);
  return state;
};

const countOf = ({ environments }: Config, environment: string): number =>
  (environment === "staging" ? environments.staging : environments.production).instances.count;

/** What ran there before gets no requests any more; it answers those that it has, and ends. */
const stopOthers = async (
  { instances, traffic }: EnvironmentDrivers,
  adopted: Digest,
  signal: AbortSignal,
): Promise<void> => {
  const others = (await instances.observe(signal)).filter(({ build }) => build !== adopted);
  if (others.length === 0) return;
  await traffic.drain(
    others.map(({ endpoint }) => endpoint),
    signal,
  );
  for (const build of new Set(others.map((one) => one.build))) await instances.remove(build, [], signal);
};
