import { toEvent } from "../../src/conductor/entries.ts";
import { foldEntries, releaseStream } from "../../src/conductor/load.ts";
import type { EnvironmentEvent } from "../../src/domain/environment.ts";
import { environmentStream } from "../../src/domain/environment.ts";
import type { RolloutEvent } from "../../src/domain/rollout/events.ts";
import { process } from "../support/simulated-service.ts";
import { alive, type Place, short } from "../support/simulated-world.ts";
import type { Broken } from "./seeds-in-threads.ts";
import type { Run } from "./whole-run.ts";
import { entriesOf, type Story, storiesOf } from "./whole-stories.ts";

type Rule = readonly [rule: string, broken: (run: Run) => readonly string[]];

const has = ({ log }: Story, type: RolloutEvent["type"]): boolean => log.some(({ event }) => event.type === type);
const moment = ({ log }: Story, type: RolloutEvent["type"]): number =>
  log.find(({ event }) => event.type === type)?.at ?? Number.POSITIVE_INFINITY;

const perRollout =
  (broken: (story: Story) => readonly (string | false)[]): Rule[1] =>
  (run) =>
    storiesOf(run).flatMap((story) =>
      broken(story)
        .filter((what) => what !== false)
        .map((what) => `${story.rollout.id}: ${what}`),
    );

const perPlace =
  (broken: (run: Run, place: Place) => readonly (string | false)[]): Rule[1] =>
  (run) =>
    [...run.world.places.values()].flatMap((place) =>
      broken(run, place)
        .filter((what) => what !== false)
        .map((what) => `${place.name}: ${what}`),
    );

/** Facts that can happen once in the life of a rollout, however often they are reported. */
const once: readonly RolloutEvent["type"][] = [
  "RolloutRequested",
  "RolloutStarted",
  "RolloutPromoted",
  "RollbackStarted",
  "TrafficReturned",
  "CandidateRemoved",
  "RolloutRolledBack",
  "BaselineRetired",
  "EnvironmentFreed",
  "RollbackEscalated",
];

const doubled: Rule[1] = perRollout((story) => [
  ...once.map((type) => {
    const times = story.log.filter(({ event }) => event.type === type).length;
    // A smoke that fails after the return escalates too.
    return times > (type === "RollbackEscalated" ? 2 : 1) && `${type} ${times} times`;
  }),
  ...story.rollout.steps.map((_, step) => {
    const completed = story.log.filter(({ event }) => event.type === "StepCompleted" && event.step === step).length;
    return completed > 1 + story.rollout.reverts && `step ${step} was completed ${completed} times`;
  }),
]);

/** The way of a rollout is: requested, started, promoted or back, over, freed. */
const inOrder: Rule[1] = perRollout((story) => {
  const { log } = story;
  const back = log.findIndex(({ event }) => event.type === "RollbackStarted");
  const after = back < 0 ? [] : log.slice(back).map(({ event }) => event.type);
  const forward = ["CandidateReady", "WeightConfirmed", "StepCompleted", "StepReverted", "RolloutPromoted"] as const;
  const end = log.findIndex(({ event }) => event.type === "RolloutRolledBack" || event.type === "BaselineRetired");
  const late = end < 0 ? [] : log.slice(end + 1).map(({ event }) => event.type);
  const allowed: readonly RolloutEvent["type"][] = ["EnvironmentFreed", "EffectFailed"];
  return [
    ...forward.map((type) => after.includes(type) && `${type} on the way back (T38)`),
    ...late.filter((type) => !allowed.includes(type)).map((type) => `${type} after its end (T31)`),
    log[0]?.event.type !== "RolloutRequested" && "it did not begin with its request",
  ];
});

/** Slack for a step or a way back, in ms: an effect that is being tried, and turns of conductors. */
const slack = 150_000;

/** Time in which nobody could act: no conductor at work, and the terms of the leases of the last one. */
const idleBetween = ({ gaps }: Run, from: number, to: number): number =>
  gaps.reduce((sum, gap) => sum + Math.max(0, Math.min(to, gap.to) - Math.max(from, gap.from)), 0);

