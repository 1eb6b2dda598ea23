import type { RolloutReport } from "../domain/rollout/commands.ts";
import type { RolloutEffect } from "../domain/rollout/effects.ts";
import type { InstanceView, Route } from "../drivers/port.ts";
import { AppError } from "../errors.ts";
import { analysisSettings } from "./analysis-settings.ts";
import type { EnvironmentDrivers } from "./deps.ts";
import { readEnvironment } from "./environment-store.ts";
import { free } from "./free.ts";
import { hold } from "./hold.ts";
import { httpCheck } from "./http-check.ts";
import { lostHold } from "./lost-hold.ts";
import { measureBaseline } from "./measure-baseline.ts";
import { close, retire, route, shrink } from "./perform-traffic.ts";
import type { RolloutContext } from "./rollout-context.ts";
import { runHook } from "./run-hook.ts";
import { runOwnStep } from "./run-own-step.ts";
import { smokeTest } from "./smoke-test.ts";

/** Make one thing so in the world, and say what was seen. Rejects when it could not; the next tick asks again. */
export const performRollout = async (
  context: RolloutContext,
  effect: RolloutEffect,
  signal: AbortSignal,
): Promise<RolloutReport | null> => {
  const { drivers, config } = context;
  const lost = await lostHold(context, effect);
  if (lost !== null) return lost;
  switch (effect.kind) {
    case "hold":
      return counted(context, await hold(context, effect), signal);
    case "free":
      return free(context, effect);
    case "bring":
      return bring(context, effect, signal);
    case "shrink":
      return shrink(context, effect, signal);
    case "close":
      return close(context, effect, signal);
    case "run-hook":
      return runHook(context, effect, signal);
    case "run-own-step":
      return runOwnStep(context, effect, signal);
    case "read-data": {
      if (config.data === null || config.data === "none") return null;
      const seen = await httpCheck(context.deps, drivers.url, config.data, signal);
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
      return measure(context, effect, signal);
    case "measure-baseline":
      return measureBaseline(context, effect, signal);
    case "read-versions":
      return readVersions(drivers, effect, signal);
    case "retire":
      return retire(context, effect, signal);
    case "report":
      return effect.report;
  }
};

const measure = async (
  { drivers, config, measure: look }: RolloutContext,
  effect: Extract<RolloutEffect, { kind: "measure" }>,
  signal: AbortSignal,
): Promise<RolloutReport | null> => {
  const environment = config.environments[effect.environment as keyof typeof config.environments];
  const settings = analysisSettings(config, environment);
  return look(drivers, { settings, interval: config.analysis.interval }, effect, signal);
};

const bring = async (
  context: RolloutContext,
  effect: Extract<RolloutEffect, { kind: "bring" }>,
  signal: AbortSignal,
): Promise<RolloutReport> => {
  const { build, count, side, target } = effect;
  try {
    const { instances } = context.drivers;
    await instances.bring(build, count, signal);
    // What is there counts, and not what was said of it: the next act sends users there.
    const own = (await instances.observe(signal)).filter((view) => view.build === build.digest);
    const ready = own.filter((view) => view.ready).length;
    if (ready < count) throw notReady(ready, count, own);
    return { type: "ConfirmReady", side, target, instances: ready };
  } finally {
    await takeBack(context, effect);
  }
};

const notReady = (ready: number, count: number, own: readonly InstanceView[]): AppError =>
  new AppError("DRIVER_FAILED", {
    driver: "instances",
    act: "starting",
    problem: `${ready} of ${count} are ready: ${own.map(({ id, answer }) => `${id}: ${answer}`).join(", ") || "none is there"}`,
    fix: "It is tried again; headgate status shows whether it holds on.",
  });

/**
 * A conductor that was suspended for longer than its lease may start instances of a rollout that another one has ended
 * meanwhile (T38). They get no traffic, and nobody else would ever look for them. What is routed is left alone.
 */
const takeBack = async (
  { deps, config, drivers }: RolloutContext,
  { environment, build }: Extract<RolloutEffect, { kind: "bring" }>,
): Promise<void> => {
  const { heldBy, runs } = await readEnvironment(deps, config.service, environment);
  if (heldBy !== null || runs?.digest === build.digest) return;
  using limit = deps.clock.timeout(60_000);
  const within = limit.signal;
  const routes = await drivers.traffic.read(within);
  const served = new Set(routes.filter(isServed).flatMap(({ endpoints }) => endpoints));
  const keep = (await drivers.instances.observe(within)).filter(({ endpoint }) => served.has(endpoint));
  await drivers.instances.remove(
    build.digest,
    keep.map(({ id }) => id),
    within,
  );
};

const isServed = ({ weight, cohort }: Route): boolean => weight > 0 || cohort !== undefined;

/** How many instances of the baseline there are, for none of them may be cut off by a plan that knows of fewer (T12). */
const counted = async (
  { drivers }: RolloutContext,
  report: RolloutReport,
  signal: AbortSignal,
): Promise<RolloutReport> => {
  if (report.type !== "ConfirmHold") return report;
  const views = await drivers.instances.observe(signal);
  return { ...report, running: views.filter(({ build }) => build === report.baseline.digest).length };
};

const smoke = async (
  { drivers, config, deps }: RolloutContext,
  { target, build, rollout }: Extract<RolloutEffect, { kind: "smoke" }>,
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
      const { problem } = await smokeTest(deps, base, check, rollout, signal);
      if (problem !== null) problems.push(`${problem} at ${base}`);
    }
  return { type: "RecordSmoke", target, checks, problems };
};

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
