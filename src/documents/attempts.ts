import type { Process } from "../domain/process/process.ts";
import { type RolledBack, rollbacksOf, rollbackTime } from "../domain/release/figures.ts";
import type { Release } from "../domain/release/release.ts";
import type { Rollout } from "../domain/rollout/rollout.ts";
import { since } from "../domain/units.ts";
import { utc } from "../domain/utc.ts";
import { duration, many, short } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { type Markdown, table } from "./markdown.ts";
import { nameOf } from "./people.ts";

/** Every attempt to bring a build somewhere, failed ones too (R66). */
export const attemptTable = ({ release }: DocumentInput, rollouts: readonly Rollout[]): Markdown =>
  table(
    ["Attempt", "Build", "Asked for", "By", "Outcome", "Time of execution"],
    rollouts.map((rollout) => [
      `${rollout.environment} ${rollout.purpose} ${rollout.attempt}`,
      `${rollout.candidate.version}, ${rollout.candidate.digest.slice(0, 19)}`,
      utc(rollout.requestedAt),
      nameOf(release.plan, rollout.requestedBy),
      outcome(rollout),
      duration(rollout.executing),
    ]),
  );

const outcome = (rollout: Rollout): string => {
  const { phase, rollback, step, steps, weight, paused } = rollout;
  switch (phase) {
    case "waiting":
      return "waits for the environment";
    case "progressing":
      return `step ${step + 1} of ${many(steps.length, "step")}, ${weight} %${paused === null ? "" : `, paused: ${paused.reason}`}`;
    case "rolling-back":
      return `on its way back: ${rollback?.reason}`;
    case "rolled-back":
      return rollback?.severity === "drill" ? "drill: up, and back on purpose" : `rolled back: ${rollback?.reason}`;
    case "promoted":
    case "closed":
      return `all traffic on ${rollout.candidate.version}`;
  }
};

/** Each rollback with its clock, drills beside real ones (R128). */
export const rollbackTable = ({ release, process }: DocumentInput, rollbacks = rollbacksOf(release)): Markdown =>
  table(
    ["Rollback", "Decided", "By", "Severity", "Why", "At 0 % after", "Healthy after", "Within the target"],
    rollbacks.map((rollout) => [
      `${rollout.environment} ${rollout.purpose} ${rollout.attempt}`,
      utc(rollout.rollback.at),
      nameOf(release.plan, rollout.rollback.by),
      rollout.rollback.severity,
      rollout.rollback.reason,
      zeroAfter(rollout),
      healthyAfter(rollout),
      inTime(process, rollout),
    ]),
  );

const zeroAfter = ({ rollback: { at, zeroAt } }: RolledBack): string =>
  zeroAt === null ? "not seen" : duration(since(at, zeroAt));

const healthyAfter = ({ rollback }: RolledBack): string => {
  const took = rollbackTime(rollback);
  return took === null ? "not seen" : duration(took);
};

/** Not seen healthy is not in time. */
const inTime = ({ rollbackTarget }: Process, { rollback, phase }: RolledBack): string => {
  const took = rollbackTime(rollback);
  if (took === null) return phase === "rolling-back" ? "not over yet" : "NO";
  return took < rollbackTarget ? "yes" : "NO";
};

/** The builds that this release gave up for another one, and why: its fixes. */
export const fixTable = ({ history, release }: DocumentInput): Markdown =>
  table(
    ["When", "By", "New build", "Digest", "Why"],
    history.flatMap(({ event }) =>
      event.type === "BuildReplaced"
        ? [
            [
              utc(event.at),
              nameOf(release.plan, event.by),
              event.build.version,
              short(event.build.digest),
              event.reason,
            ],
          ]
        : [],
    ),
  );

/** The last drill in which the way back was timed, in words. */
export const drillTime = (release: Release): string => {
  const drill = rollbacksOf(release).findLast(({ rollback }) => rollback.severity === "drill");
  const took = drill === undefined ? null : rollbackTime(drill.rollback);
  return took === null ? "no drill was timed" : `${took / 1_000} s`;
};

/** Attempts at a stage that failed: why, what somebody found, and how it went on (R66). */
export const failureTable = ({ release }: DocumentInput, stage: string): Markdown =>
  table(
    ["Attempt", "Build", "Failed", "Diagnosis", "Fix", "Next"],
    release.failures
      .filter((one) => one.stage === stage)
      .map(({ attempt, build, requirement, reason, diagnosis, fix, next }) => [
        attempt,
        `${build.version}, ${build.digest.slice(0, 19)}`,
        `${requirement}: ${reason}`,
        diagnosis === null
          ? "none yet"
          : `${diagnosis.fault}: ${diagnosis.cause} (${nameOf(release.plan, diagnosis.by)})`,
        fix === null ? "" : `${fix.cause}: ${fix.link}${fix.flag === "" ? "" : ` FLAGGED: ${fix.flag}`}`,
        next === null ? "none yet" : `${utc(next.at)} with ${next.build.version}`,
      ]),
  );
