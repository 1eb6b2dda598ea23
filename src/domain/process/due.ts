import { hasClock } from "../incident/owed.ts";
import type { Release } from "../release/release.ts";
import { type Instant, type Millis, plus } from "../units.ts";
import { periodEnd } from "./dates.ts";
import type { Process } from "./process.ts";
import type { ReleaseStatus, RequirementStatus } from "./status.ts";
import { peopleOf } from "./who-hears.ts";

/** What only people can do now and whose clock does not run: id → the moment by which it falls due. */
export const fallingDue = (
  process: Process,
  release: Release,
  view: Pick<ReleaseStatus, "blocking">,
  now: Instant,
): Readonly<Record<string, Instant>> =>
  Object.fromEntries(
    workable(process, release, view, now).flatMap((one) => {
      const clock = release.due[one.id];
      if (clock !== undefined) return clock.stoppedAt === null ? [] : [[one.id, resumed(clock, now)]];
      // What has a moment of its own keeps it; of an incident it is over by now, and people heard of it.
      if (one.due !== undefined && one.kind !== "incident") return [[one.id, one.due]];
      const within = dueWithin(process, one);
      return within === undefined ? [] : [[one.id, plus(now, within)]];
    }),
  );

/** What nobody can act on any more although its clock runs: something came before it again, or it is done (T29). */
export const stopping = (
  process: Process,
  release: Release,
  view: Pick<ReleaseStatus, "blocking">,
  now: Instant,
): readonly string[] => {
  const can = new Set(workable(process, release, view, now).map(({ id }) => id));
  return Object.keys(release.due).filter((id) => release.due[id]?.stoppedAt === null && !can.has(id));
};

/** With as much time as was left; what was late already stays as late as it was. */
const resumed = ({ until, stoppedAt }: Due, now: Instant): Instant => plus(now, (until - (stoppedAt ?? now)) as Millis);

type Due = Release["due"][string];

const workable = (
  process: Process,
  release: Release,
  { blocking }: Pick<ReleaseStatus, "blocking">,
  now: Instant,
): readonly RequirementStatus[] =>
  blocking.filter((one) => isPeoples(process, release, one, now) && isTime(process, release, one, now));

const isPeoples = (process: Process, release: Release, { id, kind }: RequirementStatus, now: Instant): boolean => {
  switch (kind) {
    case "approval":
    case "record":
    case "rollout":
    case "role":
    case "task":
    case "post":
    case "review":
    case "failure":
      return true;
    case "incident":
      return !hasClock(process, release, id, now);
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
      const clock = release.due[one.id];
      // Whoever is told is written down on its clock; without one they would be told for ever.
      if (clock === undefined) return [];
      const { until, told } = clock;
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
