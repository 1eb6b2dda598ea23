import { type Hindrance, stopsStart } from "../calendar/hindrance.ts";
import { plannedSpan } from "../calendar/planned.ts";
import { heldBackDetail } from "../environment-queue.ts";
import { isMet } from "../process/judgement.ts";
import { outdatedComparisons } from "../process/outdated-comparisons.ts";
import type { Process } from "../process/process.ts";
import { status } from "../process/status.ts";
import { accept, type Decision, type Refusal, refuse } from "../refusal.ts";
import { isLive } from "../rollout/rollout.ts";
import type { OwnStep } from "../runbook/own-step.ts";
import type { Command } from "./commands.ts";
import { closedBefore } from "./decide-signature.ts";
import type { ReleaseEvent } from "./events.ts";
import { inUtc, isInside, windowOf } from "./point-of-no-return.ts";
import type { Release } from "./release.ts";
import { rightTo } from "./stand-in.ts";

/** A rollout starts only behind open gates, by whom the process says, with the runbook that was rehearsed. No flag skips it. */
export const decideRollout = (
  process: Process,
  release: Release,
  { requirement: id, runbook, runs, heldBack, calendar, by, at }: Extract<Command, { type: "StartRollout" }>,
): Decision<ReleaseEvent> => {
  const requirement = process.requirements.find((one) => one.id === id);
  if (requirement === undefined) return refuse("UNKNOWN_REQUIREMENT", { requirement: id });
  if (requirement.kind !== "rollout")
    return refuse("WRONG_KIND", { requirement: id, kind: requirement.kind, wanted: "rollout" });
  const { environment, purpose, owner, stage, after, agentsMayStart } = requirement;
  if (by.kind === "agent" && !agentsMayStart) return refuse("AGENT_FORBIDDEN", { person: by.id, act: id });
  if (by.kind === "human" && rightTo(release.plan.people, by.id, [owner]) === null)
    return refuse("ROLE_MISSING", { person: by.id, role: owner, act: id });
  const live = release.rollouts.find(
    (one) => isLive(one) || (one.phase === "promoted" && one.environment === environment),
  );
  if (live !== undefined) return refuse("ROLLOUT_IN_PROGRESS", { rollout: live.id, phase: live.phase });
  if (runs === null) return refuse("NO_BASELINE", { environment });
  if (runs.digest === release.build.digest) return refuse("SAME_BUILD", { environment, version: runs.version });
  if (heldBack !== null) return refuse("BUILD_ROLLED_BACK", heldBackDetail(environment, heldBack));
  const hindrance = stopsStart(calendar, environment, plannedSpan(release.plan, environment, at));
  if (hindrance !== null)
    return refuse(hindrance.code, detailOf(hindrance, { act: id, environment, release: release.id }));
  const now = status(process, release, at);
  if (now.stages.find((one) => one.id === stage)?.state === "waiting") {
    const gates = closedBefore(process, now.stages, stage);
    return refuse("GATE_CLOSED", { act: id, gates });
  }
  const first = now.requirements.filter((one) => after.includes(one.id) && !isMet(one.state));
  if (first.length > 0)
    return refuse("AFTER_NOT_MET", { requirement: id, first: first.map((one) => one.id).join(", ") });
  // Another release may have gone out since: what was not new against the old build may be against this one.
  const outdated = environment === "production" ? outdatedComparisons(process, release, runs.digest) : [];
  if (outdated.length > 0)
    return refuse("COMPARED_WITH_ANOTHER", { act: id, checks: outdated.join(", "), version: runs.version });
  const plan = release.plan.environments[environment];
  if (plan === undefined || runbook !== release.plan.runbook.digest)
    return refuse("NOT_REHEARSED", { rehearsed: release.plan.runbook.digest, asked: runbook });
  const window = environment === "production" ? windowOf(release.plan) : null;
  if (window !== null && !isInside(window, at))
    return refuse("OUTSIDE_WINDOW", { act: id, window: `the booked window: ${inUtc(window)}`, release: release.id });
  const attempt =
    release.rollouts.filter((one) => one.environment === environment && one.purpose === purpose).length + 1;
  return accept<ReleaseEvent>([
    {
      type: "RolloutRequested",
      rollout: `${release.id}/${environment}-${purpose}-${attempt}`,
      at,
      environment,
      purpose,
      attempt,
      steps: plan.steps,
      size: plan.count,
      hooks: release.plan.hooks,
      ...ownStepsOf(release.plan),
      runbook,
      candidate: { digest: release.build.digest, version: release.build.version },
      by: by.id,
    },
  ]);
};

/** The same for every environment: what people do in production they have done in staging (R36). */
const ownStepsOf = ({ runbook }: Release["plan"]): { readonly ownSteps?: readonly OwnStep[] } => {
  const ownSteps = runbook.steps.flatMap(({ own }) => (own === undefined ? [] : [own]));
  return ownSteps.length === 0 ? {} : { ownSteps };
};

const detailOf = ({ code, says }: Hindrance, about: Refusal["detail"]): Refusal["detail"] => {
  switch (code) {
    case "FROZEN":
      return { ...about, freeze: says };
    case "LINE_STOPPED":
      return { ...about, line: says };
    case "OUTSIDE_WINDOW":
      return { ...about, window: `the windows of ${about.environment}: ${says}` };
  }
};
