import { type Instant, type Millis, plus, since } from "../units.ts";

/**
 * Where in a rollout a service's own step stands. `before-rollout`: nothing was changed yet. `before-traffic`: the
 * candidate is ready and smoked. `after-step`: the last thing before a step of the rollout is left. `on-rollback`: users
 * are back on the build in service.
 */
export type Place = "before-rollout" | "before-traffic" | "after-step" | "after-promote" | "on-rollback";

/** What is done when people did not answer in time. To go on without them is no answer. */
export type Unanswered = "hold" | "roll back";

/** A step of the runbook that the service added. */
export type OwnStep = {
  /** Of the runbook, counted from 1. */
  readonly number: number;
  readonly title: string;
  readonly place: Place;
  /** The step of the rollout that it comes after, counted from 0; null at every other place. */
  readonly after: number | null;
  readonly by: "automated" | "manual";
  /** The role that does it, or answers for it. */
  readonly owner: string;
  /** The longest that its command may take, or that people are waited for. */
  readonly within: Millis;
  readonly unanswered: Unanswered;
  /** What it runs, and what proves it, as commands; absent where people do it. */
  readonly runs?: readonly string[];
  readonly proves?: readonly string[];
};

/** What became of it, so far. */
export type OwnStepState = {
  readonly state: "running" | "done" | "failed";
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  /** Who did it: a person, or headgate. */
  readonly by: string;
  /** Of its command; null for what people did. */
  readonly exit: number | null;
  /** What it printed, or what the person noted. */
  readonly output: string;
  /** Until when it is waited for: time in which nothing may advance does not count. */
  readonly until: Instant;
  /** When that was over, and people were told. */
  readonly lateAt: Instant | null;
};

export type OwnSteps = {
  readonly own: readonly OwnStep[];
  readonly ownStates: Readonly<Record<number, OwnStepState>>;
};

/** What comes after it was only ever held up by it where it must have worked: before the promotion. */
const mustWork: Readonly<Record<Place, boolean>> = {
  "before-rollout": true,
  "before-traffic": true,
  "after-step": true,
  "after-promote": false,
  "on-rollback": false,
};

export const stopsRollout = ({ place }: OwnStep): boolean => mustWork[place];

/** The first step of a place that is not over; null when all are. */
export const pendingAt = ({ own, ownStates }: OwnSteps, place: Place, after: number | null = null): OwnStep | null =>
  own.find((one) => {
    const state = ownStates[one.number]?.state;
    const isOver = state === "done" || state === "failed" || (place === "on-rollback" && isLate(ownStates, one));
    return one.place === place && one.after === after && !isOver;
  }) ?? null;

/** The way back waits for nobody longer than it was told to. */
const isLate = (states: OwnSteps["ownStates"], { number }: OwnStep): boolean => states[number]?.lateAt != null;

/** The one that is being done now; one that is late and whose answer is still welcome, only if there is no other. */
export const runningStep = ({ own, ownStates }: OwnSteps): OwnStep | null =>
  own.find(({ number }) => ownStates[number]?.state === "running" && ownStates[number].lateAt === null) ??
  own.find(({ number }) => ownStates[number]?.state === "running") ??
  null;

/** Waits are lengthened by the time in which nothing could advance (T29). */
export const longer = (states: OwnSteps["ownStates"], held: Millis): OwnSteps["ownStates"] =>
  Object.fromEntries(
    Object.entries(states).map(([number, one]) => [
      number,
      one.state === "running" ? { ...one, until: plus(one.until, held) } : one,
    ]),
  );

export const workOf = ({ startedAt }: OwnStepState, at: Instant): Millis => since(startedAt, at);
