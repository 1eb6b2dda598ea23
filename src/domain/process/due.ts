import type { Release } from "../release/release.ts";
import { type Instant, type Millis, plus } from "../units.ts";
import { periodEnd } from "./dates.ts";
import type { Process } from "./process.ts";
import type { ReleaseStatus, RequirementStatus } from "./status.ts";
import { peopleOf } from "./who-hears.ts";

/** What only people can do now and has no moment by which it falls due yet: id → that moment. */
export const fallingDue = (
  process: Process,
  release: Release,
  { blocking }: Pick<ReleaseStatus, "blocking">,
  now: Instant,
): Readonly<Record<string, Instant>> =>
  Object.fromEntries(
    blocking
      .filter(
        (one) => release.due[one.id] === undefined && isPeoples(process, one) && isTime(process, release, one, now),
      )
      .flatMap((one) => {
        const within = dueWithin(process, one);
        return within === undefined ? [] : [[one.id, plus(now, within)]];
      }),
  );

/** The review of an emergency has a moment of its own. */
const isPeoples = (process: Process, { id, kind, due }: RequirementStatus): boolean => {
  switch (kind) {
    case "approval":
    case "record":
    case "rollout":
    case "role":
    case "task":
    case "post":
      return true;
    case "review":
      return due === undefined;
    case "document":
      return process.requirements.some((one) => one.id === id && one.kind === "document" && one.template === undefined);
    case "check":
    case "message":
      return false;
  }
};

/** Nobody signs for a period before it is over. */
const isTime = (process: Process, release: Release, { kind, stage: id }: RequirementStatus, now: Instant): boolean => {
  const stage = process.stages.find((one) => one.id === id);
  const end = kind === "approval" && stage !== undefined ? periodEnd(process, release, stage) : null;
  return end === null || now >= end;
};

const dueWithin = (process: Process, { id, stage }: RequirementStatus): Millis | undefined => {
  const own = process.requirements.find((one) => one.id === id);
  return (
    (own?.kind === "approval" ? own.dueWithin : undefined) ??
    process.stages.find((one) => one.id === stage)?.dueWithin ??
    process.dueWithin
  );
};

/** Somebody to be told that something is overdue. `rung` counts from 1. */
export type Telling = { readonly requirement: string; readonly rung: number; readonly to: string };

/** Who has to be told now, each person once for each thing, however often it is asked. */
export const tellings = (
  process: Process,
  release: Release,
  { blocking }: Pick<ReleaseStatus, "blocking">,
  now: Instant,
): readonly Telling[] =>
  blocking
    .filter(({ overdue }) => overdue === true)
    .flatMap((one) => {
      const { until, told } = release.due[one.id] ?? { until: one.due ?? now, told: [] };
      const heard = new Set(told.map((entry) => entry.slice(entry.indexOf(" ") + 1)));
      return (process.escalation?.ladder ?? []).flatMap(({ after, to }, i) =>
        now < plus(until, after)
          ? []
          : [...new Set(to.flatMap((name) => peopleOf(release, one.people, name)))]
              .filter((id) => !heard.has(id))
              .map((id) => {
                heard.add(id);
                return { requirement: one.id, rung: i + 1, to: id };
              }),
      );
    });
