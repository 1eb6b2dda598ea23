import type { Config } from "../config/config.ts";
import type { RolloutReport } from "../domain/rollout/commands.ts";
import type { RolloutEffect } from "../domain/rollout/effects.ts";
import { percent } from "../domain/units.ts";
import type { Fence, Route } from "../drivers/port.ts";
import { AppError } from "../errors.ts";
import type { Deps, EnvironmentDrivers } from "./deps.ts";
import { readEnvironment, writeEnvironment } from "./environment-store.ts";
import { httpCheck } from "./http-check.ts";
import type { Measure } from "./measure.ts";

export type RolloutContext = {
  readonly deps: Deps;
  readonly config: Config;
  readonly release: string;
  readonly drivers: EnvironmentDrivers;
  /** Fence of the lease under which we conduct. */
  readonly lease: number;
  readonly measure: Measure;
};

const system = { kind: "system", id: "headgate" } as const;

/** Make one thing so in the world, and say what was seen. Rejects when it could not; the next tick asks again. */
export const performRollout = async (
  context: RolloutContext,
  effect: RolloutEffect,
  signal: AbortSignal,
): Promise<RolloutReport | null> => {
  const { drivers, config } = context;
  switch (effect.kind) {
    case "hold":
      return hold(context, effect);
    case "free":
      return free(context, effect);
    case "bring":
      return bring(context, effect, signal);
    case "read-data": {
      if (config.data === null || config.data === "none") return null;
      const seen = await httpCheck(drivers.url, config.data, signal);
      // Two failures to look would compare as equal: without a good answer before, there is nothing to compare with.
      if (effect.phase === "before" && seen.problem !== null)
        throw new AppError("PROBE_FAILED", {
          probe: "data check",
          problem: seen.problem,
          fix: "Mend data: in headgate.yaml.",
        });
      return { type: "RecordData", phase: effect.phase, answer: seen.problem ?? seen.body.slice(0, 500) };
    }
    case "smoke":
      return smoke(context, effect, signal);
    case "route":
      return route(context, effect, signal);
    case "measure":
      return context.measure(drivers, config.guardrails, effect, signal);
    case "read-versions":
      return readVersions(drivers, effect, signal);
    case "retire":
      return retire(context, effect, signal);
    case "report":
      return effect.report;
  }
};

const hold = async (
  { deps, config, release }: RolloutContext,
  { rollout, environment }: RolloutEffect,
): Promise<RolloutReport> => {
  const state = await readEnvironment(deps, config.service, environment);
  if (state.runs === null) throw new AppError("NO_BASELINE", { environment });
  if (state.heldBy !== null && state.heldBy.rollout !== rollout)
    return { type: "ReportFailure", effect: "hold", reason: `${environment} is held by ${state.heldBy.rollout}` };
  if (state.heldBy !== null) return { type: "ConfirmHold", baseline: state.runs, hold: state.hold };
  const held = await writeEnvironment(deps, config.service, environment, state.version, system, {
    type: "EnvironmentHeld",
    at: deps.now(),
    release,
    rollout,
  });
  return { type: "ConfirmHold", baseline: state.runs, hold: held.hold };
};

const free = async (
  { deps, config }: RolloutContext,
  { rollout, environment, runs }: Extract<RolloutEffect, { kind: "free" }>,
): Promise<RolloutReport> => {
  const state = await readEnvironment(deps, config.service, environment);
  if (state.heldBy?.rollout === rollout)
    await writeEnvironment(deps, config.service, environment, state.version, system, {
      type: "EnvironmentFreed",
      at: deps.now(),
      rollout,
      runs,
    });
  return { type: "ConfirmFreed" };
};

const bring = async (
  context: RolloutContext,
  effect: Extract<RolloutEffect, { kind: "bring" }>,
  signal: AbortSignal,
): Promise<RolloutReport> => {
  const { build, count, side, step } = effect;
  try {
    const instances = await context.drivers.instances.bring(build, count, signal);
    return { type: "ConfirmReady", side, step, instances: instances.length };
  } finally {
    await takeBack(context, effect);
  }
};

/**
 * A conductor that was suspended for longer than its lease may start instances of a rollout that another one has ended
 * meanwhile (T38). They get no traffic, and nobody else would ever look for them.
 */
