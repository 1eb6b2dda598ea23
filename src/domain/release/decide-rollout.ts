import { type Hindrance, stopsStart } from "../calendar/hindrance.ts";
import { plannedSpan } from "../calendar/planned.ts";
import { heldBackDetail } from "../environment-queue.ts";
import { whyLocked, whyUnanalysed } from "../failure/why-locked.ts";
import { obstaclesTo } from "../incident/obstacles.ts";
import { announcesStart } from "../notice/pending.ts";
import { outdatedComparisons } from "../process/outdated-comparisons.ts";
import type { Process, RolloutRequirement } from "../process/process.ts";
import { status } from "../process/status.ts";
import { accept, type Decision, type Refusal, type Refused, refuse } from "../refusal.ts";
import { isLive } from "../rollout/rollout.ts";
import { missingPosts } from "../room/missing-posts.ts";
import { outdatedLooks } from "../room/outdated-looks.ts";
import type { OwnStep } from "../runbook/own-step.ts";
import type { Instant } from "../units.ts";
import type { Command } from "./commands.ts";
import { closedBefore } from "./decide-signature.ts";
import type { ReleaseEvent } from "./events.ts";
import { seenAt } from "./evidence.ts";
import { inUtc, isInside, windowOf } from "./point-of-no-return.ts";
import type { Release } from "./release.ts";
import { rightTo } from "./stand-in.ts";

type Start = Extract<Command, { type: "StartRollout" }>;

/** A rollout starts only behind open gates, by whom the process says, with the runbook that was rehearsed. No flag skips it. */
export const decideRollout = (process: Process, release: Release, command: Start): Decision<ReleaseEvent> => {
  const { requirement: id, by, at } = command;
  const requirement = process.requirements.find((one) => one.id === id);
  if (requirement === undefined) return refuse("UNKNOWN_REQUIREMENT", { requirement: id });
  if (requirement.kind !== "rollout")
    return refuse("WRONG_KIND", { requirement: id, kind: requirement.kind, wanted: "rollout" });
  const forbidden =
    whyNotBy(release, requirement, command) ??
    whyNotThere(process, release, requirement, command) ??
    whyNotYet(process, release, requirement, command) ??
    whyOtherThanRehearsed(release, requirement, command);
  if (forbidden !== null) return forbidden;
  const old = outdatedLooks(process, release, requirement, at);
  return old.length > 0
    ? askAgain(release, id, old, by.id, at)
    : accept<ReleaseEvent>([requested(process, release, requirement, command)]);
};

const whyNotBy = (
  { plan }: Release,
  { id, owner, agentsMayStart }: RolloutRequirement,
  { by }: Start,
): Refused | null => {
  if (by.kind === "agent" && !agentsMayStart) return refuse("AGENT_FORBIDDEN", { person: by.id, act: id });
  return by.kind === "human" && rightTo(plan.people, by.id, [owner]) === null
    ? refuse("ROLE_MISSING", { person: by.id, role: owner, act: id })
    : null;
};

/** What is there already, what failed there, and what the calendar says. */
const whyNotThere = (
  process: Process,
  release: Release,
  { id, environment, stage }: RolloutRequirement,
  { runs, heldBack, calendar, at }: Start,
): Refused | null => {
  const live = release.rollouts.find(
    (one) => isLive(one) || (one.phase === "promoted" && one.environment === environment),
  );
  if (live !== undefined) return refuse("ROLLOUT_IN_PROGRESS", { rollout: live.id, phase: live.phase });
  const failed = whyLocked(process, release, stage, id) ?? whyUnanalysed(release, stage, id);
  if (failed !== null) return failed;
  if (runs === null) return refuse("NO_BASELINE", { environment });
  if (runs.digest === release.build.digest) return refuse("SAME_BUILD", { environment, version: runs.version });
  if (heldBack !== null) return refuse("BUILD_ROLLED_BACK", heldBackDetail(environment, heldBack));
  const hindrance = stopsStart(calendar, environment, plannedSpan(release.plan, environment, at));
  return hindrance === null
    ? null
    : refuse(hindrance.code, detailOf(hindrance, { act: id, environment, release: release.id }));
};

