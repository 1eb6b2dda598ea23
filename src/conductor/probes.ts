import type { Config } from "../config/config.ts";
import { isMet } from "../domain/process/judgement.ts";
import { stageOfProduction } from "../domain/process/stage-of-production.ts";
import { status } from "../domain/process/status.ts";
import { lastRollout } from "../domain/release/release.ts";
import type { BuildRef } from "../drivers/port.ts";
import type { Probe } from "../probes/port.ts";
import { trafficDelta } from "../probes/traffic-delta.ts";
import type { Probes } from "./ask.ts";
import { bookings } from "./bookings.ts";
import type { Deps } from "./deps.ts";
import { type Loaded, releaseStream } from "./load.ts";
import { type Figures, finding, type Part, told } from "./probe-answer.ts";
import { backupsProbe } from "./probe-backups.ts";
import { complianceProbe } from "./probe-compliance.ts";
import { componentsHealth } from "./probe-components.ts";
import { controlsProbe } from "./probe-controls.ts";
import { documentsProbe } from "./probe-documents.ts";
import { featuresProbe } from "./probe-features.ts";
import { integrationsProbe } from "./probe-integrations.ts";
import { issuesProbe } from "./probe-issues.ts";
import { logsProbe } from "./probe-logs.ts";
import { monitoringProbe } from "./probe-monitoring.ts";
import { cardDataProbe, parityProbe } from "./probe-parity.ts";
import { preflightProbe } from "./probe-preflight.ts";
import { runningProbe } from "./probe-running.ts";
import { scheduleProbe } from "./probe-schedule.ts";
import { targetsProbe } from "./probe-targets.ts";
import { smokeTest } from "./smoke-test.ts";

/** The built-in probes, over one release: what Headgate itself saw, as figures that the process's rules judge. */
export const probesFor = (deps: Deps) => {
  const booked = bookings(deps);
  return (loaded: Loaded): Probes => ({
    smoke: smoke(deps, loaded.config),
    health: health(deps, loaded),
    systems: systems(deps, loaded),
    features: featuresProbe(deps, loaded),
    integrations: integrationsProbe(deps, loaded),
    compliance: complianceProbe(deps, loaded),
    running: runningProbe(deps, loaded),
    targets: targetsProbe(deps, loaded),
    "traffic-delta": async (question, signal) => {
      const drivers = deps.world.environment(loaded.config, question.environment);
      return told(
        deps,
        question,
        "traffic-delta",
        await trafficDelta(drivers, buildsOf(loaded), loaded.config.smoke[0]?.get ?? "/", signal),
      );
    },
    drill: drill(deps, loaded),
    journal: journal(deps, loaded),
    schedule: scheduleProbe(deps, loaded, booked),
    messages: messages(deps, loaded),
    controls: controlsProbe(deps, loaded),
    documents: documentsProbe(deps, loaded),
    outputs: outputs(deps, loaded),
    parity: parityProbe(deps, loaded),
    "card-data": cardDataProbe(deps, loaded),
    backups: backupsProbe(deps, loaded),
    preflight: preflightProbe(deps, loaded),
    monitoring: monitoringProbe(deps, loaded),
    logs: logsProbe(deps, loaded),
    issues: issuesProbe(deps, loaded),
  });
};

/** Every build that traffic can have reached here since the release was opened. */
const buildsOf = ({ release }: Loaded): readonly BuildRef[] => [
  release.build,
  ...release.rollouts.flatMap(({ candidate, baseline }) => [candidate, ...(baseline === null ? [] : [baseline])]),
];

const smoke =
  (deps: Deps, config: Config): Probe =>
  async (question, signal) => {
    const { url } = deps.world.environment(config, question.environment);
    const mark = `${config.service} ${question.requirement}`;
    const seen = await Promise.all(config.smoke.map((check) => smokeTest(deps, url, check, mark, signal)));
    const problems = seen.flatMap(({ problem }) => problem ?? []);
    const figures = {
      checked: seen.length,
      failed: problems.length,
      slowestMs: Math.max(0, ...seen.map(({ millis }) => millis)),
    };
    return told(
      deps,
      question,
      "smoke",
      figures,
      problems.map((problem) => finding(problem, url)),
    );
  };

const health =
  (deps: Deps, loaded: Loaded): Probe =>
  async (question, signal) => {
    const { figures, findings } = await instancesHealth(deps, loaded, question.environment, signal);
    return told(deps, question, "health", figures, findings);
  };

