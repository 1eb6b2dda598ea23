import { accept, type Decision, refuse } from "../refusal.ts";
import { waitingFor } from "./ask-again-at.ts";
import type { Command } from "./commands.ts";
import type { ReleaseEvent } from "./events.ts";
import type { Release } from "./release.ts";

/**
 * Anybody may say that an alert woke them; whether that was the one on call, and in time, is for the check to judge.
 * Only an alert that a check still waits for can be answered.
 */
export const decideAcknowledgement = (
  release: Release,
  { alert, by, at }: Extract<Command, { type: "AcknowledgeAlert" }>,
): Decision<ReleaseEvent> => {
  const waiting = Object.values(release.evidence).flatMap(({ requirement, report }) => {
    const id = waitingFor(report);
    return id === null ? [] : [{ id, requirement }];
  });
  const known = waiting.find(({ id }) => id === alert);
  if (known === undefined) {
    const alerts = waiting.map(({ id }) => id).join(", ") || "none";
    return refuse("ALERT_UNKNOWN", { release: release.id, alert, alerts });
  }
  return release.acknowledgements.some((one) => one.alert === alert && one.by === by.id)
    ? accept<ReleaseEvent>([], `${by.id} acknowledged it already`)
    : accept<ReleaseEvent>([{ type: "AlertAcknowledged", at, requirement: known.requirement, alert, by: by.id }]);
};
