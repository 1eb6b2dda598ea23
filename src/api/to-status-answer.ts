import type { Runs } from "../conductor/engine.ts";
import type { Process } from "../domain/process/process.ts";
import type { ReleaseStatus, RequirementStatus } from "../domain/process/status.ts";
import { unknownAuthors } from "../domain/release/authors.ts";
import type { Plan } from "../domain/release/plan.ts";
import { pointOfNoReturn } from "../domain/release/point-of-no-return.ts";
import type { Proposal, Release } from "../domain/release/release.ts";
import { reviewIdOf } from "../domain/release/reviewers.ts";
import { closedGates } from "../domain/rollout/gates.ts";
import { personWaits } from "../domain/rollout/person-waits.ts";
import { isLive, type Rollout } from "../domain/rollout/rollout.ts";
import { type Instant, since } from "../domain/units.ts";
import type { RequirementAnswer, RolloutAnswer, StatusAnswer } from "./status-answer.ts";

type Known = {
  readonly release: Release;
  readonly process: Process;
  readonly view: ReleaseStatus;
  readonly runs?: Runs;
};

/** The status as every surface answers it. `all`: with every requirement, not only those that block. */
export const toStatusAnswer = ({ release, process, view, runs }: Known, now: Instant, all = false): StatusAnswer => {
  const { id, service, build, phase, endReason, plan, openedAt } = release;
  const told = (one: RequirementStatus) => toRequirementAnswer(process, one, release);
  return {
    release: id,
    service,
    version: build.version,
    digest: build.digest,
    commit: build.commit,
    phase,
    endReason,
    owner: plan.owner,
    authorsUnknown: [...unknownAuthors(release)],
    breakGlass: release.broken.map(({ requirement, by, at, reason, reviewBy }, i) => ({
      requirement,
      by,
      at: iso(at),
      reason,
      review: release.records[reviewIdOf(i)] !== undefined ? "done" : now > reviewBy ? "overdue" : "owed",
      reviewBy: iso(reviewBy),
    })),
    strategy: plan.strategy,
    process: `${process.name} ${process.version}`,
    practice: process.practice,
    openedAt: iso(openedAt),
    productionAt: isoOrNull(plan.productionAt),
    at: iso(now),
    ...(runs === undefined ? {} : { running: runningIn(runs) }),
    served: servedBy(release),
    stages: view.stages.map((stage) => ({
      ...stage,
      notBefore: isoOrNull(stage.notBefore),
      dueBy: isoOrNull(stage.dueBy),
      late: phase === "open" && stage.state === "open" && stage.dueBy !== null && stage.dueBy < now,
    })),
    // Nothing blocks what is over.
    blockedBy: phase === "open" ? view.blocking.map(told) : [],
    rollouts: lastOfEach(release).map((rollout) => ({
      ...toRolloutAnswer(rollout, now, plan.pauses),
      ...pointOf(release, rollout),
    })),
    exitGates: view.exitGates.map((gate) => ({ ...gate, blockedBy: [...gate.blockedBy] })),
    ...(all ? { requirements: view.requirements.map(told) } : {}),
  };
};

const runningIn = (runs: Runs): StatusAnswer["running"] =>
  Object.entries(runs)
    .map(([environment, build]) => ({
      environment,
      version: build?.version ?? null,
      digest: build?.digest ?? null,
    }))
    .toSorted((a, b) => (a.environment < b.environment ? -1 : 1));

const servedBy = ({ rollouts, build }: Release): number =>
  rollouts
    .filter(({ environment, candidate }) => environment === "production" && candidate.digest === build.digest)
    .reduce((sum, { served }) => sum + served, 0);

const iso = (at: Instant): string => new Date(at).toISOString();
const isoOrNull = (at: Instant | null): string | null => (at === null ? null : iso(at));

