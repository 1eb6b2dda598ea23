import { openParts } from "../../src/domain/process/judge-check.ts";
import type { Approval, Check, Requirement } from "../../src/domain/process/process.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import { evidenceKey } from "../../src/domain/release/release.ts";
import { rightTo } from "../../src/domain/release/stand-in.ts";
import type { Life } from "../support/life.ts";
import { isOver } from "../support/whole-life.ts";
import type { Lived } from "./life-play.ts";
import type { Broken } from "./seeds-in-threads.ts";

type Rule = readonly [rule: string, broken: (lived: Lived) => readonly string[]];

/** Stages that have to be left before production begins, by the process's own word. */
const before = ({ process }: Life): readonly string[] => {
  const production = process.requirements.find(
    (one) => one.kind === "rollout" && one.environment === "production",
  )?.stage;
  const all = new Set(process.stages.find(({ id }) => id === production)?.after ?? []);
  for (const id of all) for (const other of process.stages.find((one) => one.id === id)?.after ?? []) all.add(other);
  return [...all];
};

/** Of an emergency, the least that the process names; never nothing (R202). */
const asked = (life: Life): readonly Requirement[] => {
  const stages = before(life);
  const least = life.release.plan.emergency === undefined ? undefined : life.process.emergency?.requires;
  return life.process.requirements.filter(
    ({ stage, id }) => stages.includes(stage) && (least === undefined || least.includes(id)),
  );
};

/** One person alone does not bring anything to users (R202). */
const alone = ({ release }: Life, told: readonly ReleaseEvent[]): boolean =>
  !told.some((one) => one.type === "ApprovalGiven" && one.by !== release.plan.emergency?.by);

/** What was told of this build until production was asked for. */
const ofThisBuild = (events: readonly ReleaseEvent[]): readonly ReleaseEvent[] =>
  events.slice(events.findLastIndex(({ type }) => type === "BuildReplaced") + 1);

/** Recomputed from the bare history, without the functions that let it through. */
const production: Rule[1] = ({ life }) =>
  life.events.flatMap((event, n) => {
    if (event.type !== "RolloutRequested" || event.environment !== "production") return [];
    const told = ofThisBuild(life.events.slice(0, n));
    const { digest } = event.candidate;
    const staged = told.some((one) => {
      if (one.type !== "RolloutPromoted") return false;
      const request = told.find((other) => other.type === "RolloutRequested" && other.rollout === one.rollout);
      return (
        request?.type === "RolloutRequested" && request.environment === "staging" && request.candidate.digest === digest
      );
    });
    return [
      ...(staged ? [] : ["production without this build in staging (R66)"]),
      ...(alone(life, told) ? ["nobody but one person signed anything"] : []),
      ...asked(life).flatMap((one) => {
        if (one.kind === "approval") return unsigned(life, told, one);
        return one.kind === "check" && !one.waivable ? unproved(life, told, one, digest) : [];
      }),
    ].map((what) => `${event.rollout}: ${what}`);
  });

const unsigned = ({ release }: Life, told: readonly ReleaseEvent[], { id, owner }: Approval): readonly string[] => {
  const last = told.findLast((one) => one.type === "ApprovalGiven" && one.requirement === id);
  if (last?.type !== "ApprovalGiven") return [`${id} is not signed`];
  return rightTo(release.plan.people, last.by, [owner]) === null ? [`${id} was signed by ${last.by}`] : [];
};

const unproved = ({ release }: Life, told: readonly ReleaseEvent[], check: Check, digest: string): readonly string[] =>
  openParts(release, check).flatMap((part) => {
    const last = told.findLast(
      (one) =>
        one.type === "EvidenceRecorded" &&
        evidenceKey(one.evidence.requirement, one.evidence.part) === evidenceKey(check.id, part),
    );
    if (last?.type !== "EvidenceRecorded") return [`${evidenceKey(check.id, part)} was never looked at`];
    return last.evidence.build === digest ? [] : [`${evidenceKey(check.id, part)} is about another build`];
  });

