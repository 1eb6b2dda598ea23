import { lockedBehind } from "../failure/lock.ts";
import { obstaclesTo } from "../incident/obstacles.ts";
import type { PersonRef } from "../release/plan.ts";
import { lastRollout, type Release } from "../release/release.ts";
import { isLive } from "../rollout/rollout.ts";
import { postKey } from "../room/room.ts";
import type { Instant } from "../units.ts";
import { utc } from "../utc.ts";
import { nextAct } from "./acts.ts";
import { periodEnd } from "./dates.ts";
import { extraRequirements } from "./extra.ts";
import { judge } from "./judge.ts";
import { isMet } from "./judgement.ts";
import type { Process, Requirement, RequirementState } from "./process.ts";
import { dueDates } from "./timetable.ts";
import { waitOf } from "./wait-of.ts";

export type RequirementStatus = {
  readonly id: string;
  readonly stage: string;
  readonly kind:
    | ("check" | "approval" | "document" | "record" | "message" | "rollout")
    | ("role" | "task" | "review" | "incident" | "failure" | "post");
  readonly title: string;
  readonly state: RequirementState;
  readonly reason: string;
  readonly why: string;
  /** The role that owes it, and the people who hold it. */
  readonly owner: string;
  readonly who: readonly string[];
  /** Their ids. */
  readonly people: readonly string[];
  /** What can be done about it now; "" when it is met. */
  readonly act: string;
  /** Ids of what has to be met first. */
  readonly waitsFor: readonly string[];
  /** By when people owe it; absent while nobody has to act. */
  readonly due?: Instant;
  readonly overdue?: boolean;
};

export type StageStatus = {
  readonly id: string;
  readonly title: string;
  /** `open`: may be worked on now. `waiting`: an earlier gate is closed. `done`: its own gate is open. */
  readonly state: "open" | "waiting" | "done";
  /** Requirements that are met, of those that apply to this release. */
  readonly met: number;
  readonly of: number;
  /** Not before this moment, for a stage with a period. */
  readonly notBefore: Instant | null;
  /** By when it has to be left for the date of production to hold; null without a date. Being late never gates. */
  readonly dueBy: Instant | null;
};

export type ExitGateStatus = {
  readonly id: string;
  readonly title: string;
  readonly open: boolean;
  readonly blockedBy: readonly string[];
};

export type ReleaseStatus = {
  readonly requirements: readonly RequirementStatus[];
  readonly stages: readonly StageStatus[];
  readonly exitGates: readonly ExitGateStatus[];
  /** What blocks right now: unmet, in a stage that may be worked on, and waiting for nothing else. */
  readonly blocking: readonly RequirementStatus[];
};

/** The one answer that every surface prints: what blocks this release, who owes it, and what can be done now. */
export const status = (process: Process, release: Release, now: Instant): ReleaseStatus => {
  const last = latest.get(release);
  if (last !== undefined && last.process === process && last.now === now) return last.view;
  const view = statusAt(process, release, now);
  latest.set(release, { process, now, view });
  return view;
};

/** A release is never changed, only replaced: so one turn, which asks several times, works it out once. */
const latest = new WeakMap<
  Release,
  { readonly process: Process; readonly now: Instant; readonly view: ReleaseStatus }
>();

const statusAt = (process: Process, release: Release, now: Instant): ReleaseStatus => {
  const known = process.requirements.map((requirement) => judged(process, release, requirement, now));
  const all: readonly Judged[] = [...known, ...extraRequirements(process, release, now)];
  const unmet = new Set<string>();
  for (const { id, state } of all) if (!isMet(state)) unmet.add(id);
  const behind = lockedBehind(process, release);
  const underWay = rolloutsUnderWay(process, release);
  const requirements = all.map((one): RequirementStatus => {
    const { id, stage, kind, title, state, reason, why, owner, after } = one;
    // What has begun waits for nothing that came before it.
    const before = underWay.has(id) ? [] : [...after, ...behind(one), ...obstaclesTo(process, release, id)];
    const waitsFor = before.filter((other, n) => unmet.has(other) && before.indexOf(other) === n);
    const act = isMet(state) ? "" : nextAct(process, release, { id, kind, state, waitsFor, owner, title });
    const { who, people } = whoOwes(release.plan.people, owner, one.people);
    const clock = isMet(state) || waitsFor.length > 0 ? {} : clockOf(release, one, now);
    const { due, overdue } = clock;
    const late = overdue && due !== undefined && one.due === undefined ? `; overdue since ${utc(due)}` : "";
    return {
      id,
      stage,
      kind,
      title,
      state,
      reason: `${reason}${late}`,
      why,
      owner,
      who,
      people,
      act,
      waitsFor,
      ...clock,
    };
  });
  const stages = stageStates(process, release, requirements, now);
  const workable = new Set(stages.filter(({ state }) => state === "open").map(({ id }) => id));
  return {
    requirements,
    stages,
    exitGates: process.exitGates.map(({ id, title, requires }) => {
      const blockedBy = requires.filter((other) => unmet.has(other));
      return { id, title, open: blockedBy.length === 0, blockedBy };
    }),
    blocking: requirements.filter(
      // A review or a failure waits for no stage: it is owed from the act on that it looks at. Nor does what is wrong, or
      // a rollout that has begun: whatever went stale since, somebody may be waited for there.
      ({ id, stage, state, waitsFor, kind }) =>
        !isMet(state) && waitsFor.length === 0 && (workable.has(stage) || besideStages.has(kind) || underWay.has(id)),
    ),
  };
};