export const toRequirementAnswer = (
  process: Process,
  one: RequirementStatus,
  { proposals }: Pick<Release, "proposals">,
): RequirementAnswer => ({
  id: one.id,
  stage: one.stage,
  kind: one.kind,
  title: one.title,
  state: one.state,
  reason: one.reason,
  why: one.why,
  act: one.act,
  owner: one.owner,
  who: [...one.who],
  needs: needsOf(process, one),
  waitsFor: [...one.waitsFor],
  ...(one.due === undefined ? {} : { due: iso(one.due), overdue: one.overdue ?? false }),
  ...proposedFor(proposals[one.id]),
});

const proposedFor = (proposal: Proposal | undefined): Pick<RequirementAnswer, "proposed"> =>
  proposal === undefined ? {} : { proposed: { by: proposal.by, kind: proposal.draft.kind, note: proposal.note } };

/** What a reader of JSON is told of who can do it: `human:sre`, or `anyone`. */
export const needsOf = (process: Process, one: Pick<RequirementStatus, "id" | "kind" | "owner">): string =>
  needsPerson(process, one) ? `human:${one.owner}` : "anyone";

/** An agent never approves, files a record, closes a task, names people or reviews; it starts a rollout only where the process lets it. */
const needsPerson = (process: Process, { id, kind }: Pick<RequirementStatus, "id" | "kind">): boolean => {
  switch (kind) {
    case "approval":
    case "record":
    case "role":
    case "task":
    case "review":
    case "incident":
    case "failure":
    case "post":
      return true;
    case "rollout":
      return !process.requirements.some((one) => one.id === id && one.kind === "rollout" && one.agentsMayStart);
    case "check":
    case "document":
    case "message":
      return false;
  }
};

const pointOf = (release: Release, rollout: Rollout): Pick<RolloutAnswer, "pointOfNoReturn"> => {
  const at = isLive(rollout) ? pointOfNoReturn(release, rollout) : null;
  return at === null ? {} : { pointOfNoReturn: iso(at) };
};

/** Rollouts with a build that was replaced since are history. */
const lastOfEach = ({ rollouts, build }: Release): readonly Rollout[] => {
  const present = rollouts.filter(({ candidate }) => candidate.digest === build.digest);
  return present.filter(
    (one, i) =>
      !present.slice(i + 1).some((later) => later.environment === one.environment && later.purpose === one.purpose),
  );
};

const waitsOf = (rollout: Rollout, pauses: Plan["pauses"]): Pick<RolloutAnswer, "waits"> => {
  const waits = personWaits(rollout, pauses).map(({ wait, until, otherwise, role, own, isOver }) => ({
    wait,
    until: iso(until),
    otherwise,
    role,
    step: own?.number ?? null,
    title: own?.title ?? "",
    over: isOver,
  }));
  return waits.length === 0 ? {} : { waits };
};

export const toRolloutAnswer = (rollout: Rollout, now: Instant, pauses?: Plan["pauses"]): RolloutAnswer => {
  const { weightAt, verdict, paused, rollback, phase } = rollout;
  const step = rollout.steps[rollout.step];
  return {
    id: rollout.id,
    environment: rollout.environment,
    purpose: rollout.purpose,
    phase,
    candidate: rollout.candidate.version,
    baseline: rollout.baseline?.version ?? null,
    step: rollout.step + 1,
    steps: rollout.steps.length,
    weight: rollout.weight,
    bakeLeft: weightAt === null || step === undefined ? null : Math.max(0, step.bake - since(weightAt, now)),
    closed: phase === "progressing" ? [...closedGates(rollout, now)] : [],
    verdict: verdict === null ? null : { outcome: verdict.outcome, reason: verdict.reason },
    paused: paused === null ? null : { by: paused.by, reason: paused.reason },
    frozen: rollout.frozen?.reason ?? null,
    ...waitsOf(rollout, pauses),
    failure: rollout.failure,
    keepUntil: isoOrNull(rollout.keepUntil),
    rollback: rollback === null ? null : { by: rollback.by, reason: rollback.reason, severity: rollback.severity },
  };
};
