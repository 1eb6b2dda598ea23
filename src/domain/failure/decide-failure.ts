import type { Process } from "../process/process.ts";
import { accept, type Decision, refuse } from "../refusal.ts";
import type { Command } from "../release/commands.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import { isLive } from "../rollout/rollout.ts";
import { type Failure, isLocking } from "./failure.ts";

type Asked = Extract<Command, { type: "Diagnose" | "RestartAttempt" | "RecordFailure" }>;

/** What people and machines say about a failed attempt. */
export const decideFailure = (process: Process, release: Release, command: Asked): Decision<ReleaseEvent> => {
  switch (command.type) {
    case "Diagnose":
      return diagnose(release, command);
    case "RestartAttempt":
      return restart(process, release, command);
    case "RecordFailure": {
      const { failure, document, at } = command;
      const known = release.failures.find(({ id }) => id === failure);
      return known?.record === null
        ? accept<ReleaseEvent>([{ type: "FailureRecorded", at, failure, document }])
        : accept();
    }
  }
};

const diagnose = (
  release: Release,
  { failure: id, cause, fault, by, at }: Extract<Asked, { type: "Diagnose" }>,
): Decision<ReleaseEvent> => {
  const locked = release.failures.filter(isLocking);
  const next = locked.find(({ diagnosis }) => diagnosis === null) ?? locked[0];
  const failure = id === null ? next : release.failures.find((one) => one.id === id);
  if (failure === undefined || !isLocking(failure)) return noFailure(release);
  if (cause.trim() === "") return refuse("REASON_MISSING", { act: "a diagnosis" });
  return accept<ReleaseEvent>([{ type: "FailureDiagnosed", at, failure: failure.id, cause, fault, by: by.id }]);
};

const noFailure = ({ id }: Release) => refuse("NO_FAILED_ATTEMPT", { release: id });

/** The same build goes through the whole stage again, and only where it was not the build that failed (R65). */
const restart = (
  process: Process,
  release: Release,
  { reason, by, at }: Extract<Asked, { type: "RestartAttempt" }>,
): Decision<ReleaseEvent> => {
  const locked = release.failures.filter(isLocking);
  const failure = locked.find(({ diagnosis }) => diagnosis !== null && diagnosis.fault !== "build") ?? locked[0];
  if (failure === undefined) return noFailure(release);
  if (reason.trim() === "") return refuse("REASON_MISSING", { act: "a new attempt" });
  const { diagnosis } = failure;
  if (diagnosis === null) return undiagnosed(release, failure, "a new attempt");
  if (diagnosis.fault === "build")
    return refuse("NEW_BUILD_NEEDED", { release: release.id, cause: diagnosis.cause, version: release.build.version });
  const own = process.requirements.filter(({ stage }) => stage === failure.stage);
  const environments = own.flatMap((one) => (one.kind === "rollout" ? [one.environment] : []));
  const rollouts = release.rollouts.filter(({ environment }) => environments.some((one) => one === environment));
  const live = release.rollouts.find(isLive) ?? rollouts.find(({ phase }) => phase === "promoted");
  if (live !== undefined) return refuse("ROLLOUT_IN_PROGRESS", { rollout: live.id, phase: live.phase });
  const voids = { requirements: own.map(({ id }) => id), rollouts: rollouts.map(({ id }) => id) };
  return accept<ReleaseEvent>([{ type: "AttemptRestarted", at, failure: failure.id, reason, by: by.id, voids }]);
};

export const undiagnosed = ({ id }: Release, { stage, attempt, requirement }: Failure, act: string) =>
  refuse("DIAGNOSIS_MISSING", { act, release: id, stage, attempt, requirement });
