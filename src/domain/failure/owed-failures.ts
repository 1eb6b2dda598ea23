import type { Process, RequirementState } from "../process/process.ts";
import type { Release } from "../release/release.ts";
import type { Instant } from "../units.ts";
import { utc } from "../utc.ts";
import { analysisIdOf, type Failure } from "./failure.ts";

/** What failed attempts leave people to do, beside the requirements of the process. */
export const owedFailures = (process: Process, release: Release, now: Instant) =>
  release.failures.flatMap((failure) => [
    ...(failure.owes.includes("diagnosis") ? [diagnosisOf(process, release, failure)] : []),
    ...(failure.owes.includes("analysis") ? [analysisOf(process, release, failure, now)] : []),
  ]);

const common = (process: Process, { stage: id }: Failure) => {
  const stage = process.stages.find((one) => one.id === id);
  return { stage: id, kind: "failure" as const, title: stage?.title ?? id, after: [] as const, of: stage };
};

const diagnosisOf = (process: Process, { plan }: Release, failure: Failure) => {
  const { of, title, ...rest } = common(process, failure);
  const { id, attempt, requirement, next } = failure;
  return {
    ...rest,
    id,
    title: `Attempt ${attempt} of ${title} failed: ${requirement}`,
    state: (next === null ? "fail" : "pass") as RequirementState,
    reason: inWords(failure),
    why: "What is tried again without knowing why it failed, fails again where users are.",
    owner: of?.attempts?.owner ?? plan.owner,
  };
};

const inWords = ({ reason, diagnosis, next, fix, build }: Failure): string => {
  const why =
    diagnosis === null ? "nobody has said why yet" : `the ${diagnosis.fault}, says ${diagnosis.by}: ${diagnosis.cause}`;
  const with_ =
    next === null
      ? ""
      : `; tried again with ${next.build.digest === build.digest ? "the same build" : next.build.version}`;
  const flag = fix === null || fix.flag === "" ? "" : `; FLAGGED: ${fix.flag}`;
  return `${reason}; ${why}${with_}${flag}`;
};

const analysisOf = (process: Process, { plan }: Release, failure: Failure, now: Instant) => {
  const { of, title, ...rest } = common(process, failure);
  const { attempt, analysis, until, reason } = failure;
  const isLate = until !== null && now > until;
  const owed = until === null ? "owed" : `${isLate ? "overdue since" : "owed until"} ${utc(until)}`;
  return {
    ...rest,
    id: analysisIdOf(failure),
    title: `What the rollback of attempt ${attempt} of ${title} teaches`,
    state: (analysis !== null ? "pass" : isLate ? "fail" : "missing") as RequirementState,
    reason: analysis === null ? `${owed}: ${reason}` : `filed by ${analysis.by}`,
    why: "A rollback that nobody understood comes back with the next attempt.",
    owner: of?.analysis?.owner ?? plan.owner,
    ...(until === null || analysis !== null ? {} : { due: until }),
  };
};
