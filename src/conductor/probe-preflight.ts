import type { Message } from "../domain/process/process.ts";
import { type ReleaseStatus, status } from "../domain/process/status.ts";
import { preflight } from "../domain/rollout/preflight.ts";
import type { Preflight } from "../domain/rollout/preflight-facts.ts";
import type { Instant } from "../domain/units.ts";
import type { Probe } from "../probes/port.ts";
import { preflightFacts } from "../probes/preflight.ts";
import type { Deps } from "./deps.ts";
import { readEnvironment } from "./environment-store.ts";
import type { Loaded } from "./load.ts";
import { type Finding, told } from "./probe-answer.ts";

/** Whether the chosen strategy can do here what it promises (R28 to R31). A problem fails it; the rest is shown. */
export const preflightProbe =
  (deps: Deps, { process, release, config }: Loaded): Probe =>
  async (question, signal) => {
    const { runs } = await readEnvironment(deps, config.service, question.environment);
    const view = status(process, release, deps.now());
    const planned = {
      release,
      recipe: config.strategy,
      readyWithin: config.environments.production.instances.readyWithin,
      rollbackTarget: process.rollbackTarget,
      compatibility: compatibilityOf(process, view),
      messages: messagesOf(process, view, release.plan.productionAt, deps.now()),
      runs,
    };
    const world = deps.world.environment(config, question.environment);
    const findings = preflight(await preflightFacts(planned, world, signal));
    const problems = findings.filter(({ level }) => level === "problem");
    const warnings = findings.filter(({ level }) => level === "warning");
    const figures = { checked: findings.length, problems: problems.length, warnings: warnings.length };
    const verdict = problems.length === 0 ? "ready" : problems.map(({ says }) => says).join("; ");
    return told(deps, question, "preflight", figures, findings.map(toFinding), { verdict });
  };

const severity = { problem: "high", warning: "medium", note: "info" } as const;

const toFinding = ({ level, about, says }: Preflight): Finding => ({
  id: about,
  severity: severity[level],
  title: says,
  where: level,
});

type Process = Loaded["process"];

/** The check whose parts apply to a migration, by whatever name. */
const compatibilityOf = ({ requirements }: Process, view: ReleaseStatus) => {
  const asked = requirements.find((one) => one.kind === "check" && one.applies !== undefined);
  return view.requirements.find(({ id }) => id === asked?.id)?.state ?? null;
};

/** Those that have to be out before production begins, each by its lead time. */
const messagesOf = ({ requirements }: Process, view: ReleaseStatus, begins: Instant | null, now: Instant) =>
  requirements
    .filter((one): one is Message => one.kind === "message" && one.leadTime !== undefined)
    .flatMap(({ id, stage, leadTime = 0 }) => {
      const one = view.requirements.find((other) => other.id === id);
      const isOpen = view.stages.find((other) => other.id === stage)?.state !== "waiting";
      return one === undefined ? [] : [{ ...one, isDue: isOpen && (begins === null || now >= begins - leadTime) }];
    });