/** What has to be met, settled and manned first. */
const whyNotYet = (
  process: Process,
  release: Release,
  requirement: RolloutRequirement,
  { runs, at }: Start,
): Refused | null => {
  const { id, environment, stage } = requirement;
  const open = obstaclesTo(process, release, id);
  if (open.length > 0) return refuse("INCIDENTS_OPEN", { act: id, incidents: open.join(", "), release: release.id });
  const now = status(process, release, at);
  if (now.stages.find((one) => one.id === stage)?.state === "waiting")
    return refuse("GATE_CLOSED", { act: id, gates: closedBefore(process, now, stage) });
  const waitsFor = new Set(now.requirements.find((one) => one.id === id)?.waitsFor ?? []);
  const first = now.requirements.filter((one) => waitsFor.has(one.id) && one.kind !== "post").map((one) => one.id);
  if (first.length > 0) return refuse("AFTER_NOT_MET", { requirement: id, first: first.join(", ") });
  const missing = missingPosts(process, release, requirement, at);
  if (missing !== null) return refuse("POST_EMPTY", { act: id, missing, release: release.id });
  if (environment !== "production" || runs === null) return null;
  // Another release may have gone out since: what was not new against the old build may be against this one.
  const outdated = outdatedComparisons(process, release, runs.digest);
  return outdated.length === 0
    ? null
    : refuse("COMPARED_WITH_ANOTHER", { act: id, checks: outdated.join(", "), version: runs.version });
};

const whyOtherThanRehearsed = (
  { id: release, plan }: Release,
  { id, environment }: RolloutRequirement,
  { runbook, at }: Start,
): Refused | null => {
  if (plan.environments[environment] === undefined || runbook !== plan.runbook.digest)
    return refuse("NOT_REHEARSED", { rehearsed: plan.runbook.digest, asked: runbook });
  const window = environment === "production" ? windowOf(plan) : null;
  return window === null || isInside(window, at)
    ? null
    : refuse("OUTSIDE_WINDOW", { act: id, window: `the booked window: ${inUtc(window)}`, release });
};

const requested = (
  process: Process,
  release: Release,
  { environment, purpose }: RolloutRequirement,
  { runbook, by, at }: Start,
): ReleaseEvent => {
  const { plan, build } = release;
  const before = release.rollouts.filter((one) => one.environment === environment && one.purpose === purpose);
  const attempt = before.length + 1;
  return {
    type: "RolloutRequested",
    rollout: `${release.id}/${environment}-${purpose}-${attempt}`,
    at,
    environment,
    purpose,
    attempt,
    steps: plan.environments[environment]?.steps ?? [],
    size: plan.environments[environment]?.count ?? 0,
    hooks: plan.hooks,
    ...ownStepsOf(plan),
    runbook,
    candidate: { digest: build.digest, version: build.version },
    by: by.id,
    ...(announcesStart(process, release, environment, purpose) ? { announces: true } : {}),
  };
};

/** T-0: what a machine can look at is looked at once more, and only then it begins (R71). Asked twice, it is asked once. */
const askAgain = (
  release: Release,
  recheck: string,
  old: readonly string[],
  by: string,
  at: Instant,
): Decision<ReleaseEvent> => {
  const isAsked = (id: string): boolean => {
    const asked = release.rechecks[id];
    const seen = Object.values(release.evidence).filter(({ requirement }) => requirement === id);
    return asked !== undefined && seen.some((one) => seenAt(one) < asked.at);
  };
  const checks = old.filter((id) => !isAsked(id));
  const note = `not begun yet: ${old.join(", ")} must be looked at once more; then start ${recheck} again`;
  return accept<ReleaseEvent>(checks.length === 0 ? [] : [{ type: "ChecksAskedAgain", at, recheck, checks, by }], note);
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