/** From the moment at which staging fails, production gets no more of this build until a new attempt begins (R61). */
const stopped: Rule[1] = ({ life }) => {
  const seen: string[] = [];
  let failed: string | null = null;
  const environments = new Map<string, string>();
  for (const event of life.events) {
    if (event.type === "RolloutRequested") environments.set(event.rollout, event.environment);
    if (event.type === "AttemptFailed" && event.stage === "staging" && event.owes.includes("diagnosis"))
      failed = event.failure;
    else if (event.type === "AttemptRestarted" || event.type === "BuildReplaced") failed = null;
    else if (failed !== null && goesOn.has(event.type) && "rollout" in event)
      if (environments.get(event.rollout) === "production") seen.push(`${event.type} after ${failed}`);
  }
  return seen;
};

const goesOn: ReadonlySet<ReleaseEvent["type"]> = new Set(["RolloutRequested", "StepCompleted", "RolloutPromoted"]);

/** Once everybody does what they owe, it comes to an end: closed and sealed, or ended, and nothing is left running. */
const ends: Rule[1] = ({ life }) =>
  isOver(life)
    ? []
    : [`it is ${life.release.phase} after ${Math.round((life.now - life.release.openedAt) / 86_400_000)} days`];

const signers: Rule[1] = ({ life }) =>
  life.events.flatMap((event) => {
    const who = event.type === "ApprovalGiven" || event.type === "WaiverGranted" ? event.by : null;
    const person = life.release.plan.people.find(({ id }) => id === who);
    return who === null || person?.kind === "human" ? [] : [`${event.type} by ${who}`];
  });

const waiversByTwo: Rule[1] = ({ life }) =>
  life.events.flatMap((event, n) => {
    if (event.type !== "WaiverGranted") return [];
    const wanted = life.events
      .slice(0, n)
      .findLast((one) => one.type === "WaiverRequested" && one.requirement === event.requirement);
    const isOwn = wanted?.type === "WaiverRequested" && wanted.by === event.by;
    return isOwn ? [`${event.requirement}: ${event.by} granted the own waiver`] : [];
  });

const afterTheEnd: ReadonlySet<ReleaseEvent["type"]> = new Set([
  "MessageDelivered",
  "MessageBounced",
  // Somebody is told of the end, or hears that they were not.
  "NoticeDelivered",
  "NoticeFailed",
  "NoticeGivenUp",
  "NoticeSkipped",
  // The way back is over, and with it what it was for.
  "TriggerSettled",
  "RecordSealed",
  "CommandRefused",
]);

/** What is rolled out may go back after the end; nothing else goes on. */
const nothingAfter: Rule[1] = ({ life }) => {
  const end = life.events.findIndex(({ type }) => type === "ReleaseClosed" || type === "ReleaseEnded");
  if (end < 0) return [];
  return life.events
    .slice(end + 1)
    .filter((event) => !("rollout" in event) && !afterTheEnd.has(event.type))
    .map(({ type }) => `${type} after the end (T31, T38)`);
};

/** The baseline is kept for as long as the process says, whatever people do (R117). */
const kept: Rule[1] = ({ life }) =>
  life.release.rollouts
    .filter(({ environment, phase }) => environment === "production" && phase === "closed")
    .filter(({ promotedAt, endedAt }) => (endedAt ?? 0) - (promotedAt ?? 0) < life.process.rollbackWindow)
    .map(({ id }) => `${id}: the old build was gone before the rollback window ended`);

/** What no life may break. */
export const rules: readonly Rule[] = [
  ["R66, R67: production only after this build passed staging, with every approval and every check", production],
  ["R61: once staging failed, production gets no more of this build", stopped],
  ["it can always be rolled back or ended, and no clock expires unseen", ({ seen }) => seen.violations],
  ["every release comes to an end once people do what they owe (T10, T37, T44)", ends],
  ["only people decide, by the right that they have (R206)", signers],
  ["nobody grants the own waiver (R52)", waiversByTwo],
  ["nothing goes on after the end (T31, T38)", nothingAfter],
  ["R117: the old build is kept to the end of the rollback window", kept],
];

export const brokenBy = (lived: Lived): readonly Broken[] =>
  rules.flatMap(([rule, broken]) => {
    const what = broken(lived);
    return what.length === 0 ? [] : [{ seed: lived.seed, rule, what }];
  });