const takeBack = async (
  { deps, config, drivers }: RolloutContext,
  { environment, build }: Extract<RolloutEffect, { kind: "bring" }>,
): Promise<void> => {
  const { heldBy, runs } = await readEnvironment(deps, config.service, environment);
  if (heldBy === null && runs?.digest !== build.digest)
    await drivers.instances.remove(build.digest, 0, AbortSignal.timeout(60_000));
};

const smoke = async (
  { drivers, config }: RolloutContext,
  { target, build }: Extract<RolloutEffect, { kind: "smoke" }>,
  signal: AbortSignal,
): Promise<RolloutReport> => {
  const views = await drivers.instances.observe(signal);
  const bases =
    target === "router"
      ? [drivers.url]
      : views.filter((view) => view.build === build && view.ready).map(({ endpoint }) => `http://${endpoint}`);
  const problems: string[] = [];
  let checks = 0;
  for (const base of bases)
    for (const check of config.smoke) {
      checks += 1;
      const { problem } = await httpCheck(base, check, signal);
      if (problem !== null) problems.push(`${problem} at ${base}`);
    }
  return { type: "RecordSmoke", target, checks, problems };
};

/** Routes only to instances that are ready at this moment; reads back what the router does, and reports that. */
const route = async (
  { drivers, lease }: RolloutContext,
  { candidate, baseline, weight, hold: held }: Extract<RolloutEffect, { kind: "route" }>,
  signal: AbortSignal,
): Promise<RolloutReport> => {
  const views = await drivers.instances.observe(signal);
  const side = (build: typeof candidate, share: number): Route => ({
    build: build.digest,
    endpoints: views.filter((view) => view.build === build.digest && view.ready).map(({ endpoint }) => endpoint),
    weight: percent(share),
  });
  const routes = [side(candidate, weight), side(baseline, 100 - weight)];
  const empty = routes.find(({ weight: share, endpoints }) => share > 0 && endpoints.length === 0);
  if (empty !== undefined) throw notRouted(`no instance of ${empty.build.slice(0, 19)} is ready`);
  const fence: Fence = [held, lease];
  await drivers.traffic.set(routes, fence, signal);
  const inForce = await drivers.traffic.read(signal);
  const share = inForce.find(({ build }) => build === candidate.digest)?.weight ?? percent(0);
  if (share !== weight) throw notRouted(`the router reads back ${share} %`);
  return { type: "ConfirmWeight", weight: share };
};

const notRouted = (problem: string): AppError =>
  new AppError("DRIVER_FAILED", {
    driver: "traffic",
    act: "setting weights",
    problem,
    fix: "It is tried again; headgate status shows whether it holds on.",
  });

/** Success is what runs, not what was asked for: every instance that gets traffic is asked which build it is (T26). */
const readVersions = async (
  drivers: EnvironmentDrivers,
  { build }: Extract<RolloutEffect, { kind: "read-versions" }>,
  signal: AbortSignal,
): Promise<RolloutReport> => {
  const [views, routes] = [await drivers.instances.observe(signal), await drivers.traffic.read(signal)];
  const served = new Set(routes.filter(({ weight }) => weight > 0).flatMap(({ endpoints }) => endpoints));
  const serving = views.filter(({ endpoint, ready }) => ready && served.has(endpoint));
  const strangers = [
    ...serving.filter((view) => view.build !== build).map(({ id }) => `${id} runs another build`),
    ...[...served]
      .filter((endpoint) => !views.some((view) => view.endpoint === endpoint))
      .map((endpoint) => `${endpoint} is not ours`),
  ];
  return { type: "ConfirmVersions", instances: serving.filter((view) => view.build === build).length, strangers };
};

const retire = async (
  { drivers, lease, deps, config }: RolloutContext,
  { build, side, environment }: Extract<RolloutEffect, { kind: "retire" }>,
  signal: AbortSignal,
): Promise<RolloutReport> => {
  const routes = await drivers.traffic.read(signal);
  if (routes.some((one) => one.build === build && one.weight > 0))
    throw notRouted(`${build.slice(0, 19)} still gets traffic and is not stopped`);
  const others = routes.filter((one) => one.build !== build);
  if (others.length < routes.length) {
    await drivers.traffic.drain(build, signal);
    const { hold: held } = await readEnvironment(deps, config.service, environment);
    await drivers.traffic.set(others, [held, lease], signal);
  }
  await drivers.instances.remove(build, 0, signal);
  return { type: side === "candidate" ? "ConfirmRemoved" : "ConfirmRetired" };
};
