import { emergencyOf, emergencyReviewers, reviewBy, reviewId } from "../emergency/emergency.ts";
import { owedFailures } from "../failure/owed-failures.ts";
import { obstaclesTo } from "../incident/obstacles.ts";
import { incidents } from "../incident/owed.ts";
import type { Release } from "../release/release.ts";
import { reviewersOf, reviewIdOf } from "../release/reviewers.ts";
import { manned } from "../room/missing-posts.ts";
import { postKey } from "../room/room.ts";
import type { Instant } from "../units.ts";
import { utc } from "../utc.ts";
import type { Process, RequirementState } from "./process.ts";

type Extra = {
  readonly id: string;
  readonly stage: string;
  readonly kind: "role" | "task" | "review" | "incident" | "failure" | "post";
  readonly title: string;
  readonly state: RequirementState;
  readonly reason: string;
  readonly why: string;
  readonly owner: string;
  readonly after: readonly string[];
  /** Ids of the people who may do it, where the owner's role does not say so. */
  readonly people?: readonly string[];
  readonly due?: Instant;
};

/**
 * What a release owes besides the process file: people for required roles and who are there, promised tasks, reviews of
 * what a small team or an emergency left out, what is wrong with it, and what failed attempts leave to do.
 */
export const extraRequirements = (process: Process, release: Release, now: Instant): readonly Extra[] => [
  ...roles(process, release),
  ...tasks(process, release),
  ...reviews(process, release),
  ...emergencies(process, release, now),
  ...incidents(process, release),
  ...owedFailures(process, release, now),
  ...posts(process, release, now),
  ...emergencyReview(process, release, now),
];

const roles = ({ roles: all, stages }: Process, { plan }: Release): readonly Extra[] =>
  all
    .filter(
      ({ id, required }) => required && !plan.people.some((one) => one.kind === "human" && one.roles.includes(id)),
    )
    .map(({ id, title, charge }) => ({
      id: `role:${id}`,
      stage: stages[0]?.id ?? "",
      kind: "role",
      title: `A person is named as ${title}`,
      state: "missing",
      reason: `role:${id} unassigned`,
      why: `Somebody has to answer for it: ${charge}`,
      owner: plan.owner,
      after: [],
    }));

const tasks = (process: Process, release: Release): readonly Extra[] =>
  release.tasks.map(({ id, text, from, closedBy }) => {
    const check = process.requirements.find((one) => one.id === from);
    const blocks = check?.kind === "check" ? check.tasksIn : undefined;
    return {
      id,
      stage: blocks ?? check?.stage ?? "",
      kind: "task",
      title: text,
      state: closedBy === null ? "missing" : "pass",
      reason: closedBy === null ? "open" : `closed by ${closedBy}`,
      why: "It was the condition under which the release was accepted.",
      owner: check?.owner ?? release.plan.owner,
      after: [],
    };
  });

/** Where a small team could not separate two duties, somebody named looks at it afterwards, before the release closes. */
const reviews = (process: Process, release: Release): readonly Extra[] =>
  Object.entries(release.approvals).flatMap(([id, { conflict, by }]) => {
    if (conflict === null) return [];
    const done = release.records[`review.${id}`];
    return [
      {
        id: `review.${id}`,
        stage: process.stages.at(-1)?.id ?? "",
        kind: "review" as const,
        title: `Review of ${id}: ${by} signed it although ${conflict.duty}`,
        state: done === undefined ? ("missing" as const) : ("pass" as const),
        reason: done === undefined ? `owed by ${conflict.reviewer}` : `reviewed by ${done.by}`,
        why: "A small team may combine duties only if somebody else looks at it afterwards.",
        owner: conflict.reviewer,
        after: [],
      },
    ];
  });

/** A release that was opened as an emergency is looked at as a whole, with everything that it was not asked for (R202). */
const emergencyReview = (process: Process, release: Release, now: Instant): readonly Extra[] => {
  const rules = emergencyOf(process, release);
  const { emergency } = release.plan;
  if (rules === null || emergency === undefined) return [];
  const done = release.records[reviewId];
  const due = reviewBy(rules, release);
  const late = now > due;
  const reviewers = emergencyReviewers(process, release.plan, emergency.by).map(({ id }) => id);
  const left = process.requirements.filter(({ id }) => !rules.requires.includes(id)).length;
  return [
    {
      id: reviewId,
      stage: process.stages.at(-1)?.id ?? "",
      kind: "review",
      title: `Review of the emergency: ${emergency.by} opened it (${emergency.reason}); ${left} requirements were not asked for`,
      state: done !== undefined ? "pass" : late ? "fail" : "missing",
      reason: done === undefined ? `${late ? "overdue since" : "owed until"} ${utc(due)}` : `reviewed by ${done.by}`,
      why: "What an emergency left out is owed afterwards: somebody else looks at it within days.",
      owner: reviewers[0] ?? release.plan.owner,
      after: [],
      people: reviewers,
      due,
    },
  ];
};

/** Each emergency is looked at by somebody else in time; late is red, and stays so until it is done (R202). */
const emergencies = (process: Process, release: Release, now: Instant): readonly Extra[] =>
  release.broken.map((glass, i) => {
    const { requirement, by, reason, reviewBy } = glass;
    const done = release.records[reviewIdOf(i)];
    const reviewers = reviewersOf(process, release, glass).map(({ id }) => id);
    const late = now > reviewBy;
    const owed = `${late ? "overdue since" : "owed until"} ${utc(reviewBy)}`;
    return {
      id: reviewIdOf(i),
      stage: process.stages.at(-1)?.id ?? "",
      kind: "review",
      title: `Review of break-glass: ${by} opened ${requirement} (${reason})`,
      state: done !== undefined ? "pass" : late ? "fail" : "missing",
      reason: done === undefined ? owed : `reviewed by ${done.by}`,
      why: "What one person did alone in an emergency is looked at by another within days.",
      owner: reviewers[0] ?? release.plan.owner,
      after: [],
      people: reviewers,
      due: reviewBy,
    };
  });

/** Who has to be there when a rollout begins (R70, R72). */
const posts = (process: Process, release: Release, now: Instant): readonly Extra[] =>
  process.requirements
    .filter((one) => one.kind === "rollout")
    .flatMap((rollout) =>
      manned(process, release, rollout, now).map(({ post: { id, title, role }, state, reason }) => ({
        id: postKey(rollout.id, id),
        stage: rollout.stage,
        kind: "post" as const,
        title: `${title} is there`,
        state,
        reason,
        why: "Whoever is missing when something goes wrong is looked for instead of the fault.",
        owner: role,
        // Nobody is called for a start that something else holds up.
        after: [...rollout.after, ...obstaclesTo(process, release, rollout.id)],
      })),
    );
