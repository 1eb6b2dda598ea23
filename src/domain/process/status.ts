import type { PersonRef } from "../release/plan.ts";
import type { Release } from "../release/release.ts";
import type { Instant } from "../units.ts";
import { nextAct } from "./acts.ts";
import { periodEnd } from "./dates.ts";
import { extraRequirements } from "./extra.ts";
import { judge } from "./judge.ts";
import { isMet } from "./judgement.ts";
import type { Process, RequirementState } from "./process.ts";
import { dueDates } from "./timetable.ts";

export type RequirementStatus = {
  readonly id: string;
  readonly stage: string;
  readonly kind: "check" | "approval" | "document" | "record" | "message" | "rollout" | "role" | "task" | "review";
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
  const known = process.requirements.map(
    (requirement): Judged => ({
      ...requirement,
      ...judge(process, release, requirement, now),
    }),
  );
  const all: readonly Judged[] = [...known, ...extraRequirements(process, release, now)];
  const unmet = new Set(all.filter(({ state }) => !isMet(state)).map(({ id }) => id));
  const requirements = all.map((one): RequirementStatus => {
    const { id, stage, kind, title, state, reason, why, owner, after } = one;
    const waitsFor = after.filter((other) => unmet.has(other));
    const act = isMet(state) ? "" : nextAct(process, release, { id, kind, state, waitsFor, owner, title });
    const people = whoOwes(release.plan.people, owner, one.people);
    const ids = people.map((person) => person.id);
    const who = people.map(({ name }) => name);
    const clock = isMet(state) || waitsFor.length > 0 ? {} : clockOf(release, one, now);
    const { due, overdue } = clock;
    const late = overdue && due !== undefined && one.due === undefined ? `; overdue since ${inUtc(due)}` : "";
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
      people: ids,
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
      // A review waits for no stage: it is owed from the act on that it looks at.
      ({ stage, state, waitsFor, kind }) =>
        !isMet(state) && waitsFor.length === 0 && (workable.has(stage) || kind === "review"),
    ),
  };
};

type Judged = Omit<RequirementStatus, "act" | "waitsFor" | "who" | "people" | "overdue"> & {
  readonly after: readonly string[];
  readonly people?: readonly string[];
};

const inUtc = (at: Instant): string => new Date(at).toISOString();

type Clock = Pick<RequirementStatus, "due" | "overdue">;

const clockOf = ({ due: clocks }: Release, { id, due = runningUntil(clocks[id]) }: Judged, now: Instant): Clock =>
  due === undefined ? {} : { due, overdue: now > due };

/** A clock that stands still counts against nobody. */
const runningUntil = (clock: Release["due"][string] | undefined): Instant | undefined =>
  clock === undefined || clock.stoppedAt !== null ? undefined : clock.until;

const whoOwes = (
  people: readonly PersonRef[],
  owner: string,
  named: readonly string[] | undefined,
): readonly PersonRef[] =>
  people.filter(
    ({ kind, roles, id }) => kind === "human" && (named?.includes(id) ?? (roles.includes(owner) || id === owner)),
  );

const stageStates = (
  process: Process,
  release: Release,
  requirements: readonly RequirementStatus[],
  now: Instant,
): readonly StageStatus[] => {
  const left = new Map(
    process.stages.map((stage) => {
      const end = periodEnd(process, release, stage);
      const over = stage.period === undefined || (end !== null && now >= end);
      return [stage.id, over && requirements.every((one) => one.stage !== stage.id || isMet(one.state))];
    }),
  );
  const due = dueDates(process, release);
  return process.stages.map((stage) => {
    const own = requirements.filter((one) => one.stage === stage.id);
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
