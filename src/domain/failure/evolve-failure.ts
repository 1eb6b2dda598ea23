import type { Release } from "../release/release.ts";
import type { BuildRef } from "../rollout/rollout.ts";
import type { FailureEvent } from "./events.ts";
import { type Failure, isLocking } from "./failure.ts";

/** Failed attempts in the order in which they came; nothing is ever taken off the list (R66). */
export const evolveFailure = (release: Release, event: FailureEvent): Partial<Release> => {
  switch (event.type) {
    case "AttemptFailed": {
      const { failure: id, stage, attempt, requirement, reason, of: rollout, owes, until, at } = event;
      const told = { id, stage, attempt, requirement, reason, rollout, owes, until, at };
      const { digest, version } = release.build;
      const open = { record: null, diagnosis: null, analysis: null, next: null, fix: null };
      return { failures: [...release.failures, { ...told, build: { digest, version }, ...open }] };
    }
    case "AttemptRestarted":
      return {
        failures: begunAnew(release.failures, release.build, event, stageOf(release, event)),
        ...withoutStage(release, event.voids.requirements),
        voided: [...release.voided, ...event.voids.rollouts],
      };
    case "FailureRecorded":
      return { failures: changed(release, event, { record: event.document }) };
    case "FailureDiagnosed": {
      const { cause, fault, by, at } = event;
      return {
        failures: changed(release, event, { diagnosis: { cause, fault, by, at } }),
        due: dueWithout(release, event),
      };
    }
    case "FixBrought": {
      const { cause, link, files, flag, by } = event;
      return { failures: changed(release, event, { fix: { cause, link, files, flag, by } }) };
    }
    case "RollbackAnalysed": {
      const { by, at, raw, fields } = event;
      return {
        failures: changed(release, event, { analysis: { by, at, raw, fields } }),
        due: dueWithout(release, event),
      };
    }
  }
};

/** With another build: what the failed one proved counts for nothing, should it ever come back (R65). */
export const begunWith = (
  { failures, voided, rollouts, build }: Release,
  event: Begun & { readonly build: BuildRef },
): Pick<Release, "failures" | "voided"> => {
  const failed = failures.some(isLocking) ? rollouts.filter(({ candidate }) => candidate.digest === build.digest) : [];
  return {
    failures: begunAnew(failures, event.build, event),
    voided: [...voided, ...failed.map(({ id }) => id)],
  };
};

type Begun = { readonly at: FailureEvent["at"]; readonly reason: string; readonly by: string };

/** Another build begins the next attempt of every stage that was locked; the same one that of this stage alone. */
const begunAnew = (
  failures: readonly Failure[],
  { digest, version }: BuildRef,
  { at, reason, by }: Begun,
  stage?: string,
): readonly Failure[] =>
  failures.map((one) =>
    isLocking(one) && (stage === undefined || one.stage === stage)
      ? { ...one, next: { build: { digest, version }, at, reason, by } }
      : one,
  );

const stageOf = ({ failures }: Release, { failure }: FailureEvent): string =>
  failures.find(({ id }) => id === failure)?.stage ?? "";

const changed = ({ failures }: Release, { failure }: FailureEvent, change: Partial<Failure>): readonly Failure[] =>
  failures.map((one) => (one.id === failure ? { ...one, ...change } : one));

const dueWithout = ({ due }: Release, { failure }: FailureEvent): Release["due"] =>
  Object.fromEntries(Object.entries(due).filter(([id]) => id !== failure && id !== `analysis.${failure}`));

/** All that a stage had by what people and machines said; exceptions are no results, and stay (R65). */
const withoutStage = (release: Release, requirements: readonly string[]): Partial<Release> => {
  const isGone = (key: string): boolean => requirements.includes(key.split("#")[0] ?? key);
  const rest = <T>(all: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(all).filter(([key]) => !isGone(key)));
  const { evidence, approvals, rejections, records, documents, deliveries, asked, due, proposals } = release;
  return {
    evidence: rest(evidence),
    approvals: rest(approvals),
    rejections: rest(rejections),
    records: rest(records),
    documents: rest(documents),
    deliveries: rest(deliveries),
    asked: rest(asked),
    due: rest(due),
    proposals: rest(proposals),
  };
};
