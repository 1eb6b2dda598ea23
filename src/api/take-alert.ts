import type { Engine, WithoutStamp } from "../conductor/engine.ts";
import { isForPeople } from "../domain/incident/arm.ts";
import { isOpen } from "../domain/incident/incident.ts";
import type { Process } from "../domain/process/process.ts";
import type { Actor } from "../domain/release/commands.ts";
import { describe } from "../domain/release/describe.ts";
import type { Release } from "../domain/release/release.ts";
import { catalogue, fill } from "../errors.ts";
import type { SentAlert } from "./alertmanager-request.ts";

/** What came of one alert, in words. */
export type Taken = { readonly key: string; readonly ok: boolean; readonly says: readonly string[] };

/**
 * Gives one alert to a release, whichever surface it came by: a trigger, or that one is over.
 * @throws AppError `RELEASE_NOT_FOUND`
 */
export const takeAlert = async (engine: Engine, id: string, by: Actor, alert: SentAlert): Promise<Taken> => {
  const { key } = alert;
  const { process, release } = await engine.load(id);
  const command = alert.status === "firing" ? raise(process, by, alert) : clear(release, by, alert);
  if (typeof command === "string") return { key, ok: true, says: [command] };
  const handled = await engine.command(id, by, command);
  if (!handled.ok) {
    const { code, detail } = handled.refusal;
    const { message, fix } = catalogue[code];
    return { key, ok: false, says: [`${key}: ${fill(message, detail)} ${fill(fix, detail)}`] };
  }
  return { key, ok: true, says: [...handled.events.map(describe), ...(handled.note === null ? [] : [handled.note])] };
};

/** What goes back without people is no agent's to say: it reports an issue then, and a person grades it (R206). */
const raise = (process: Process, by: Actor, { severity, says, environment, key }: SentAlert): WithoutStamp =>
  by.kind === "agent" && isForPeople(process, severity)
    ? { type: "ReportIssue", title: says, severity, source: "monitoring", environment, reference: key }
    : { type: "RaiseTrigger", severity, source: "alert", says, environment, key };

/**
 * What went back by itself is settled by that, and by no message that the alert is over. An agent settles nothing: it
 * notes once that the alert is over, for the person who does.
 */
const clear = (release: Release, by: Actor, { says, key }: SentAlert): WithoutStamp | string => {
  const trigger = release.triggers.find(
    (one) => one.key === key && isOpen(one) && one.decision?.choice !== "roll-back",
  );
  const issue = release.issues.find(({ reference, state }) => reference === key && state !== "closed");
  const reason = `the alert is resolved: ${says}`;
  if (trigger !== undefined && by.kind === "human")
    return { type: "SettleTrigger", trigger: trigger.id, how: "cleared", reason };
  const about = trigger?.id ?? issue?.id;
  if (about === undefined) return `${key} is resolved, and was no trigger`;
  const isNoted = release.notes.some((one) => one.text === reason && one.about === about);
  return isNoted ? `${key} is resolved, as was noted` : { type: "TakeNote", kind: "note", text: reason, about };
};