const rollbackInTime: Rule[1] = perRollout((story) => {
  const { run, rollout } = story;
  if (rollout.rollback === null || rollout.hold === 0 || rollout.rollback.legs.length === 0) return [];
  const from = moment(story, "RollbackStarted");
  const sign = Math.min(moment(story, "TrafficReturned"), moment(story, "RollbackEscalated"));
  const limit = process.rollbackTarget + slack + idleBetween(run, from, sign) + (run.skewed ? 130_000 : 0);
  return [sign - from > limit && `neither back nor escalated within ${Math.round((sign - from) / 1_000)} s`];
});

/** From what begins a step to what ends the wait for it; a pause stands still (T29), and a person may take any time. */
const stepsInTime: Rule[1] = perRollout(({ run, rollout, log }) => {
  const problems: (string | false)[] = [];
  let since: number | null = null;
  let step = 0;
  let isReached = false;
  const ended = (at: number): void => {
    if (since !== null) {
      const deadline = rollout.steps[step]?.deadline ?? 0;
      const took = at - since - idleBetween(run, since, at) - (run.skewed ? 130_000 : 0);
      problems.push(took > deadline + slack && `step ${step} was on its way for ${Math.round(took / 1_000)} s (T6)`);
    }
    since = null;
  };
  for (const { event, at } of log)
    switch (event.type) {
      case "RolloutStarted":
        since = at;
        break;
      case "WeightConfirmed":
        ended(at);
        isReached = true;
        break;
      case "RolloutPaused":
      case "RollbackStarted":
      case "HoldLost":
        ended(at);
        break;
      case "StepReverted":
        ended(at);
        step = event.step - 1;
        isReached = false;
        break;
      case "StepCompleted":
        ended(at);
        step = event.step + 1;
        isReached = false;
        since = step < rollout.steps.length ? at : null;
        break;
      case "RolloutResumed":
        since = isReached ? null : at;
        break;
      default:
    }
  return problems;
});

const failingVerdicts: Rule[1] = perRollout(({ log }) =>
  log.map(({ event }, n) => {
    const fails = event.type === "VerdictRecorded" && event.verdict.outcome === "fail";
    return fails && log[n + 1]?.event.type !== "RollbackStarted" && "a failing verdict without a rollback (T1, T9)";
  }),
);

/** Turns of the candidate's share, and of its size, that were really made. */
const flapping: Rule[1] = perPlace((run, place) => {
  const problems: (string | false)[] = [];
  for (const [candidate, weights] of Map.groupBy(place.weights, (one) => one.candidate)) {
    const attempts = storiesOf(run).filter(
      ({ rollout }) => rollout.environment === place.name && rollout.candidate.digest === candidate,
    );
    let turns = 0;
    let direction = 0;
    for (let n = 1; n < weights.length; n++) {
      const now = Math.sign(weights[n]!.weight - weights[n - 1]!.weight);
      if (now !== 0 && direction !== 0 && now !== direction) turns += 1;
      if (now !== 0) direction = now;
    }
    // Up and back for each attempt, twice to a step before; on the way back, to nothing while the candidate is not there.
    const most = attempts.reduce(
      (sum, { rollout }) => sum + 2 + 2 * rollout.reverts + 2 * (rollout.rollback?.legs.length ?? 0),
      0,
    );
    problems.push(turns > most && `the share of ${short(candidate)} turned ${turns} times (T13)`);
  }
  return problems;
});

/** Who asked first gets it first, unless it gave its place up; and nobody gets what somebody else has. */
const queue: Rule[1] = (run) =>
  ["staging", "production"].flatMap((name) => {
    const events = entriesOf(run, environmentStream("shop", name)).map((entry) => toEvent<EnvironmentEvent>(entry));
    const problems: string[] = [];
    let holder: string | null = null;
    let waiting: string[] = [];
    for (const event of events)
      switch (event.type) {
        case "EnvironmentQueued":
          waiting.push(event.rollout);
          break;
        case "EnvironmentHeld":
          if (holder !== null) problems.push(`${name}: ${event.rollout} got it while ${holder} had it`);
          if (waiting.length > 0 && waiting[0] !== event.rollout)
            problems.push(`${name}: ${event.rollout} got it before ${waiting[0]} (T35)`);
          holder = event.rollout;
          waiting = waiting.filter((one) => one !== event.rollout);
          break;
        case "EnvironmentFreed":
        case "EnvironmentUnstuck":
          if (holder === event.rollout) holder = null;
          waiting = waiting.filter((one) => one !== event.rollout);
          break;
        default:
      }
    return problems;
  });

