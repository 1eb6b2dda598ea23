import type { IncidentEvent } from "../incident/events.ts";
import { isOpen, type Trigger } from "../incident/incident.ts";
import { environmentOf } from "../process/environment-of.ts";
import { judge } from "../process/judge.ts";
import type { Check, Process } from "../process/process.ts";
import type { ReleaseEvent } from "../release/events.ts";
import { evolve } from "../release/evolve.ts";
import { lastRollout, type Release } from "../release/release.ts";
import { isExposed } from "../rollout/rollout.ts";

type Recorded = Extract<ReleaseEvent, { type: "EvidenceRecorded" }>;

/**
 * Evidence with what follows from it while users have the build: a failure of a check that `raises` is a trigger and
 * an issue, in the same append, and a later pass clears the trigger. The issue stays until a person closes it. What could
 * not be looked at raises nothing, for nobody knows of harm; it is red in the status, as it always is.
 */
export const withAlarm = (
  process: Process,
  release: Release,
  check: Check,
  recorded: Recorded,
): readonly ReleaseEvent[] => {
  const environment = environmentOf(process, check);
  if (check.raises === undefined || environment === null || !hasUsers(release, environment)) return [recorded];
  const judged = judge(process, evolve(release, recorded), check, recorded.at);
  // Its own alone: what somebody raised under the same key neither stands for it nor ends with it.
  const open = release.triggers.find((one) => isOpen(one) && one.key === check.id && one.source === "check");
  if (judged.state === "fail" && open === undefined)
    return [recorded, ...alarm(release, check, environment, judged.reason, recorded)];
  return judged.state === "pass" && open !== undefined ? [recorded, cleared(open, check, recorded)] : [recorded];
};

const cleared = ({ id: trigger }: Trigger, { id }: Check, { at }: Recorded): IncidentEvent => ({
  type: "TriggerSettled",
  trigger,
  how: "cleared",
  reason: `${id} passes again`,
  by: "headgate",
  at,
});

/** On its way up too, from the first of them on. On the way back there is nothing left to raise a hand for. */
const hasUsers = (release: Release, environment: string): boolean => {
  const rollout = lastRollout(release, environment, "deploy");
  switch (rollout?.phase) {
    case "promoted":
    case "closed":
      return true;
    case "progressing":
      return isExposed(rollout);
    case "waiting":
    case "rolling-back":
    case "rolled-back":
    case undefined:
      return false;
  }
};

const alarm = (
  release: Release,
  { id, title, raises = "medium" }: Check,
  environment: string,
  reason: string,
  { at }: Recorded,
): readonly IncidentEvent[] => {
  const { issues, triggers } = release;
  // One issue for one fault: while that of an earlier failure is open, this is the same.
  const known = issues.find((one) => one.reference === id && one.state === "open" && one.environment === environment);
  const issue = known?.id ?? `issue-${issues.length + 1}`;
  const common = { severity: raises, environment, issue, by: "headgate", at } as const;
  const words = `${title}: ${reason}`;
  return [
    ...(known === undefined
      ? [{ ...common, type: "IssueReported", title: words, source: "tests", reference: id, graded: true } as const]
      : []),
    {
      ...common,
      type: "TriggerRaised",
      trigger: `trigger-${triggers.length + 1}`,
      source: "check",
      says: words,
      of: lastRollout(release, environment, "deploy")?.id ?? null,
      key: id,
    },
  ];
};