/** The instances, and everything else that the service consists of. */
const systems =
  (deps: Deps, loaded: Loaded): Probe =>
  async (question, signal) => {
    const [own, others] = [
      await instancesHealth(deps, loaded, question.environment, signal),
      await componentsHealth(deps, loaded, question.environment, signal),
    ];
    const figures = { ...own.figures, ...others.figures };
    return told(deps, question, "systems", figures, [...own.findings, ...others.findings], {}, others.lists);
  };

const instancesHealth = async (
  deps: Deps,
  { config, release }: Loaded,
  environment: string,
  signal: AbortSignal,
): Promise<Part> => {
  const { instances, traffic } = deps.world.environment(config, environment);
  const [views, routes] = [await instances.observe(signal), await traffic.read(signal)];
  const served = new Set(routes.filter(({ weight }) => weight > 0).flatMap(({ endpoints }) => endpoints));
  const serving = views.filter(({ endpoint }) => served.has(endpoint));
  const [sick, strangers] = [
    serving.filter(({ ready }) => !ready),
    serving.filter(({ build }) => build !== release.build.digest),
  ];
  const missing = Math.max(0, (release.plan.environments[environment]?.count ?? 0) - serving.length);
  const figures = {
    instances: serving.length,
    ready: serving.length - sick.length,
    notReady: sick.length + missing,
    wrongBuild: strangers.length,
  };
  return {
    figures,
    findings: [
      ...sick.map(({ id, answer }) => finding(`not ready: ${answer}`, id)),
      ...strangers.map(({ id }) => finding("runs another build", id)),
    ],
  };
};

const drill =
  (deps: Deps, { release }: Loaded): Probe =>
  async (question) => {
    const rehearsed = lastRollout(release, "staging", "drill");
    const rollback = rehearsed?.rollback;
    if (rehearsed?.phase !== "rolled-back" || rollback?.severity !== "drill" || rollback.healthyAt === null)
      return told(deps, question, "drill", {});
    const { dataCheck, runbook } = release.plan;
    const figures: Figures = {
      seconds: (rollback.healthyAt - rollback.at) / 1000,
      smokeFailed: rollback.smoke?.failed ?? 1,
      sameRunbook: rehearsed.runbook === runbook.digest ? 1 : 0,
      // Without a data check nothing is said about data, and the rule for it stays inconclusive.
      ...(dataCheck === "absent"
        ? {}
        : { dataChanged: dataCheck === "none" || rehearsed.dataBefore === rollback.dataAfter ? 0 : 1 }),
    };
    return told(deps, question, "drill", figures);
  };

const journal =
  (deps: Deps, { release }: Loaded): Probe =>
  async (question) => {
    const { entries, problem } = await deps.verifyStream(releaseStream(release.id));
    return told(
      deps,
      question,
      "journal",
      { entries, damaged: problem === null ? 0 : 1 },
      problem === null ? [] : [finding(problem, release.id)],
    );
  };

const messages =
  (deps: Deps, { process, release }: Loaded): Probe =>
  async (question) => {
    const due = status(process, release, deps.now()).requirements.filter(
      ({ kind, waitsFor, stage }) =>
        kind === "message" && waitsFor.length === 0 && isBefore(process, stage, stageOfProduction(process)),
    );
    const missed = due.filter(({ state }) => !isMet(state)).map(({ id, reason }) => `${id}: ${reason}`);
    const figures = { due: due.length, undelivered: missed.length };
    const verdict = missed.length === 0 ? "everybody was told" : missed.join("; ");
    return told(
      deps,
      question,
      "messages",
      figures,
      missed.map((problem) => finding(problem, release.id)),
      { verdict },
    );
  };

const isBefore = (process: Loaded["process"], stage: string, limit: string): boolean => {
  const ids = process.stages.map(({ id }) => id);
  return ids.indexOf(stage) < ids.indexOf(limit);
};

const outputs =
  (deps: Deps, { process, release }: Loaded): Probe =>
  async (question) => {
    const { requirements } = status(process, release, deps.now());
    const missing = process.outputs.filter(
      ({ requirement }) => !isMet(requirements.find(({ id }) => id === requirement)?.state ?? "missing"),
    );
    return told(
      deps,
      question,
      "outputs",
      { outputs: process.outputs.length, missing: missing.length },
      missing.map(({ title, requirement }) => finding(`${title} is missing`, requirement)),
    );
  };