const known = (run: Run, name: string): string => {
  const events = entriesOf(run, environmentStream("shop", name)).map((entry) => toEvent<EnvironmentEvent>(entry));
  const last = events.findLast(
    (event) => event.type === "EnvironmentAdopted" || (event.type === "EnvironmentFreed" && event.runs !== null),
  );
  if (last?.type === "EnvironmentAdopted") return last.build.digest;
  return last?.type === "EnvironmentFreed" ? (last.runs?.digest ?? "") : "";
};

/** What is known as good is what users get, from enough instances, and nothing else is left. */
const left: Rule[1] = perPlace((run, place) => {
  if (!run.ended) return [];
  const runs = known(run, place.name);
  const share = place.routes.find(({ build }) => build === runs)?.weight ?? 0;
  // Those that died count: outside of a rollout nobody watches over instances.
  const own = [...place.instances.values()].filter((one) => one.build === runs);
  const strangers = alive(place).filter((one) => one.build !== runs);
  return [
    share !== 100 && `users get ${share} % of what is known as good (T1)`,
    place.closedAt !== null && "it is still closed",
    own.length < place.count && `${own.length} of ${place.count} instances are left (T12, T14)`,
    strangers.length > 0 && `${strangers.length} instances of ${short(strangers[0]!.build)} were left behind`,
  ];
});

const over: Rule[1] = (run) =>
  run.ended
    ? []
    : [
        ...storiesOf(run)
          .filter(({ rollout }) => !rollout.freed)
          .map(({ rollout }) => `${rollout.id} is ${rollout.phase} and not free (T2, T10, T37)`),
        ...["staging", "production"].map((name) => `${name} may not be free`),
      ];

const promotedIsReal: Rule[1] = perRollout((story) => [
  has(story, "RolloutPromoted") &&
    story.log.filter(({ event }) => event.type === "StepCompleted").length < story.rollout.steps.length &&
    "promoted without all of its steps (T26)",
]);

/** Every conductor folds what the journal says, and nothing else. */
const folded: Rule[1] = (run) =>
  run.fleet.slots.flatMap(({ conductor }) =>
    run.releases.flatMap((id) => {
      const known = conductor?.loader.known(id) ?? null;
      if (known === null) return [];
      const anew = foldEntries(undefined, entriesOf(run, releaseStream(id)).slice(0, known.version));
      return JSON.stringify(anew) === JSON.stringify(known.release) ? [] : [`${id} is folded wrongly`];
    }),
  );

const cancelled: Rule[1] = (run) =>
  run.releases.flatMap((id) => {
    const entries = entriesOf(run, releaseStream(id));
    const end = entries.findIndex(({ type }) => type === "ReleaseEnded");
    const after = end < 0 ? [] : entries.slice(end + 1);
    return after
      .filter(({ type }) => ["RolloutRequested", "RolloutPromoted", "StepCompleted", "ReleaseClosed"].includes(type))
      .map(({ type }) => `${id}: ${type} after it was cancelled (T38, T40)`);
  });

/** What no play may break, each with its rule of the design or the hazard that it is named for. */
export const rules: readonly Rule[] = [
  [
    "what the world saw: never to a side that is not ready, capacity before traffic (T3, T4), T5",
    ({ world }) => world.violations,
  ],
  ["once nothing breaks any more everything ends, and the environments are free (T2, T6, T10, T37)", over],
  ["what is left is what is known as good, and nothing else (T1, T14)", left],
  ["no event is lost or doubled (R74, T31)", doubled],
  ["nothing goes on after its end, or forward on the way back (T31, T38)", inOrder],
  ["a way back ends or is escalated within its deadline (T1)", rollbackInTime],
  ["every step ends in time, and pauses do not count (T6, T29)", stepsInTime],
  ["triggers stay armed during every wait (T9)", failingVerdicts],
  ["no side goes up and down again and again (T13)", flapping],
  ["one rollout per environment at a time, in the order of asking (T14, T35)", queue],
  ["promoted means that every step was completed (T26)", promotedIsReal],
  ["the fold of the journal is the state", folded],
  ["a cancelled release goes nowhere (T38, T40)", cancelled],
];

export const brokenBy = (run: Run): readonly Broken[] =>
  rules.flatMap(([rule, broken]) => {
    const what = broken(run);
    return what.length === 0 ? [] : [{ seed: run.seed, rule, what }];
  });