/** Written out, and not spread: all are of one shape then, which makes a look three times as fast. */
const judged = (process: Process, release: Release, requirement: Requirement, now: Instant): Judged => {
  const { id, stage, kind, title, why } = requirement;
  // A step of a rollout may be another role's.
  const asked = kind === "rollout" ? waitOf(release, requirement)?.role : undefined;
  const owner = asked || requirement.owner;
  const { state, reason } = judge(process, release, requirement, now);
  return { id, stage, kind, title, state, reason, why, owner, after: waitsForAll(requirement) };
};

const rolloutsUnderWay = (process: Process, release: Release): ReadonlySet<string> => {
  if (!release.rollouts.some(isLive)) return nothing;
  const found = process.requirements.filter((one) => {
    const rollout = one.kind === "rollout" ? lastRollout(release, one.environment, one.purpose) : undefined;
    return rollout !== undefined && isLive(rollout);
  });
  return new Set(found.map(({ id }) => id));
};

const nothing: ReadonlySet<string> = new Set();

const besideStages: ReadonlySet<RequirementStatus["kind"]> = new Set(["review", "failure", "incident"]);

/** A rollout waits for its people as well. */
const waitsForAll = (one: Requirement): readonly string[] =>
  one.kind === "rollout" && one.posts !== undefined
    ? [...one.after, ...one.posts.map(({ id }) => postKey(one.id, id))]
    : one.after;

type Judged = Omit<RequirementStatus, "act" | "waitsFor" | "who" | "people" | "overdue"> & {
  readonly after: readonly string[];
  readonly people?: readonly string[];
};

type Clock = Pick<RequirementStatus, "due" | "overdue">;

const clockOf = ({ due: clocks }: Release, { id, due = runningUntil(clocks[id]) }: Judged, now: Instant): Clock =>
  due === undefined ? {} : { due, overdue: now > due };

/** A clock that stands still counts against nobody. */
const runningUntil = (clock: Release["due"][string] | undefined): Instant | undefined =>
  clock === undefined || clock.stoppedAt !== null ? undefined : clock.until;

type Owing = Pick<RequirementStatus, "who" | "people">;

const whoOwes = (people: readonly PersonRef[], owner: string, named: readonly string[] | undefined): Owing =>
  named === undefined ? holdersOf(people, owner) : inWords(people.filter(({ id }) => named.includes(id)));

/** The same for all requirements of an owner. */
const holdersOf = (people: readonly PersonRef[], owner: string): Owing => {
  const known = holders.get(people) ?? new Map<string, Owing>();
  holders.set(people, known);
  const found = known.get(owner) ?? inWords(people.filter(({ roles, id }) => roles.includes(owner) || id === owner));
  known.set(owner, found);
  return found;
};

const holders = new WeakMap<readonly PersonRef[], Map<string, Owing>>();

const inWords = (people: readonly PersonRef[]): Owing => {
  const humans = people.filter(({ kind }) => kind === "human");
  return { who: humans.map(({ name }) => name), people: humans.map(({ id }) => id) };
};

const stageStates = (
  process: Process,
  release: Release,
  requirements: readonly RequirementStatus[],
  now: Instant,
): readonly StageStatus[] => {
  // What asks nothing of this release is no part of the way that lies before it.
  const asked = Map.groupBy(
    requirements.filter(({ state }) => state !== "not applicable"),
    ({ stage }) => stage,
  );
  const left = new Map(
    process.stages.map((stage) => {
      const end = periodEnd(process, release, stage);
      const over = stage.period === undefined || (end !== null && now >= end);
      return [stage.id, over && (asked.get(stage.id) ?? []).every(({ state }) => isMet(state))];
    }),
  );
  const due = dueDates(process, release);
  return process.stages.map((stage) => {
    const own = asked.get(stage.id) ?? [];
    const entered = stage.after.every((before) => left.get(before));
    return {
      id: stage.id,
      title: stage.title,
      state: !entered ? "waiting" : left.get(stage.id) ? "done" : "open",
      met: own.filter(({ state }) => isMet(state)).length,
      of: own.length,
      notBefore: periodEnd(process, release, stage),
      dueBy: due.get(stage.id) ?? null,
    };
  });
};
