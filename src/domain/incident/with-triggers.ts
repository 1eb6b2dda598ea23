import type { Command } from "../release/commands.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { isOpen, type Trigger, type TriggerSource } from "./incident.ts";

/**
 * Every rollback in production has its trigger, and every trigger of a rollout that has gone back ends with it. What a
 * decision brings about is completed here, in the same append, so that no way to a rollback can forget it.
 */
export const withTriggers = (
  release: Release,
  command: Command,
  events: readonly ReleaseEvent[],
): readonly ReleaseEvent[] => {
  // A decision about a trigger says of which it is.
  const isDecided = events.some(({ type }) => type === "TriggerDecided");
  let made = release.triggers.length;
  return events.flatMap((event): readonly ReleaseEvent[] => {
    if (event.type === "RolloutRolledBack") return [event, ...settledBy(release, event)];
    if (event.type !== "RollbackStarted" || isDecided) return [event];
    const rollout = release.rollouts.find(({ id }) => id === event.rollout);
    if (rollout === undefined || !hasUsers(rollout) || event.severity === "drill") return [event];
    made++;
    return [...raisedFor(event, rollout, sourceOf(command), `trigger-${made}`), event];
  });
};

/** One that still waits for its environment has changed nothing for anybody. */
const hasUsers = ({ environment, purpose, phase }: Rollout): boolean =>
  environment === "production" && purpose === "deploy" && phase !== "waiting";

type Started = Extract<ReleaseEvent, { type: "RollbackStarted" }>;

const raisedFor = (
  { at, by, reason, severity }: Started,
  { id: rollout, environment }: Rollout,
  source: TriggerSource,
  trigger: string,
): readonly ReleaseEvent[] =>
  severity === "drill"
    ? []
    : [
        {
          type: "TriggerRaised",
          at,
          trigger,
          severity,
          source,
          says: reason,
          environment,
          of: rollout,
          issue: null,
          key: "",
          by,
        },
        { type: "TriggerDecided", at, trigger, choice: "roll-back", reason, answers: {}, by },
      ];

/** Also those for which it went back, raised before it began. */
const settledBy = (
  { triggers, rollouts }: Release,
  { rollout, at }: Extract<ReleaseEvent, { type: "RolloutRolledBack" }>,
): readonly ReleaseEvent[] => {
  const environment = rollouts.find(({ id }) => id === rollout)?.environment;
  const isBack = (one: Trigger): boolean =>
    one.rollout === rollout || (one.environment === environment && one.decision?.choice === "roll-back");
  return triggers
    .filter((one) => isOpen(one) && isBack(one))
    .map(({ id: trigger }) => ({
      type: "TriggerSettled",
      at,
      trigger,
      how: "rolled back",
      reason: `${rollout} was rolled back`,
      by: "headgate",
    }));
};

const sourceOf = (command: Command): TriggerSource => {
  if (command.type === "RecordEvidence") return "check";
  if (command.type !== "Report") return "person";
  const { report } = command;
  switch (report.type) {
    case "RecordVerdict":
      return report.verdict.outcome === "fail" ? "verdict" : "health";
    case "RecordSmoke":
      return "smoke";
    case "RecordHook":
    case "RecordOwnStep":
      return "hook";
    case "Freeze":
      return "calendar";
    case "FailStep":
    case "AskForGo":
    case "ExpireWait":
    case "BeginOwnStep":
    case "ConfirmHold":
    case "ConfirmAnnounced":
    case "LoseHold":
    case "RecordBaseline":
    case "RecordData":
    case "ConfirmReady":
    case "ConfirmShrunk":
    case "ConfirmClosed":
    case "Thaw":
    case "BeginHook":
    case "ConfirmWeight":
    case "CompleteStep":
    case "ConfirmVersions":
    case "ReportFailure":
    case "EscalateRollback":
    case "PassPointOfNoReturn":
    case "ConfirmRemoved":
    case "ConfirmRetired":
    case "ConfirmFreed":
      return "deadline";
  }
};
