import { bucketOf } from "../analysis/histogram.ts";
import type { Config, Person } from "../config/config.ts";
import type { Environment } from "../config/environment.ts";
import type { Process } from "../domain/process/process.ts";
import type { Command } from "../domain/release/commands.ts";
import type { PersonRef, Plan } from "../domain/release/plan.ts";
import type { PlannedHook } from "../domain/rollout/hook.ts";
import { planSteps } from "../domain/rollout/plan-steps.ts";
import { impactOf, rollbackOf } from "../domain/rollout/promise.ts";
import { recommend } from "../domain/rollout/recommend.ts";
import { planRunbook, type RunbookStep } from "../domain/rollout/runbook.ts";
import type { Step } from "../domain/rollout/step.ts";
import type { WatchRule } from "../domain/rollout/step-watch.ts";
import { type Digest, type Instant, millis } from "../domain/units.ts";
import type { Deps } from "./deps.ts";
import type { OpenRequest } from "./engine.ts";

/** What `headgate.yaml` and the process come to for one release, settled before anything starts. */
export const planOf = (
  digestOf: Deps["digestOf"],
  process: Process,
  config: Config,
  productionAt: Instant | null,
): Plan => {
  const steps = runbookOf(process, config);
  const { data, analysis } = config;
  return {
    owner: config.owner,
    people: config.people.map((one) => personRef(one, config.owner)),
    smallTeamReviewer: config.smallTeamReviewer,
    strategy: config.strategy.kind,
    choice: choiceOf(config),
    impact: impactOf(config.strategy),
    rollback: rollbackOf(config.strategy, hooksOf(config)),
    runbook: { digest: digestOf(steps), steps },
    environments: Object.fromEntries(
      Object.entries(config.environments).map(([name, one]) => [name, environmentPlan(config, one)]),
    ),
    hooks: hooksOf(config),
    declared: {
      integrations: config.declared.integrations,
      frameworks: config.declared.frameworks,
      ...(config.declared.browsers === undefined ? {} : { browsers: config.declared.browsers }),
    },
    bound: Object.entries(config.checks).flatMap(([id, parts]) =>
      parts.map(({ part }) => (part === "" ? id : `${id}#${part}`)),
    ),
    audiences: Object.fromEntries(Object.entries(config.audiences).map(([id, { to }]) => [id, to])),
    dataCheck: data === null ? "absent" : data === "none" ? "none" : "checked",
    interval: analysis.interval,
    watchInterval: millis(Math.max(analysis.interval, Math.min(60_000, process.rollbackWindow / 10))),
    productionAt,
    ...windowOf(config),
    ...(config.plannedFixes.length === 0 ? {} : { plannedFixes: config.plannedFixes }),
    ...featuresOf(config),
    ...pausesOf(config),
  };
};

const windowOf = ({ strategy }: Config): Pick<Plan, "window"> =>
  strategy.kind === "recreate" && strategy.window !== undefined ? { window: strategy.window } : {};

const featuresOf = ({ features }: Config): Pick<Plan, "features"> =>
  features.length === 0 ? {} : { features: features.map(({ story, title, manual }) => ({ story, title, manual })) };

const pausesOf = ({ waits: { pause, pauseUnanswered = "hold" } }: Config): Pick<Plan, "pauses"> =>
  pause === undefined ? {} : { pauses: { within: pause, unanswered: pauseUnanswered } };

/** The runbook as the configuration stands; its digest must be the same for staging and production (R53). */
export const runbookOf = (process: Process, config: Config): readonly RunbookStep[] => {
  const deploy = process.requirements.findLast(({ kind }) => kind === "rollout");
  const { strategy, smoke } = config;
  return planRunbook({
    recipe: strategy,
    hooks: hooksOf(config),
    owner: deploy?.owner ?? "",
    smoke,
    added: config.runbook,
  });
};

const choiceOf = ({ strategy: { reason, answers } }: Config): Plan["choice"] => ({
  reason,
  ranking: answers === null ? [] : recommend(answers),
});

const hooksOf = ({ hooks }: Config): readonly PlannedHook[] =>
  (["before-traffic", "after-promote", "on-rollback"] as const).flatMap((point) => {
    const hook = hooks[point];
    return hook === undefined ? [] : [{ point, change: hook.change, within: hook.within }];
  });

/** Size and steps of one environment, as a release will have them. */
export const environmentPlan = (
  { strategy, hooks }: Config,
  { instances, bakeFactor, analysis, metrics }: Environment,
): Plan["environments"][string] => {
  const { count, readyWithin, stopWithin } = instances;
  const hookWithin = hooks["before-traffic"]?.within ?? millis(0);
  const steps = planSteps(strategy, { count, readyWithin, stopWithin, hookWithin, bakeFactor, analysis });
  return { count, steps: steps.map((step) => watching(step, metrics)) };
};

/**
 * Latencies are counted in buckets, and a limit of a step is held against those. What an environment does not count is
 * not watched there: staging may lack what production has.
 */
const watching = (step: Step, metrics: Environment["metrics"]): Step =>
  step.watch === undefined
    ? step
    : { ...step, watch: step.watch.filter((rule) => isCounted(rule, metrics)).map(withBucket) };

const isCounted = (rule: WatchRule, metrics: Environment["metrics"]): boolean => {
  if (rule.name === undefined) return true;
  const named = metrics.driver === "router" ? [] : rule.metric === "gauge" ? metrics.gauges : metrics.counters;
  return Array.isArray(named) ? named.includes(rule.name) : Object.hasOwn(named, rule.name);
};

const withBucket = (rule: WatchRule): WatchRule =>
  rule.metric === "gauge" || rule.slowerThan === undefined ? rule : { ...rule, bucket: bucketOf(rule.slowerThan) };

export const personRef = (
  { id, name, kind, roles, email, aliases, deputies, for: delegator }: Person,
  owner: string,
): PersonRef => ({
  id,
  name,
  kind,
  roles,
  emails: [email, ...aliases].map((address) => address.toLowerCase()),
  ...(deputies.length === 0 ? {} : { deputies }),
  ...(kind === "agent" ? { for: delegator ?? owner } : {}),
});

export const releaseId = (service: string, version: string): string => `${service}-${version}`;

/** Keeps the build, the process and the configuration, and says which command opens the release on them. */
export const prepareOpening = async (
  deps: Deps,
  request: OpenRequest,
): Promise<Extract<Command, { type: "OpenRelease" }>> => {
  const { config, process, productionAt, path, version, commit, committedAt, authors, by, emergency } = request;
  const digest = await deps.builds.add(path);
  const put = (value: unknown): Promise<Digest> => deps.blobs.put(new TextEncoder().encode(JSON.stringify(value)));
  const [processDigest, configDigest] = [await put(process), await put(config)];
  return {
    type: "OpenRelease",
    at: deps.now(),
    by,
    release: releaseId(config.service, version),
    service: config.service,
    build: { version, digest, commit, authors, ...(committedAt === undefined ? {} : { committedAt }) },
    process: processDigest,
    config: configDigest,
    plan: {
      ...planOf(deps.digestOf, process, config, productionAt),
      ...(emergency === undefined ? {} : { emergency: { reason: emergency, by: by.id } }),
    },
  };
};
